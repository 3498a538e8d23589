import { knownDate } from '../../../domain/calendar/plain-date.js';
import { effectiveStatus } from '../../../domain/permit/expiry.js';
import { PERMIT_STATUS_LABELS } from '../../../domain/permit/lifecycle.js';
import type { PermitCard, PermitListRow } from '../../../infra/database/permit-records.js';
import type { PersonalData } from '../../../infra/personal-data/personal-data.js';
import type { PermitListItem, PermitView } from './permit.views.js';

export function renderPermit({
  permit,
  status,
  window,
  windowState,
  terms,
  unitPeriods,
}: PermitCard): PermitView {
  return {
    id: permit.id,
    permitNo: permit.permitNo,
    permitType: permit.permitType,
    status,
    statusLabel: PERMIT_STATUS_LABELS[status],
    validFrom: permit.validFrom,
    validUntil: permit.validUntil,
    ...window,
    windowState,
    terms: terms.map(({ fromDay, untilDay }) => ({ from: fromDay, until: untilDay })),
    unitHistory: unitPeriods,
  };
}

/** By its effective status at `nowMs`. */
export function renderListedPermit(
  row: PermitListRow,
  personalData: PersonalData,
  nowMs: number,
): PermitListItem {
  const status = effectiveStatus(row.status, knownDate(row.valid_until), nowMs);
  return {
    id: row.id,
    permitNo: row.permit_no,
    permitType: row.permit_type,
    holderName: row.holder_name,
    idNo: personalData.open(row.id_no_sealed),
    status,
    statusLabel: PERMIT_STATUS_LABELS[status],
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    unitName: row.unit_name,
    departmentName: row.department_name,
  };
}
