import type { DataSource, EntityManager } from 'typeorm';
import { unitReminderDue } from '../../domain/application/unit-reminder.js';
import type { BusinessType } from '../../domain/application/business-type.js';
import { businessLabel } from '../../domain/application/review-route.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import { noticeText } from '../../domain/notice/notice-catalogue.js';
import { readBusinessClock, type BusinessInstant } from './business-clock.js';
import { giveNotice, resolveNotices } from './notices.js';
import type { ReferenceRecords } from './reference-records.js';
import { keepStandingNotices } from './standing-notices.js';
import { staleSlotsOfUnits } from './unit-attachments.js';

/** Units whose N-22 changed, and reminders that were due. */
export interface DailyNoticesReport {
  readonly unitsWithOtherStaleAttachments: number;
  readonly reminders: number;
}

interface WaitingTask {
  readonly id: string;
  readonly application_id: string;
  readonly unit_id: string;
  readonly received_at: Date;
  readonly type: BusinessType;
  readonly person: string | null;
}

type InTransaction = <T>(work: (manager: EntityManager) => Promise<T>) => Promise<T>;

/** Small enough that nobody who decides or uploads waits for the locks of a page. */
const PAGE = 200;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** What the passing of days alone makes due: N-22 and N-26 (domain.md §10). Safe to repeat: each is told once. */
export class DailyNotices {
  constructor(private readonly references: ReferenceRecords) {}

  /** Page by page, each its own transaction. */
  run(dataSource: DataSource): Promise<DailyNoticesReport> {
    return this.walk((work) => dataSource.transaction(work));
  }

  /** In the transaction that moves the trial clock. */
  runWithin(manager: EntityManager): Promise<DailyNoticesReport> {
    return this.walk((work) => work(manager));
  }

  private async walk(inTransaction: InTransaction): Promise<DailyNoticesReport> {
    return {
      unitsWithOtherStaleAttachments: await allPages(inTransaction, keepStaleNotices),
      reminders: await allPages(inTransaction, (manager, now, after) =>
        this.remindUnits(manager, now, after),
      ),
    };
  }

  /** N-26. The tasks are held, so that none is decided before its reminder stands and can be resolved. */
  private async remindUnits(
    manager: EntityManager,
    now: BusinessInstant,
    after: string,
  ): Promise<PageResult> {
    const tasks = await manager.query<WaitingTask[]>(
      `select t.id, t.application_id, t.unit_id, t.received_at, a.type, e.name as person
         from review_task t join application a on a.id = t.application_id left join employee e on e.id = a.employee_id
        where t.level = 'UNIT' and t.status = 'OPEN' and t.id > $1
        order by t.id limit $2 for no key update of t skip locked`,
      [after, PAGE],
    );
    const calendar = await this.references.calendarInForce(manager);
    let changed = 0;
    for (const task of tasks) {
      const due = unitReminderDue(shanghaiDateOf(task.received_at.getTime()), now.today, calendar);
      if (due !== null) await remind(manager, now, task, due);
      if (due !== null) changed += 1;
    }
    return { last: tasks.at(-1)?.id ?? null, changed };
  }
}

interface PageResult {
  /** Null: there was nothing more. */
  readonly last: string | null;
  readonly changed: number;
}

async function allPages(
  inTransaction: InTransaction,
  dealWith: (manager: EntityManager, now: BusinessInstant, after: string) => Promise<PageResult>,
): Promise<number> {
  let sum = 0;
  for (let after: string | null = FIRST_ID; after !== null;) {
    const from: string = after;
    const { last, changed } = await inTransaction(async (manager) =>
      dealWith(manager, await readBusinessClock(manager), from),
    );
    sum += changed;
    after = last;
  }
  return sum;
}

/** N-22; only units whose notice says something else are touched. */
async function keepStaleNotices(
  manager: EntityManager,
  now: BusinessInstant,
  after: string,
): Promise<PageResult> {
  const units = await manager.query<{ id: string; told: readonly string[] }[]>(
    `select u.id, coalesce(n.business_ref -> 'attachmentCodes', '[]'::jsonb) as told
       from unit u left join notice n on n.natural_key = 'N-22:' || u.id || ':UNIT:' || u.id and n.resolved_at is null
      where u.id > $1 order by u.id limit $2`,
    [after, PAGE],
  );
  const stale = await staleSlotsOfUnits(
    manager,
    units.map(({ id }) => id),
    now.today,
  );
  const changed = units.filter(({ id, told }) => (stale.get(id) ?? []).join() !== told.join());
  await keepStandingNotices(
    manager,
    now,
    changed.map(({ id }) => ({ unitId: id, isNews: false })),
  );
  return { last: units.at(-1)?.id ?? null, changed: changed.length };
}

async function remind(
  manager: EntityManager,
  now: BusinessInstant,
  task: WaitingTask,
  workdays: number,
): Promise<void> {
  const type = businessLabel(task.type);
  const body = noticeText('N-26', { name: task.person ?? '', type, n: workdays });
  const businessRef = { applicationId: task.application_id };
  const audience = { kind: 'UNIT', id: task.unit_id } as const;
  await giveNotice(manager, now, { code: 'N-26', subject: `${task.id}:${workdays}`, body, businessRef }, [
    audience,
  ]);
  if (workdays > 3) await resolveNotices(manager, now, 'N-26', `${task.id}:3`);
}
