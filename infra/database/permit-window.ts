import { In, type EntityManager } from 'typeorm';
import { addDays, knownDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import type { WorkCalendar } from '../../domain/calendar/work-calendar.js';
import { permitWindow, type Outage, type RenewalWindow } from '../../domain/permit/renewal-window.js';
import type { Policy } from '../../domain/policy.js';
import type { BusinessInstant } from './business-clock.js';
import { NotifiedLastDayRow, type PermitRow } from './entities/permit.entity.js';
import { outagesBetween } from './outage-times.js';
import type { ReferenceRecords } from './reference-records.js';

export type WindowedPermit = Pick<PermitRow, 'id' | 'term' | 'validUntil' | 'supervisingDepartmentId'>;

/** What a window is asked under, where it is not what is in force now. */
export interface WindowTerms {
  readonly calendar?: WorkCalendar;
  /** The one that an application keeps. */
  readonly policy?: Policy;
  readonly outages?: readonly Outage[];
}

/** In calendar days: no last day lies further than this before the end of its permit. */
export const FARTHEST_LAST_DAY = 400;

/** The window that counts for a permit (domain.md §6.2 W1–W3, W9, §6.1 C3): the one place that knows it. */
export async function windowOfPermit(
  manager: EntityManager,
  references: ReferenceRecords,
  permit: WindowedPermit,
  terms: WindowTerms = {},
): Promise<RenewalWindow> {
  const [window] = await windowsOfPermits(manager, references, [permit], terms);
  if (window === undefined) throw new Error(`no window of permit ${permit.id}`);
  return window;
}

/** In the order of the permits. */
export async function windowsOfPermits(
  manager: EntityManager,
  references: ReferenceRecords,
  permits: readonly WindowedPermit[],
  terms: WindowTerms = {},
): Promise<RenewalWindow[]> {
  if (permits.length === 0) return [];
  const calendar = terms.calendar ?? (await references.calendarInForce(manager));
  const outages = terms.outages ?? (await outagesTouching(manager, permits));
  const notified = await manager.findBy(NotifiedLastDayRow, { permitId: In(permits.map(({ id }) => id)) });
  const days = new Map(notified.map((row) => [`${row.permitId} ${row.term}`, row.lastSubmissionOn]));
  const policies = new Map<string, Policy>();
  const policyOf = async (departmentId: string): Promise<Policy> => {
    const known = terms.policy ?? policies.get(departmentId);
    if (known !== undefined) return known;
    const inForce = await references.policyInForce(manager, { departmentId });
    policies.set(departmentId, inForce);
    return inForce;
  };
  const windows: RenewalWindow[] = [];
  for (const permit of permits) {
    const day = days.get(`${permit.id} ${permit.term}`);
    const facts = {
      validUntil: knownDate(permit.validUntil),
      notifiedLastDay: day === undefined ? null : knownDate(day),
      outages,
    };
    windows.push(permitWindow(facts, calendar, await policyOf(permit.supervisingDepartmentId)));
  }
  return windows;
}

/** A notice has named this last day for the permit's term: it never comes earlier again. Safe to repeat. */
export async function keepNotified(
  manager: EntityManager,
  now: BusinessInstant,
  { id, term }: Pick<PermitRow, 'id' | 'term'>,
  lastSubmissionOn: PlainDate,
): Promise<void> {
  await manager.query(
    `insert into notified_last_day (permit_id, term, last_submission_on, notified_at) values ($1, $2, $3, $4)
     on conflict (permit_id, term) do update
       set last_submission_on = excluded.last_submission_on, notified_at = excluded.notified_at
     where notified_last_day.last_submission_on < excluded.last_submission_on`,
    [id, term, lastSubmissionOn, now.at],
  );
}

function outagesTouching(
  manager: EntityManager,
  permits: readonly Pick<PermitRow, 'validUntil'>[],
): Promise<Outage[]> {
  const ends = permits.map(({ validUntil }) => validUntil).toSorted();
  const first = knownDate(ends[0] ?? '');
  return outagesBetween(manager, addDays(first, -FARTHEST_LAST_DAY), knownDate(ends.at(-1) ?? ''));
}
