import { In, type EntityManager } from 'typeorm';
import { isAttachmentCode, type AttachmentCode } from '../../domain/attachment/catalogue.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import type { SnapshotFile } from './entities/application.entity.js';
import {
  AssociationRow,
  DomesticEducationRow,
  EmployeeRow,
  InsuranceTaxMonthRow,
  LaborContractRow,
  WorkHistoryRow,
} from './entities/employee.entity.js';
import type { SnapshotContent } from './snapshot-content.js';

/** Everything the platform holds about one person at one unit, read in the caller's transaction. */
export interface PersonDossier {
  readonly employee: EmployeeRow;
  readonly education: DomesticEducationRow | null;
  readonly workHistory: readonly WorkHistoryRow[];
  readonly months: readonly InsuranceTaxMonthRow[];
  /** The link to the unit asked for: the active one, else the latest. */
  readonly association: AssociationRow | null;
  readonly contract: LaborContractRow | null;
  /** Current files of the person, the contract scan of the link included. */
  readonly files: readonly SnapshotFile[];
}

export async function readDossier(
  manager: EntityManager,
  employeeId: string,
  unitId: string,
): Promise<PersonDossier> {
  const employee = await manager.findOneByOrFail(EmployeeRow, { id: employeeId });
  const association = await latestAssociation(manager, employeeId, unitId);
  const contract =
    association === null
      ? null
      : await manager.findOneBy(LaborContractRow, { associationId: association.id, isCurrent: true });
  return {
    employee,
    association,
    contract,
    education: await manager.findOneBy(DomesticEducationRow, { employeeId }),
    workHistory: await manager.find(WorkHistoryRow, { where: { employeeId }, order: { fromDay: 'ASC' } }),
    months: await manager.find(InsuranceTaxMonthRow, { where: { employeeId }, order: { month: 'ASC' } }),
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

/** The dossier as the snapshot of a round keeps it. */
export function snapshotOf(
  dossier: PersonDossier,
  frame: Pick<SnapshotContent, 'unit' | 'department' | 'applicationBasis' | 'changes'>,
  personalData: PersonalData,
): SnapshotContent {
  const { employee, education, contract } = dossier;
  const opened = (sealed: string | null): string | null =>
    sealed === null ? null : personalData.open(sealed);
  return {
    person: {
      name: employee.name,
      sex: employee.sex,
      birthDate: employee.birthDate,
      phone: personalData.open(employee.phoneSealed),
      ethnicity: employee.ethnicity,
      politicalStatus: employee.politicalStatus,
      maritalStatus: employee.maritalStatus,
      idType: employee.idType,
      idNo: personalData.open(employee.idNoSealed),
      householdRegister: opened(employee.householdRegisterSealed),
      currentAddress: opened(employee.currentAddressSealed),
      email: employee.email,
    },
    education: education === null ? null : educationOf(education),
    workHistory: dossier.workHistory.map(({ fromDay, toDay, employer, uscc, position }) => ({
      from: fromDay,
      to: toDay,
      employer,
      uscc,
      position,
    })),
    insuranceMonths: dossier.months.map((row) => ({
      month: row.month,
      insuranceUnitUscc: row.insuranceUnitUscc,
      insurancePaid: row.insurancePaid,
      taxUnitUscc: row.taxUnitUscc,
      taxableIncome: personalData.open(row.taxableIncomeSealed),
      contractUnitUscc: row.contractUnitUscc,
    })),
    contract:
      contract === null
        ? null
        : { position: contract.position, startDate: contract.startDate, endDate: contract.endDate },
    ...frame,
  };
}

function educationOf({
  employeeId: _,
  ...education
}: DomesticEducationRow): Record<string, string | boolean | null> {
  return education;
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
