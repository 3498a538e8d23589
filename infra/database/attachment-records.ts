import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { AttachmentCode } from '../../domain/attachment/catalogue.js';
import type { SlotKeeper } from '../../domain/attachment/slot-rules.js';
import type { Actor } from '../../domain/authority/actor.js';
import { scopedRow, fileScope } from './actor-scope.js';
import { recordAudit } from './audit-trail.js';
import { readBusinessClock, type BusinessInstant } from './business-clock.js';
import type { SnapshotFile } from './entities/application.entity.js';
import { ApplicationSnapshotRow } from './entities/application.entity.js';
import { AttachmentFileRow, StoredObjectRow } from './entities/attachment.entity.js';
import { EmployeeRow } from './entities/employee.entity.js';
import { UnitRow } from './entities/unit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { Refused } from './refused.js';

/** Whose file: a keeper's of 附件管理, or the contract scan of an association or of an application. */
export interface FileOwner {
  readonly kind: SlotKeeper | 'ASSOCIATION' | 'APPLICATION';
  readonly id: string;
}

/** Bytes that stand in the object store, and what was found out about them. */
export interface KeptObject {
  readonly sha256: string;
  readonly objectKey: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

export interface NewFile extends KeptObject {
  readonly fileName: string;
  readonly pages: number;
  readonly tag: string | null;
}

export interface ListedFile {
  readonly fileId: string;
  readonly catalogueCode: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly pages: number;
  readonly tag: string | null;
  readonly uploadedOn: string;
  readonly uploadedByName: string | null;
}

/** What is needed to hand out the bytes of a file. */
export interface ReadableFile {
  readonly fileId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sha256: string;
}

/** Makes acts on one list of 附件管理 wait for each other, so that no count is passed. */
export async function lockKeeper(manager: EntityManager, kind: SlotKeeper, id: string): Promise<void> {
  const lock = { mode: 'for_no_key_update' } as const;
  if (kind === 'UNIT') await manager.findOneOrFail(UnitRow, { where: { id }, lock });
  else await manager.findOneOrFail(EmployeeRow, { where: { id }, lock });
}

/** The current files of a list, oldest first; to an employee also the contract scan of his active link. */
export function listFiles(manager: EntityManager, kind: SlotKeeper, id: string): Promise<ListedFile[]> {
  return manager.query<ListedFile[]>(
    `select f.id as "fileId", f.catalogue_code as "catalogueCode", f.file_name as "fileName",
            o.media_type as "mediaType", o.size_bytes as "sizeBytes", f.sha256, f.pages, f.tag,
            to_char(f.uploaded_on, 'YYYY-MM-DD') as "uploadedOn", a.person_name as "uploadedByName"
       from attachment_file f join stored_object o on o.sha256 = f.sha256 left join account a on a.id = f.uploaded_by
      where (f.owner_kind = $1 and f.owner_id = $2 and f.removed_at is null)
         or ($1 = 'EMPLOYEE' and f.id in (
              select c.scan_file_id from labor_contract c join association s on s.id = c.association_id
               where s.employee_id = $2 and s.status = 'ACTIVE' and c.is_current))
      order by f.uploaded_at, f.id`,
    [kind, id],
  );
}

export function currentFilesOfSlot(
  manager: EntityManager,
  owner: FileOwner,
  code: AttachmentCode,
): Promise<AttachmentFileRow[]> {
  return manager
    .createQueryBuilder(AttachmentFileRow, 'f')
    .where('f.ownerKind = :kind and f.ownerId = :id and f.catalogueCode = :code', { ...owner, code })
    .andWhere('f.removedAt is null')
    .getMany();
}

export function storedObject(manager: EntityManager, sha256: string): Promise<StoredObjectRow | null> {
  return manager.findOneBy(StoredObjectRow, { sha256 });
}

/**
 * Says that these bytes are about to be stored, before anybody looks whether they are: a row that retention is removing
 * is waited for, one that stands counts as stored now, so that nothing removes the bytes under the transaction to come.
 * New: nobody has named them before, so they need not be looked for.
 */
export async function announceObject(
  dataSource: DataSource,
  object: KeptObject,
): Promise<{ isNew: boolean }> {
  const [row] = await dataSource.query<[{ is_new: boolean }]>(
    `insert into stored_object (sha256, object_key, media_type, size_bytes) values ($1, $2, $3, $4)
     on conflict (sha256) do update set stored_at = excluded.stored_at returning xmax = 0 as is_new`,
    [object.sha256, object.objectKey, object.mediaType, object.sizeBytes],
  );
  return { isNew: row.is_new };
}

/** Equal bytes share one row. */
export async function recordStoredObject(
  manager: EntityManager,
  now: BusinessInstant,
  { sha256, objectKey, mediaType, sizeBytes }: KeptObject,
): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(StoredObjectRow)
    .values({ sha256, objectKey, mediaType, sizeBytes, storedAt: now.at })
    .orIgnore()
    .execute();
}

/** Rows that point at bytes already kept; equal bytes share one object. Gives the file's id. */
export async function recordFile(
  { manager, actor, now, audit }: FactContext,
  owner: FileOwner,
  code: AttachmentCode,
  file: NewFile,
): Promise<string> {
  const { sha256, sizeBytes } = file;
  await recordStoredObject(manager, now, file);
  const id = randomUUID();
  await manager.insert(AttachmentFileRow, {
    id,
    ownerKind: owner.kind,
    ownerId: owner.id,
    catalogueCode: code,
    fileName: file.fileName,
    sha256,
    tag: file.tag,
    pages: file.pages,
    uploadedOn: now.today,
    uploadedAt: now.at,
    uploadedBy: actor.accountId,
    removedAt: null,
  });
  const after = { owner: owner.kind, ownerId: owner.id, code, sha256, sizeBytes };
  await audit({ action: 'attachment.upload', entity: 'attachment_file', entityId: id, after });
  return id;
}

/** Takes a file out of the list; bytes and history stay, and with them every snapshot (AC-25). */
export async function removeFile(
  { manager, now, audit }: FactContext,
  file: AttachmentFileRow,
): Promise<void> {
  await manager.update(AttachmentFileRow, { id: file.id }, { removedAt: now.at });
  const before = { code: file.catalogueCode, sha256: file.sha256 };
  await audit({ action: 'attachment.remove', entity: 'attachment_file', entityId: file.id, before });
}

/** The file, or FORBIDDEN_SCOPE unless it is the actor's own or the contract scan of a link or an application of his. */
export function fileInScope(manager: EntityManager, actor: Actor, id: string): Promise<AttachmentFileRow> {
  return scopedRow(manager, AttachmentFileRow, 'f', fileScope(actor), id);
}

/** The frozen copy of a file in any snapshot of an application, whatever became of it in 附件管理. */
export async function snapshotFile(
  manager: EntityManager,
  applicationId: string,
  fileId: string,
): Promise<SnapshotFile> {
  const snapshots = await manager.findBy(ApplicationSnapshotRow, { applicationId });
  const file = snapshots.flatMap(({ files }) => files).find((each) => each.fileId === fileId);
  if (file === undefined) throw Refused.because('FORBIDDEN_SCOPE');
  return file;
}

export async function recordFileView(
  manager: EntityManager,
  actor: Actor,
  file: ReadableFile,
  applicationNo: string | null,
): Promise<void> {
  const now: BusinessInstant = await readBusinessClock(manager);
  await recordAudit(manager, actor, now, {
    action: 'attachment.view',
    entity: 'attachment_file',
    entityId: file.fileId,
    after: { sha256: file.sha256 },
    applicationNo,
  });
}
