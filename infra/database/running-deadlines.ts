import type { EntityManager } from 'typeorm';
import { openLevel, remainingLimits } from '../../domain/application/advance.js';
import type { RunningDeadlines } from '../../domain/application/due-dates.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { courseOf, placeOf } from './application-course.js';
import { ApplicationRow } from './entities/application.entity.js';
import type { ReferenceRecords } from './reference-records.js';

export interface OpenTaskDeadline {
  readonly id: string;
  readonly overdue: boolean;
  readonly departmentId: string | null;
  readonly receivedAt: Date;
  readonly permitEndsOn: string | null;
  /** Workdays of the open level and those after it. */
  readonly limits: readonly number[];
}

export interface ApplicationDeadlines {
  readonly application: ApplicationRow;
  readonly task: OpenTaskDeadline | null;
  readonly running: RunningDeadlines;
}

interface ClockRow {
  readonly id: string;
  readonly reached_at: Date | null;
  readonly task_id: string | null;
  readonly received_at: Date;
  readonly task_due_on: string;
  readonly overdue: boolean;
  readonly department_id: string | null;
  readonly permit_ends_on: string | null;
}

/** The clocks that run for applications; in RETURNED none does (domain.md §6.3 T1, T2). */
export async function deadlinesOf(
  manager: EntityManager,
  references: ReferenceRecords,
  applications: readonly ApplicationRow[],
): Promise<ApplicationDeadlines[]> {
  const clocks = await manager.query<ClockRow[]>(
    `select a.id, t.id as task_id, t.received_at, to_char(t.due_on, 'YYYY-MM-DD') as task_due_on, t.overdue, t.department_id,
            to_char(t.permit_ends_on, 'YYYY-MM-DD') as permit_ends_on,
            case when a.status = 'IN_REVIEW' then
              (select min(received_at) from review_task d
                where d.application_id = a.id and d.round = a.round and d.department_id is not null) end as reached_at
       from application a left join review_task t on t.application_id = a.id and t.status = 'OPEN'
      where a.id = any($1)`,
    [applications.map(({ id }) => id)],
  );
  const clockOf = new Map(clocks.map((row) => [row.id, row]));
  const found: ApplicationDeadlines[] = [];
  for (const application of applications) {
    const clock = clockOf.get(application.id);
    if (clock !== undefined) found.push(await deadlines(manager, references, application, clock));
  }
  return found;
}

async function deadlines(
  manager: EntityManager,
  references: ReferenceRecords,
  application: ApplicationRow,
  clock: ClockRow,
): Promise<ApplicationDeadlines> {
  const course = courseOf(application);
  const version =
    application.routeVersion ?? (await references.versionsInForce(manager, placeOf(application))).routes;
  const route = await references.route(manager, version, course.type, course.permitType);
  const level = openLevel(route, course);
  const isOpen = clock.task_id !== null && level !== null;
  return {
    application,
    task: isOpen
      ? {
          id: clock.task_id ?? '',
          overdue: clock.overdue,
          departmentId: clock.department_id,
          receivedAt: clock.received_at,
          permitEndsOn: clock.permit_ends_on,
          limits: remainingLimits(route, course),
        }
      : null,
    running: {
      reachedOn: clock.reached_at === null ? null : shanghaiDateOf(clock.reached_at.getTime()),
      totalWorkdays: route.totalWorkdays,
      dueOn: application.dueOn === null ? null : knownDate(application.dueOn),
      task: isOpen
        ? {
            receivedOn: shanghaiDateOf(clock.received_at.getTime()),
            workdaysAllowed: level.workdaysAllowed,
            dueOn: knownDate(clock.task_due_on),
          }
        : null,
    },
  };
}
