import { PERMIT_STATUS_LABELS } from '../../../domain/permit/lifecycle.js';
import type { PermitCard } from '../../../infra/database/permit-records.js';
import type { PermitView } from './permit.views.js';

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
