import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { knownDate } from '../../domain/calendar/plain-date.js';
import type { CalendarVersion } from '../../domain/calendar/work-calendar.js';
import { withPublishedYear, type NamedCalendarDay } from '../../domain/calendar/year-publication.js';
import { CalendarVersionRow } from './entities/reference.entity.js';
import type { FactContext } from './fact-transaction.js';

export interface YearPublication {
  readonly year: number;
  /** Of the State Council's notice, as 国办发明电〔2026〕1号. */
  readonly noticeNo: string;
  readonly days: readonly NamedCalendarDay[];
}

interface NoticedDay extends NamedCalendarDay {
  readonly noticeNo: string | null;
}
export type NoticedCalendar = Omit<CalendarVersion, 'days'> & { readonly days: readonly NoticedDay[] };

/**
 * A new version of the whole calendar with the year as published; versions are made one after the other. Its rollout is
 * promised in the same transaction (design.md §2, race "calendar published meanwhile"). Gives the version's id.
 */
export async function publishCalendarYear(
  { manager, actor, now, audit, promise }: FactContext,
  publication: YearPublication,
): Promise<string> {
  await manager.query(`select pg_advisory_xact_lock(hashtext('calendar'))`);
  const base = await calendarInForce(manager);
  const next = candidateCalendar(base, publication);
  const { version, publishedYears } = next;
  const id = randomUUID();
  await manager.insert(CalendarVersionRow, {
    version,
    id,
    year: publication.year,
    noticeNo: publication.noticeNo,
    source: '运维人员发布',
    publishedYears: [...publishedYears],
    inForceSince: now.at,
    publishedBy: actor.accountId,
    rolledOutAt: null,
  });
  await manager.query(
    `insert into calendar_day (calendar_version, day, kind, name, notice_no)
     select $1, date, kind, name, "noticeNo"
       from jsonb_to_recordset($2::jsonb) as d (date date, kind text, name text, "noticeNo" text)`,
    [version, JSON.stringify(next.days)],
  );
  await audit({
    action: 'calendar.publish',
    entity: 'calendar_version',
    entityId: id,
    before: { version: base.version },
    after: { version, ...publication },
    reason: publication.noticeNo,
  });
  await promise({ workflow: 'calendar', subjectId: id, signal: 'started', payload: { version } });
  return id;
}

/** The calendar as it would be with the year published. */
export function candidateCalendar(
  base: NoticedCalendar,
  { year, noticeNo, days }: YearPublication,
): NoticedCalendar {
  const noticed = days.map((day) => ({ ...day, noticeNo }));
  return withPublishedYear<NoticedDay>(base, base.version + 1, year, noticed);
}

/** The newest version with the days as they were published. */
export async function calendarInForce(manager: EntityManager): Promise<NoticedCalendar> {
  const [row] = await manager.find(CalendarVersionRow, { order: { version: 'DESC' }, take: 1 });
  if (row === undefined) throw new Error('the database has no calendar');
  const days = await manager.query<{ date: string; kind: string; name: string; notice_no: string | null }[]>(
    `select to_char(day, 'YYYY-MM-DD') as date, kind, name, notice_no from calendar_day
      where calendar_version = $1 order by day`,
    [row.version],
  );
  return {
    version: row.version,
    publishedYears: row.publishedYears,
    days: days.map(({ date, kind, name, notice_no }) => ({
      date: knownDate(date),
      kind: kind === 'HOLIDAY' ? kind : 'MAKEUP_WORKDAY',
      name,
      noticeNo: notice_no,
    })),
  };
}

export interface CalendarVersionRecord {
  readonly version: number;
  readonly year: number | null;
  readonly notice_no: string | null;
  readonly published_at: Date;
  readonly published_by_name: string | null;
  readonly rolled_out_at: Date | null;
  /** Open applications and live permits that still stand under an older version. */
  readonly waiting: number;
}

/** The newest first. */
export function listCalendarVersions(manager: EntityManager): Promise<CalendarVersionRecord[]> {
  return manager.query<CalendarVersionRecord[]>(
    `select v.version, v.year, v.notice_no, v.in_force_since as published_at, a.person_name as published_by_name,
            v.rolled_out_at,
            case when v.rolled_out_at is not null then 0 else
              (select count(*) from application p
                where p.calendar_version < v.version and p.status in ('UNIT_REVIEW', 'IN_REVIEW', 'RETURNED'))
              + (select count(*) from permit p
                where p.calendar_version < v.version and p.status in ('VALID', 'SUSPENDED')) end::int as waiting
       from calendar_version v left join account a on a.id = v.published_by order by v.version desc`,
  );
}
