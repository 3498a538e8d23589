import type { EntityManager } from 'typeorm';
import { recordStoredObject, type KeptObject } from './attachment-records.js';
import { DepartmentGuideRow } from './entities/department-guide.entity.js';
import { DepartmentRow } from './entities/department.entity.js';
import type { FactContext } from './fact-transaction.js';
import { Refused } from './refused.js';

export interface GuideRecord {
  readonly department_id: string;
  readonly department_name: string;
  readonly phone: string | null;
  readonly body: string | null;
  readonly file_name: string | null;
  readonly published_at: Date | null;
}

export interface GuidePublication {
  readonly body: string;
  /** Null: as it was. */
  readonly phone: string | null;
  /** Null: the document that stands, if any, stays. Its bytes already stand in the object store. */
  readonly document: (KeptObject & { readonly fileName: string }) | null;
}

/** Every department, with its guide where it has published one (domain.md §11 S-21). */
export function listGuides(manager: EntityManager): Promise<GuideRecord[]> {
  return manager.query<GuideRecord[]>(
    `select d.id as department_id, d.name as department_name, d.phone, g.body, g.file_name, g.published_at
       from department d left join department_guide g on g.department_id = d.id order by d.name`,
  );
}

/** Takes the place of the guide that stands. */
export async function publishGuide(
  { manager, actor, now, audit }: FactContext,
  departmentId: string,
  { body, phone, document }: GuidePublication,
): Promise<void> {
  const lock = { mode: 'for_no_key_update' } as const;
  const department = await manager.findOneOrFail(DepartmentRow, { where: { id: departmentId }, lock });
  const before = await manager.findOneBy(DepartmentGuideRow, { departmentId });
  if (document !== null) await recordStoredObject(manager, now, document);
  const { fileName, sha256 } = document ?? before ?? { fileName: null, sha256: null };
  const published = { publishedAt: now.at, publishedBy: actor.accountId };
  await manager.upsert(DepartmentGuideRow, { departmentId, body, fileName, sha256, ...published }, [
    'departmentId',
  ]);
  if (phone !== null) {
    const version = department.version + 1;
    await manager.update(DepartmentRow, { id: departmentId }, { phone, version, updatedAt: now.at });
  }
  await audit({
    action: 'guide.publish',
    entity: 'department',
    entityId: departmentId,
    before: { body: before?.body ?? null, sha256: before?.sha256 ?? null, phone: department.phone },
    after: { body, sha256, phone: phone ?? department.phone },
  });
}

/** The document of a department's guide, or FORBIDDEN_SCOPE where there is none. */
export async function guideDocument(
  manager: EntityManager,
  departmentId: string,
): Promise<{ readonly sha256: string; readonly fileName: string }> {
  const guide = await manager.findOneBy(DepartmentGuideRow, { departmentId });
  const { sha256 = null, fileName = null } = guide ?? {};
  if (sha256 === null || fileName === null) throw Refused.because('FORBIDDEN_SCOPE');
  return { sha256, fileName };
}
