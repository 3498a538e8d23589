import type { DataSource } from 'typeorm';

export interface AuditListRow {
  readonly seq: string;
  readonly at: Date;
  readonly recorded_at: Date;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly actor_role: string;
  readonly login_method: string | null;
  readonly ip: string | null;
  readonly action: string;
  readonly entity: string;
  readonly entity_id: string | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly reason: string | null;
  readonly application_no: string | null;
  readonly seal_position: string | null;
}

export interface AuditFilter {
  readonly limit: number;
  /** Events that stand after this one, which is earlier in time. */
  readonly beforeSeq: string | null;
  readonly entity: string | null;
  readonly entityId: string | null;
  readonly actorId: string | null;
  readonly applicationNo: string | null;
  readonly from: Date | null;
  readonly until: Date | null;
}

/** The audit trail as it is searched (domain.md §11 S-20). */
export class AuditRecords {
  constructor(private readonly dataSource: Pick<DataSource, 'query'>) {}

  /**
   * Latest first, events of one instant in the order of their numbers; `until` is excluded. One row more than asked tells
   * that there is more.
   */
  list(filter: AuditFilter): Promise<AuditListRow[]> {
    return this.dataSource.query<AuditListRow[]>(
      `select e.seq, e.at, e.recorded_at, e.actor_id, a.person_name as actor_name, e.actor_role, e.login_method, e.ip,
              e.action, e.entity, e.entity_id, e.before, e.after, e.reason, e.application_no, s.position as seal_position
         from audit_event e left join audit_seal s on s.event_seq = e.seq left join account a on a.id = e.actor_id
        where ($2::bigint is null or (e.at, e.seq) < (select c.at, c.seq from audit_event c where c.seq = $2)) and ($3::text is null or e.entity = $3)
          and ($4::uuid is null or e.entity_id = $4) and ($5::uuid is null or e.actor_id = $5)
          and ($6::text is null or e.application_no = $6)
          and ($7::timestamptz is null or e.at >= $7) and ($8::timestamptz is null or e.at < $8)
        order by e.at desc, e.seq desc limit $1`,
      [
        filter.limit + 1,
        filter.beforeSeq,
        filter.entity,
        filter.entityId,
        filter.actorId,
        filter.applicationNo,
        filter.from,
        filter.until,
      ],
    );
  }
}
