import type { Actor } from '../../../domain/authority/actor.js';
import {
  CORRECTION_STATUS_LABELS,
  differingFields,
  isPendingCorrection,
  type RegisteredIdentity,
} from '../../../domain/employee/identity-correction.js';
import { ID_TYPE_LABELS } from '../../../domain/identity/id-number.js';
import type { CorrectionListRow } from '../../../infra/database/identity-correction-records.js';
import { openIdentity } from '../../../infra/database/identity-corrections.js';
import type { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { labelOf } from '../http/labels.js';
import type { CorrectionActionView, CorrectionView, IdentityView } from './correction.views.js';

export function renderCorrection(
  actor: Actor,
  row: CorrectionListRow,
  personalData: PersonalData,
): CorrectionView {
  const registered = openIdentity(row.registered_sealed, personalData);
  const proposed = openIdentity(row.proposed_sealed, personalData);
  const isPending = isPendingCorrection(row.status);
  return {
    id: row.id,
    employeeId: row.employee_id,
    status: row.status,
    statusLabel: CORRECTION_STATUS_LABELS[row.status],
    registered: renderIdentity(registered),
    proposed: renderIdentity(proposed),
    fields: differingFields(registered, proposed),
    reason: row.reason,
    scanFileName: row.scan_file_name,
    departmentName: row.department_name,
    awaitsReader: isPending && row.department_id === actor.departmentId,
    requestedAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    decidedByName: row.decided_by_name,
    opinion: row.opinion,
    allowedActions: actionsOf(actor).map((action) =>
      isPending ? { action, allowed: true } : { action, allowed: false, reason: 'STATE_NOT_ALLOWED' },
    ),
  };
}

function actionsOf({ role }: Actor): CorrectionActionView['action'][] {
  if (role === 'EMPLOYEE') return ['withdraw'];
  return role === 'DEPARTMENT_ADMIN' ? ['decide', 'reveal'] : [];
}

function renderIdentity({ name, sex, birthDate, idType, idNo }: RegisteredIdentity): IdentityView {
  return { name, sex, birthDate, idType, idTypeLabel: labelOf(ID_TYPE_LABELS, idType), idNo };
}
