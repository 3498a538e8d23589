import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { changedCatalogue, type SlotChange } from '../../domain/attachment/catalogue-change.js';
import type { AttachmentCatalogue } from '../../domain/attachment/catalogue.js';
import type { PlainDate } from '../../domain/calendar/plain-date.js';
import { DepartmentRow } from './entities/department.entity.js';
import { AttachmentCatalogueVersionRow } from './entities/reference.entity.js';
import type { FactContext } from './fact-transaction.js';
import { accepted, Refused } from './refused.js';

export interface CataloguePublication {
  /** Null: the city's, for every department without one of its own. */
  readonly departmentId: string | null;
  readonly effectiveFrom: PlainDate;
  readonly reason: string;
  readonly slots: readonly SlotChange[];
}

export interface CatalogueVersionRecord {
  readonly version: number;
  readonly department_id: string | null;
  readonly department_name: string | null;
  readonly effective_from: string;
  readonly slots: AttachmentCatalogue;
  readonly reason: string;
  readonly published_at: Date;
  readonly published_by_name: string | null;
}

const LISTED = 100;
const SELECTION = `
  select v.version, v.department_id, d.name as department_name, to_char(v.effective_from, 'YYYY-MM-DD') as effective_from,
         v.slots, v.reason, v.published_at, a.person_name as published_by_name
    from attachment_catalogue_version v left join department d on d.id = v.department_id
    left join account a on a.id = v.published_by`;

/**
 * A new version of 附件目录: the newest of the department with the changes, else the city's with them (domain.md §8).
 * Versions are made one after the other, so that none begins with a state that another one has left. Gives its id.
 */
export async function publishCatalogue(
  { manager, actor, now, audit }: FactContext,
  { departmentId, effectiveFrom, reason, slots }: CataloguePublication,
): Promise<string> {
  await manager.query(`select pg_advisory_xact_lock(hashtext('attachment-catalogue'))`);
  if (departmentId !== null && !(await manager.existsBy(DepartmentRow, { id: departmentId }))) {
    throw Refused.because('FORBIDDEN_SCOPE', {}, '/departmentId');
  }
  const base = await newestFor(manager, departmentId);
  const changed = accepted(changedCatalogue(base.slots, slots, effectiveFrom, now.today));
  const [{ version }] = await manager.query<[{ version: number }]>(
    'select max(version) + 1 as version from attachment_catalogue_version',
  );
  const id = randomUUID();
  await manager.insert(AttachmentCatalogueVersionRow, {
    version,
    id,
    departmentId,
    effectiveFrom,
    slots: changed,
    reason,
    publishedAt: now.at,
    publishedBy: actor.accountId,
  });
  await audit({
    action: 'attachmentCatalogue.publish',
    entity: 'attachment_catalogue',
    entityId: id,
    before: { version: base.version },
    after: { version, departmentId, effectiveFrom, slots },
    reason,
  });
  return id;
}

/** The newest first; a department's own and the city's. */
export function listCatalogueVersions(
  manager: EntityManager,
  departmentId: string | null,
): Promise<CatalogueVersionRecord[]> {
  return manager.query<CatalogueVersionRecord[]>(
    `${SELECTION} where $1::uuid is null or v.department_id is null or v.department_id = $1
      order by v.version desc limit $2`,
    [departmentId, LISTED],
  );
}

export async function readCatalogueVersion(
  manager: EntityManager,
  id: string,
): Promise<CatalogueVersionRecord> {
  const [row] = await manager.query<CatalogueVersionRecord[]>(`${SELECTION} where v.id = $1`, [id]);
  if (row === undefined) throw Refused.because('FORBIDDEN_SCOPE');
  return row;
}

async function newestFor(
  manager: EntityManager,
  departmentId: string | null,
): Promise<Pick<CatalogueVersionRecord, 'version' | 'slots'>> {
  const [row] = await manager.query<[CatalogueVersionRecord]>(
    `${SELECTION} where v.department_id is null or v.department_id = $1
      order by (v.department_id is not null) desc, v.effective_from desc, v.version desc limit 1`,
    [departmentId],
  );
  return row;
}
