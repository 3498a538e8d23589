import { BUSINESS_TYPE_LABELS } from '../../../domain/application/business-type.js';
import { APPLICATION_STATUS_LABELS } from '../../../domain/application/lifecycle.js';
import { knownDate, type PlainDate } from '../../../domain/calendar/plain-date.js';
import {
  ASSOCIATION_LIFECYCLE,
  ASSOCIATION_STATUS_LABELS,
  isAssociationActive,
  isAssociationOpen,
  mayReadPerson,
  type AssociationAction,
  type AssociationStatus,
} from '../../../domain/employee/association-lifecycle.js';
import { isUnitsTimeOver } from '../../../domain/employee/release.js';
import { ID_TYPE_LABELS, SEX_LABELS } from '../../../domain/identity/id-number.js';
import { nextStatus } from '../../../domain/lifecycle.js';
import { effectiveStatus } from '../../../domain/permit/expiry.js';
import { PERMIT_STATUS_LABELS, type PermitStatus } from '../../../domain/permit/lifecycle.js';
import type { ApplicationInProgress, AssociationListRow } from '../../../infra/database/association-lists.js';
import type { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { labelOf } from '../http/labels.js';
import type {
  ApplicationInProgressView,
  AssociationActionView,
  AssociationView,
  ContractView,
  OwnAssociationView,
  ReleaseView,
} from './association.views.js';

export function renderOwnAssociation(row: AssociationListRow): OwnAssociationView {
  return {
    id: row.id,
    unitName: row.unit_name,
    status: row.status,
    statusLabel: labelOf(ASSOCIATION_STATUS_LABELS, row.status),
    requestedAt: row.requested_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    rejectReason: row.reject_reason,
    ...renderLeaving(row),
    contract: renderContract(row),
    allowedActions: actions(row, ['withdraw', 'requestRelease']),
  };
}

/**
 * The permit by its effective status at `nowMs`; number and end are shown once the person is linked, the telephone while
 * he is or asks to be.
 */
export function renderAssociation(
  row: AssociationListRow,
  personalData: PersonalData,
  nowMs: number,
): AssociationView {
  const permitStatus = permitStatusAt(row, nowMs);
  const isLinked = isAssociationActive(row.status);
  return {
    id: row.id,
    employeeId: row.employee_id,
    status: row.status,
    statusLabel: labelOf(ASSOCIATION_STATUS_LABELS, row.status),
    name: row.name,
    sex: row.sex,
    sexLabel: labelOf(SEX_LABELS, row.sex),
    idType: row.id_type,
    idTypeLabel: labelOf(ID_TYPE_LABELS, row.id_type),
    idNo: personalData.open(row.id_no_sealed),
    phone: isAssociationOpen(row.status) ? personalData.open(row.phone_sealed) : null,
    requestedAt: row.requested_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    rejectReason: row.reject_reason,
    contract: renderContract(row),
    permitNo: isLinked ? row.permit_no : null,
    permitStatus,
    permitStatusLabel: permitStatus && PERMIT_STATUS_LABELS[permitStatus],
    permitValidUntil: isLinked ? row.permit_until : null,
    ...renderLeaving(row),
    allowedActions: [...actions(row, ['confirm', 'refuse', 'updateContract', 'end']), revealAction(row)],
  };
}

/** `until` is the last day on which the unit itself answers; null where nobody asks for a release. */
export function renderRelease(
  row: AssociationListRow,
  personalData: PersonalData,
  until: PlainDate | null,
  today: PlainDate,
): ReleaseView {
  const [action] = actions(row, ['endForUnit']);
  const isTime = until !== null && isUnitsTimeOver(until, today);
  const waiting = { action: 'endForUnit', allowed: false, reason: 'STATE_NOT_ALLOWED' };
  return {
    id: row.id,
    status: row.status,
    statusLabel: labelOf(ASSOCIATION_STATUS_LABELS, row.status),
    unitName: row.unit_name,
    name: row.name,
    idTypeLabel: labelOf(ID_TYPE_LABELS, row.id_type),
    idNo: personalData.open(row.id_no_sealed),
    ...renderLeaving(row),
    unitMayAnswerUntil: until,
    allowedActions: [action !== undefined && isTime ? action : waiting],
  };
}

function renderLeaving(row: AssociationListRow) {
  return {
    endedOn: row.ended_on,
    leaveDate: row.leave_date,
    releaseRequestedAt: row.release_requested_at?.toISOString() ?? null,
  };
}

export function renderInProgress(application: ApplicationInProgress): ApplicationInProgressView {
  const { id, applicationNo, type, status, submittedAt } = application;
  return {
    id,
    applicationNo,
    type,
    typeLabel: labelOf(BUSINESS_TYPE_LABELS, type),
    status,
    statusLabel: labelOf(APPLICATION_STATUS_LABELS, status),
    submittedAt: submittedAt?.toISOString() ?? null,
  };
}

function permitStatusAt(row: AssociationListRow, nowMs: number): PermitStatus | null {
  if (row.permit_status === null || row.permit_until === null) return null;
  return effectiveStatus(row.permit_status, knownDate(row.permit_until), nowMs);
}

function renderContract(row: AssociationListRow): ContractView | null {
  const { contract_position, contract_start, contract_end, scan_file_id } = row;
  if (contract_position === null || contract_start === null) return null;
  return {
    position: contract_position,
    startDate: contract_start,
    endDate: contract_end,
    openEnded: contract_end === null,
    scanFileId: scan_file_id,
  };
}

/** From the table that the server decides by (style.md §2 rule 2). */
function actions(row: AssociationListRow, offered: readonly AssociationAction[]): AssociationActionView[] {
  return offered.map((action) => {
    const next = nextStatus<AssociationStatus, AssociationAction>(ASSOCIATION_LIFECYCLE, row.status, action);
    const isAskedAlready = action === 'requestRelease' && row.release_requested_at !== null;
    return next === null || isAskedAlready
      ? { action, allowed: false, reason: 'STATE_NOT_ALLOWED' }
      : { action, allowed: true };
  });
}

function revealAction({ status }: AssociationListRow): AssociationActionView {
  const action = 'reveal';
  const decision = mayReadPerson(status);
  return decision.accepted
    ? { action, allowed: true }
    : { action, allowed: false, reason: decision.refusals[0].code };
}
