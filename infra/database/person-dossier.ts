import { In, type EntityManager } from 'typeorm';
import { isAttachmentCode, type AttachmentCode } from '../../domain/attachment/catalogue.js';
import type { SnapshotFile } from './entities/application.entity.js';
import { readPerson, type PersonRecord } from './employee-records.js';
import { AssociationRow, LaborContractRow, type InsuranceTaxMonthRow } from './entities/employee.entity.js';
import { readInsuranceMonths } from './insurance-records.js';

/** Everything the platform holds about one person at one unit, read in the caller's transaction. */
export interface PersonDossier extends PersonRecord {
  readonly months: readonly InsuranceTaxMonthRow[];
  /** The link to the unit asked for: the active one, else the latest. */
  readonly association: AssociationRow | null;
  readonly contract: Pick<LaborContractRow, 'position' | 'startDate' | 'endDate' | 'scanFileId'> | null;
  /** Current files of the person, the contract scan of the link included. */
  readonly files: readonly SnapshotFile[];
}

export async function readDossier(
  manager: EntityManager,
  employeeId: string,
  unitId: string,
): Promise<PersonDossier> {
  const association = await latestAssociation(manager, employeeId, unitId);
  const contract =
    association === null
      ? null
      : await manager.findOneBy(LaborContractRow, { associationId: association.id, isCurrent: true });
  return {
    ...(await readPerson(manager, employeeId)),
    association,
    contract,
    months: await readInsuranceMonths(manager, employeeId),
    files: [
      ...(await currentFiles(manager, 'EMPLOYEE', employeeId)),
      ...(contract === null || contract.scanFileId === null
        ? []
        : await filesById(manager, contract.scanFileId)),
    ],
  };
}

/** The same for a unit that he only worked at: no link, and the contract that its application carries (domain.md §4.4). */
export async function readPastDossier(
  manager: EntityManager,
  employeeId: string,
  contract: (NonNullable<PersonDossier['contract']> & { readonly scanFileId: string }) | null,
): Promise<PersonDossier> {
  return {
    ...(await readPerson(manager, employeeId)),
    association: null,
    contract,
    months: await readInsuranceMonths(manager, employeeId),
    files: [
      ...(await currentFiles(manager, 'EMPLOYEE', employeeId)),
      ...(contract === null ? [] : await filesById(manager, contract.scanFileId)),
    ],
  };
}

/** The unit that a person is linked to now; null without a link (domain.md §4.4). */
export async function linkedUnitId(manager: EntityManager, employeeId: string): Promise<string | null> {
  return (await manager.findOneBy(AssociationRow, { employeeId, status: 'ACTIVE' }))?.unitId ?? null;
}

/** The person works at the unit or did, so that the unit may do business for him; a request alone is no link. */
export function hasLinkOfUnit(manager: EntityManager, employeeId: string, unitId: string): Promise<boolean> {
  return manager.existsBy(AssociationRow, { employeeId, unitId, status: In(['ACTIVE', 'ENDED']) });
}

/** Files per slot, as the attachment rules count them. */
export function fileCounts(files: readonly SnapshotFile[]): Partial<Record<AttachmentCode, number>> {
  const counts: Partial<Record<AttachmentCode, number>> = {};
  for (const { catalogueCode } of files) {
    if (isAttachmentCode(catalogueCode)) counts[catalogueCode] = (counts[catalogueCode] ?? 0) + 1;
  }
  return counts;
}

/** The current files of an owner in 附件管理, oldest first. */
export function currentFiles(
  manager: EntityManager,
  ownerKind: 'UNIT' | 'EMPLOYEE',
  ownerId: string,
): Promise<SnapshotFile[]> {
  return describedFiles(manager, `f.owner_kind = $1 and f.owner_id = $2 and f.removed_at is null`, [
    ownerKind,
    ownerId,
  ]);
}

/** A file by its id, current or not: contracts keep pointing at the scan they were confirmed with. */
function filesById(manager: EntityManager, id: string): Promise<SnapshotFile[]> {
  return describedFiles(manager, 'f.id = $1', [id]);
}

function describedFiles(
  manager: EntityManager,
  condition: string,
  parameters: unknown[],
): Promise<SnapshotFile[]> {
  return manager.query<SnapshotFile[]>(
    `select f.id as "fileId", f.catalogue_code as "catalogueCode", f.file_name as "fileName",
            o.media_type as "mediaType", f.sha256, o.size_bytes as "sizeBytes",
            to_char(f.uploaded_on, 'YYYY-MM-DD') as "uploadedOn"
       from attachment_file f join stored_object o on o.sha256 = f.sha256
      where ${condition} order by f.uploaded_at, f.id`,
    parameters,
  );
}

async function latestAssociation(
  manager: EntityManager,
  employeeId: string,
  unitId: string,
): Promise<AssociationRow | null> {
  const active = await manager.findOneBy(AssociationRow, { employeeId, unitId, status: 'ACTIVE' });
  if (active !== null) return active;
  return manager.findOne(AssociationRow, {
    where: { employeeId, unitId },
    order: { requestedAt: 'DESC', id: 'DESC' },
  });
}
