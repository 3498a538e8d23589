import { In, MoreThan, type EntityManager } from 'typeorm';
import { recountedDeadlines } from '../../domain/application/due-dates.js';
import { IN_FLIGHT_STATUSES } from '../../domain/application/lifecycle.js';
import { buildWorkCalendar, type WorkCalendar } from '../../domain/calendar/work-calendar.js';
import { LIVE_PERMIT_STATUSES } from '../../domain/permit/lifecycle.js';
import { isOtherWindow, type RenewalWindow } from '../../domain/permit/renewal-window.js';
import { calendarInForce, candidateCalendar, type YearPublication } from './calendar-publication.js';
import { ApplicationRow } from './entities/application.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import { windowsOfPermits } from './permit-window.js';
import type { ReferenceRecords } from './reference-records.js';
import { deadlinesOf, type ApplicationDeadlines } from './running-deadlines.js';

export interface MovedPermit {
  readonly permit: PermitRow;
  readonly before: RenewalWindow;
  readonly after: RenewalWindow;
}

export interface MovedApplication extends ApplicationDeadlines {
  readonly after: ReturnType<typeof recountedDeadlines>;
}

export interface CalendarPreview {
  readonly permits: { readonly count: number; readonly first: readonly MovedPermit[] };
  readonly applications: { readonly count: number; readonly first: readonly MovedApplication[] };
}

const PAGE = 500;
const SHOWN = 20;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** What a publication would move, with old and new dates; writes nothing. */
export async function previewCalendarYear(
  manager: EntityManager,
  references: ReferenceRecords,
  publication: YearPublication,
): Promise<CalendarPreview> {
  const calendar = buildWorkCalendar(candidateCalendar(await calendarInForce(manager), publication));
  return {
    permits: await collected((after) => movedPermits(manager, references, calendar, after)),
    applications: await collected((after) => movedApplications(manager, references, calendar, after)),
  };
}

interface MovedPage<Moved> {
  readonly moved: readonly Moved[];
  /** Null: there was nothing more. */
  readonly last: string | null;
}

async function collected<Moved>(
  page: (after: string) => Promise<MovedPage<Moved>>,
): Promise<{ readonly count: number; readonly first: readonly Moved[] }> {
  const first: Moved[] = [];
  let count = 0;
  for (let after: string | null = FIRST_ID; after !== null;) {
    const { moved, last }: MovedPage<Moved> = await page(after);
    count += moved.length;
    first.push(...moved.slice(0, SHOWN - first.length));
    after = last;
  }
  return { count, first };
}

async function movedPermits(
  manager: EntityManager,
  references: ReferenceRecords,
  calendar: WorkCalendar,
  after: string,
): Promise<MovedPage<MovedPermit>> {
  const permits = await manager.find(PermitRow, {
    where: { id: MoreThan(after), status: In([...LIVE_PERMIT_STATUSES]) },
    order: { id: 'ASC' },
    take: PAGE,
  });
  const now = await windowsOfPermits(manager, references, permits);
  const then = await windowsOfPermits(manager, references, permits, { calendar });
  const moved = permits.flatMap((permit, index) => {
    const [before, later] = [now[index], then[index]];
    return before !== undefined && later !== undefined && isOtherWindow(before, later)
      ? [{ permit, before, after: later }]
      : [];
  });
  return { moved, last: permits.at(-1)?.id ?? null };
}

async function movedApplications(
  manager: EntityManager,
  references: ReferenceRecords,
  calendar: WorkCalendar,
  after: string,
): Promise<MovedPage<MovedApplication>> {
  const applications = await manager.find(ApplicationRow, {
    where: { id: MoreThan(after), status: In([...IN_FLIGHT_STATUSES]) },
    order: { id: 'ASC' },
    take: PAGE,
  });
  const running = await deadlinesOf(manager, references, applications);
  const moved = running
    .map((each) => ({ ...each, after: recountedDeadlines(each.running, calendar) }))
    .filter(isMoved);
  return { moved, last: applications.at(-1)?.id ?? null };
}

/** The application as a whole, or its open level. */
export function isMoved({ running, after }: Pick<MovedApplication, 'running' | 'after'>): boolean {
  return after.dueOn !== running.dueOn || after.taskDueOn !== (running.task?.dueOn ?? null);
}
