import { randomUUID } from 'node:crypto';
import { In, type EntityManager } from 'typeorm';
import { missingSlots, requiredSlots, slotNames } from '../../domain/attachment/required-slots.js';
import { slotTraits, type AttachmentCatalogue } from '../../domain/attachment/catalogue.js';
import { knownDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import type {
  AssociationConfirmationFacts,
  AssociationRequestFacts,
} from '../../domain/employee/association-checks.js';
import {
  ASSOCIATION_LIFECYCLE,
  isAssociationActive,
  type AssociationAction,
  type AssociationStatus,
} from '../../domain/employee/association-lifecycle.js';
import type { ContractTerms } from '../../domain/employee/contract-update.js';
import { nextStatus } from '../../domain/lifecycle.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import { isValidPermit, LIVE_PERMIT_STATUSES } from '../../domain/permit/lifecycle.js';
import { parseAssociationCode } from '../../domain/unit/association-code.js';
import { isPermissionActive, type PermissionStatus } from '../../domain/unit/permission-lifecycle.js';
import { missingInProfile, readPerson } from './employee-records.js';
import { AssociationRow, EmployeeRow, LaborContractRow } from './entities/employee.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import { BusinessPermissionRow, UnitRow } from './entities/unit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { currentFiles, fileCounts } from './person-dossier.js';
import { permitStatusOf } from './permit-course.js';
import { Refused } from './refused.js';
import { elevated } from './row-scope.js';

const LOCK = { mode: 'for_no_key_update' } as const;

export function associationStatusOf(row: AssociationRow): AssociationStatus {
  return row.status as AssociationStatus;
}

/** First of the locks (design.md §2: employee → …): all acts on one person's links wait for each other. */
export async function lockPerson(manager: EntityManager, employeeId: string): Promise<EmployeeRow> {
  return manager.findOneOrFail(EmployeeRow, { where: { id: employeeId }, lock: LOCK });
}

/** Locks the person, then his link, and reads it as it stands now: also one that he has taken back from the unit. */
export async function lockAssociation(manager: EntityManager, id: string): Promise<AssociationRow> {
  const { employeeId } = await manager.findOneByOrFail(AssociationRow, { id });
  await elevated('BUSINESS_RULES', () => lockPerson(manager, employeeId));
  return manager.findOneOrFail(AssociationRow, { where: { id }, lock: LOCK });
}

/** What decides about a request, and the unit that the code belongs to. The caller holds the person's lock. */
export async function readRequestFacts(
  manager: EntityManager,
  employee: EmployeeRow,
  code: string,
): Promise<{ facts: AssociationRequestFacts; unit: UnitRow | null }> {
  const parsed = parseAssociationCode(code);
  const unit = parsed === null ? null : await manager.findOneBy(UnitRow, { associationCode: parsed });
  const permissions = unit === null ? [] : await manager.findBy(BusinessPermissionRow, { unitId: unit.id });
  const facts = {
    missingProfileFields: missingInProfile(await readPerson(manager, employee.id), null),
    codeIsKnown: unit !== null,
    unitPermissionActive: permissions.some(({ status }) => isPermissionActive(status as PermissionStatus)),
    activeAnywhere: await isActiveAnywhere(manager, employee.id),
  };
  return { facts, unit };
}

/** What decides about a confirmation besides the form itself. The caller holds the person's lock. */
export async function readConfirmationFacts(
  { manager, now }: FactContext,
  { unitId, employeeId }: AssociationRow,
  catalogue: AttachmentCatalogue,
): Promise<
  Pick<
    AssociationConfirmationFacts,
    'today' | 'missingUnitAttachments' | 'activeElsewhere' | 'validPermitElsewhere'
  >
> {
  const required = requiredSlots(
    'ASSOCIATION',
    { permitType: 'BEIJING_WORK_RESIDENCE', holdsProfessionalTitle: false, hasFamilyMembers: false },
    catalogue,
  ).filter((code) => slotTraits(code).owner === 'UNIT');
  const counts = fileCounts(await currentFiles(manager, 'UNIT', unitId));
  const permits = await elevated('BUSINESS_RULES', () =>
    manager.findBy(PermitRow, { employeeId, status: In([...LIVE_PERMIT_STATUSES]) }),
  );
  return {
    today: now.today,
    missingUnitAttachments: slotNames(missingSlots(required, counts, catalogue)),
    activeElsewhere: await isActiveAnywhere(manager, employeeId),
    validPermitElsewhere: permits.some(
      (permit) =>
        permit.unitId !== unitId &&
        isValidPermit(effectiveStatus(permitStatusOf(permit), knownDate(permit.validUntil), now.epochMs)),
    ),
  };
}

function isActiveAnywhere(manager: EntityManager, employeeId: string): Promise<boolean> {
  return elevated('BUSINESS_RULES', () => manager.existsBy(AssociationRow, { employeeId, status: 'ACTIVE' }));
}

export function pendingAssociation(
  manager: EntityManager,
  employeeId: string,
): Promise<AssociationRow | null> {
  return manager.findOneBy(AssociationRow, { employeeId, status: 'PENDING' });
}

/** Each request is a row of its own, so that the history stays. Gives its id. */
export async function openAssociation(
  { manager, now, audit }: FactContext,
  employeeId: string,
  unitId: string,
): Promise<string> {
  const id = randomUUID();
  const status = ASSOCIATION_LIFECYCLE.ENDED.request;
  await manager.insert(AssociationRow, {
    id,
    unitId,
    employeeId,
    status,
    requestedAt: now.at,
    createdAt: now.at,
    updatedAt: now.at,
  });
  await audit({
    action: 'association.request',
    entity: 'association',
    entityId: id,
    after: { status, unitId },
  });
  return id;
}

/**
 * The link that a legacy permit proves; a request that stands at the unit is answered by it. The scan of the contract is
 * the unit's to upload. The caller holds the person's lock.
 */
export async function importAssociation(
  context: Pick<FactContext, 'manager' | 'now' | 'audit'>,
  employeeId: string,
  unitId: string,
  contract: ContractTerms | null,
): Promise<void> {
  const { manager, now, audit } = context;
  const open = await manager.findOne(AssociationRow, {
    where: { employeeId, unitId, status: In(['PENDING', 'ACTIVE']) },
    lock: LOCK,
  });
  if (open !== null && isAssociationActive(associationStatusOf(open))) return;
  const id = open?.id ?? randomUUID();
  if (open !== null) {
    await recordAssociationTransition(context, open, 'confirm', { decidedAt: now.at });
  } else {
    const status = ASSOCIATION_LIFECYCLE.PENDING.confirm;
    const stamps = { requestedAt: now.at, decidedAt: now.at, createdAt: now.at, updatedAt: now.at };
    await manager.insert(AssociationRow, { id, unitId, employeeId, status, ...stamps });
    const after = { status, unitId };
    await audit({ action: 'association.import', entity: 'association', entityId: id, after });
  }
  if (contract !== null) await recordContract(context, id, contract, null);
}

/** Columns that a step may set beside the status. */
type AssociationPatch = Partial<
  Pick<
    AssociationRow,
    | 'decidedAt'
    | 'decidedBy'
    | 'rejectReason'
    | 'endedOn'
    | 'endReason'
    | 'endRemark'
    | 'leaveDate'
    | 'releaseRequestedAt'
  >
>;

/** The one place that changes a link's status; the caller holds the person's and the link's lock. */
export async function recordAssociationTransition(
  { manager, now, audit }: Pick<FactContext, 'manager' | 'now' | 'audit'>,
  association: AssociationRow,
  action: AssociationAction,
  patch: AssociationPatch = {},
): Promise<void> {
  const from = associationStatusOf(association);
  const status = nextStatus<AssociationStatus, AssociationAction>(ASSOCIATION_LIFECYCLE, from, action);
  if (status === null) throw Refused.because('STATE_NOT_ALLOWED', { status: from });
  const { id, version } = association;
  const columns = { status, version: version + 1, updatedAt: now.at, ...patch };
  const { affected } = await manager.update(AssociationRow, { id, version }, columns);
  if (affected !== 1) throw Refused.because('VERSION_CONFLICT', { version });
  await audit({
    action: `association.${action}`,
    entity: 'association',
    entityId: id,
    before: { status: from },
    after: { status, ...auditedEnd(patch) },
    reason: patch.rejectReason ?? patch.endRemark ?? null,
  });
}

function auditedEnd({ endReason, leaveDate }: AssociationPatch): Record<string, string> {
  return { ...(endReason && { endReason }), ...(leaveDate && { leaveDate }) };
}

export function currentContract(
  manager: EntityManager,
  associationId: string,
): Promise<LaborContractRow | null> {
  return manager.findOneBy(LaborContractRow, { associationId, isCurrent: true });
}

/** The contract of a link that ends stays as history. */
export async function retireContract(manager: EntityManager, associationId: string): Promise<void> {
  await manager.update(LaborContractRow, { associationId, isCurrent: true }, { isCurrent: false });
}

export function termsOf({ position, startDate, endDate }: LaborContractRow): ContractTerms {
  return { position, startDate: knownDate(startDate), endDate: endDate === null ? null : knownDate(endDate) };
}

/** Makes a contract the current one of a link; those before it stay as history (AC-48). */
export async function recordContract(
  { manager, now, audit }: Pick<FactContext, 'manager' | 'now' | 'audit'>,
  associationId: string,
  terms: { readonly position: string; readonly startDate: PlainDate; readonly endDate: PlainDate | null },
  scanFileId: string | null,
): Promise<void> {
  const before = await currentContract(manager, associationId);
  await manager.update(LaborContractRow, { associationId, isCurrent: true }, { isCurrent: false });
  const id = randomUUID();
  const columns = { ...terms, openEnded: terms.endDate === null, scanFileId };
  await manager.insert(LaborContractRow, {
    id,
    associationId,
    isCurrent: true,
    createdAt: now.at,
    ...columns,
  });
  await audit({
    action: 'contract.record',
    entity: 'labor_contract',
    entityId: id,
    ...(before !== null && { before: { ...termsOf(before), scanFileId: before.scanFileId } }),
    after: columns,
  });
}
