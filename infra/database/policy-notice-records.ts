import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { recordStoredObject, type KeptObject } from './attachment-records.js';
import { PolicyNoticeRow } from './entities/policy-notice.entity.js';
import type { FactContext } from './fact-transaction.js';
import { Refused } from './refused.js';

export interface PolicyNoticeListRow {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly file_name: string;
  readonly published_at: Date;
  readonly is_read: boolean;
}

export interface NewPolicyNotice {
  readonly title: string;
  readonly body: string;
  readonly document: KeptObject & { readonly fileName: string };
}

const SELECTION = `
  select p.id, p.title, p.body, p.file_name, p.published_at,
         exists (select 1 from notice_read r where r.account_id = $1 and r.notice_id = p.id) as is_read
    from policy_notice p`;

/** 政策法规通知 (domain.md §10): published once, read by everybody. */
export class PolicyNoticeRecords {
  constructor(private readonly dataSource: DataSource) {}

  /** Gives the id. The document's bytes already stand in the object store. */
  async publish({ manager, actor, now, audit }: FactContext, notice: NewPolicyNotice): Promise<string> {
    const { title, body, document } = notice;
    const { sha256, fileName, sizeBytes } = document;
    await recordStoredObject(manager, now, document);
    const id = randomUUID();
    const columns = { id, title, body, fileName, sha256, publishedAt: now.at, publishedBy: actor.accountId };
    await manager.insert(PolicyNoticeRow, columns);
    await audit({
      action: 'policyNotice.publish',
      entity: 'policy_notice',
      entityId: id,
      after: { title, sha256, sizeBytes },
    });
    return id;
  }

  /** Newest first, by keyset; one row more than asked tells that there is more. */
  list(
    actor: Actor,
    limit: number,
    after: { readonly at: string; readonly id: string } | null,
  ): Promise<PolicyNoticeListRow[]> {
    return this.dataSource.query<PolicyNoticeListRow[]>(
      `${SELECTION} where $3::timestamptz is null or (p.published_at, p.id) < ($3, $4::uuid)
        order by p.published_at desc, p.id desc limit $2`,
      [actor.accountId, limit + 1, after?.at ?? null, after?.id ?? null],
    );
  }

  async read(actor: Actor, id: string): Promise<PolicyNoticeListRow> {
    const sql = `${SELECTION} where p.id = $2`;
    const [row] = await this.dataSource.query<PolicyNoticeListRow[]>(sql, [actor.accountId, id]);
    if (row === undefined) throw Refused.because('FORBIDDEN_SCOPE');
    return row;
  }

  async document(id: string): Promise<{ readonly sha256: string; readonly fileName: string }> {
    const row = await this.dataSource.manager.findOneBy(PolicyNoticeRow, { id });
    if (row === null) throw Refused.because('FORBIDDEN_SCOPE');
    return row;
  }
}
