import type { DataSource, EntityManager } from 'typeorm';

export interface SweepReport {
  /** Live permits whose last day is over: a timer missed them. */
  readonly missedExpiries: number;
  /** Applications whose process has not dealt with a fact for more than a minute. */
  readonly stuckApplications: number;
}

/**
 * Independent of every timer: finds what they missed, reports it, and writes the messages that wake or start the
 * processes. It never expires anything itself (design.md §2).
 */
export class ExpirySweep {
  constructor(private readonly dataSource: DataSource) {}

  async run(): Promise<SweepReport> {
    return this.dataSource.transaction(async (manager) => {
      const [missed] = await manager.query<[{ count: number }]>(
        `with missed as (
           select id from permit where status in ('VALID', 'SUSPENDED')
              and valid_until < (business_now() at time zone 'Asia/Shanghai')::date
         ), woken as (
           insert into outbox (workflow, subject_id, signal, payload, due_at)
           select 'permit', id, 'permitChanged', '{}'::jsonb, clock_timestamp() from missed
         ) select count(*)::int as count from missed`,
      );
      const [stuck] = await manager.query<[{ count: number }]>(
        `with stuck as (
           select id from application where fact_version > processed_version
              and fact_recorded_at < clock_timestamp() - interval '60 seconds'
         ), woken as (
           insert into outbox (workflow, subject_id, signal, payload, due_at)
           select 'application', id, 'deadlinesChanged', '{}'::jsonb, clock_timestamp() from stuck
         ) select count(*)::int as count from stuck`,
      );
      await wakeUnderNewPolicy(manager);
      return { missedExpiries: missed.count, stuckApplications: stuck.count };
    });
  }

  /** The sweep that lives without the engine: at most one worker a day runs it; null where another one has. */
  async runOnceToday(): Promise<SweepReport | null> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const [lock] = await runner.manager.query<[{ taken: boolean }]>(
        `select pg_try_advisory_lock(hashtext('expiry-sweep')) as taken`,
      );
      if (!lock.taken) return null;
      const report = await this.run();
      await runner.query(`select pg_advisory_unlock(hashtext('expiry-sweep'))`);
      return report;
    } finally {
      await runner.release();
    }
  }
}

/** Permits whose windows count by other parameters since today. */
async function wakeUnderNewPolicy(manager: EntityManager): Promise<void> {
  await manager.query(
    `insert into outbox (workflow, subject_id, signal, payload, due_at)
     select distinct 'permit', p.id, 'permitChanged', '{}'::jsonb, clock_timestamp()
       from permit p join policy_version v on v.department_id is null or v.department_id = p.supervising_department_id
      where p.status in ('VALID', 'SUSPENDED')
        and v.effective_from = (business_now() at time zone 'Asia/Shanghai')::date`,
  );
}
