import { BUSINESS_TYPES, PERMIT_TYPES, type PermitType } from '../../../domain/application/business-type.js';
import { APPLICATION_STATUS_LABELS } from '../../../domain/application/lifecycle.js';
import { timeLeft, type RenewalWindow } from '../../../domain/permit/renewal-window.js';
import type { PlainDate } from '../../../domain/calendar/plain-date.js';
import type { WorkCalendar } from '../../../domain/calendar/work-calendar.js';
import { refusalText, type RefusalCode } from '../../../domain/refusal-catalogue.js';
import {
  PERMISSION_SCOPES,
  PERMISSION_STATUS_LABELS,
  permissionCommands,
} from '../../../domain/unit/permission-lifecycle.js';
import { shownAssociationCode } from '../../../domain/unit/association-code.js';
import {
  entryClosedBy,
  WORK_RESIDENCE_ENTRIES,
  WORK_RESIDENCE_ENTRY_CODES,
  type WorkResidenceEntry,
} from '../../../domain/unit/work-residence-entries.js';
import type { UnitPermitRow, WorkResidenceHome } from '../../../infra/database/work-residence-records.js';
import type { PersonalData } from '../../../infra/personal-data/personal-data.js';
import type {
  BusinessInFlightView,
  WaitingPermitView,
  WorkResidenceEntryView,
  WorkResidencePermissionView,
  WorkResidenceView,
} from './work-residence.views.js';

const PERMIT_TYPE_CODES = ['BEIJING_WORK_RESIDENCE', 'OVERSEAS_RETURNEE_WORK_RESIDENCE'] as const;

export function renderWorkResidence(home: WorkResidenceHome): WorkResidenceView {
  return {
    associationCode: shownAssociationCode(
      home.associationCode,
      home.permissions.map(({ status }) => status),
    ),
    permissions: PERMIT_TYPE_CODES.map((permitType) => renderPermission(permitType, home)),
    entries: WORK_RESIDENCE_ENTRY_CODES.map((entry) => renderEntry(entry, home)),
  };
}

/** A kind of permit that was never asked for has a row too; a restriction closes all of its buttons. */
function renderPermission(
  permitType: PermitType,
  { permissions, facts }: WorkResidenceHome,
): WorkResidencePermissionView {
  const permission = permissions.find(({ permit_type }) => permit_type === permitType) ?? null;
  const status = permission?.status ?? 'NOT_OPENED';
  const isRestricted = facts.restrictionReasons.length > 0;
  return {
    permitType,
    permitTypeLabel: PERMIT_TYPES[permitType].label,
    status,
    statusLabel: PERMISSION_STATUS_LABELS[status],
    scope: permission?.scope ?? null,
    scopeLabel: permission && PERMISSION_SCOPES[permission.scope],
    supervisingDepartment: permission?.department_name ?? null,
    openedOn: permission?.opened_on ?? null,
    allowedActions: permissionCommands(status, permission?.scope ?? 'FULL').map((button) =>
      isRestricted ? { action: button.action, allowed: false, reason: 'RESTRICTED' } : button,
    ),
  };
}

function renderEntry(
  entry: WorkResidenceEntry,
  { facts, counts }: WorkResidenceHome,
): WorkResidenceEntryView {
  const [refused] = entryClosedBy(entry, facts);
  return {
    entry,
    label: WORK_RESIDENCE_ENTRIES[entry].label,
    count: counts[entry],
    allowed: refused === undefined,
    reason: refused?.code ?? null,
    reasonText: refused === undefined ? null : refusalText(refused.code, refused.facts),
  };
}

export interface RenderingDay {
  readonly today: PlainDate;
  readonly calendar: WorkCalendar;
  readonly personalData: PersonalData;
}

/** `closedBy` is the first reason against 办理. */
export function renderWaitingPermit(
  row: UnitPermitRow,
  window: RenewalWindow,
  closedBy: RefusalCode | null,
  { today, calendar, personalData }: RenderingDay,
): WaitingPermitView {
  return {
    permitId: row.id,
    employeeId: row.employee_id,
    name: row.holder_name,
    idNo: personalData.open(row.id_no_sealed),
    permitType: row.permit_type,
    permitTypeLabel: PERMIT_TYPES[row.permit_type].label,
    permitNo: row.permit_no,
    validUntil: row.valid_until,
    lastSubmissionOn: window.lastSubmissionOn,
    provisional: window.provisional,
    timeLeft: timeLeft(window.lastSubmissionOn, today, calendar),
    inFlight: renderInFlight(row),
    allowedActions: [
      closedBy === null
        ? { action: 'begin', allowed: true }
        : { action: 'begin', allowed: false, reason: closedBy },
    ],
  };
}

function renderInFlight(row: UnitPermitRow): BusinessInFlightView | null {
  const { application_id: id, application_no, application_type, application_status } = row;
  if (id === null || application_no === null || application_type === null || application_status === null) {
    return null;
  }
  return {
    id,
    applicationNo: application_no,
    type: application_type,
    typeLabel: BUSINESS_TYPES[application_type].label,
    statusLabel: APPLICATION_STATUS_LABELS[application_status],
  };
}
