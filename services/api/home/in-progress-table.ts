import { BUSINESS_TYPES, PERMIT_TYPES } from '../../../domain/application/business-type.js';
import type { ApplicationListRow } from '../../../infra/database/application-records.js';
import { renderListItem } from '../applications/application-rendering.js';
import { labelOf } from '../http/labels.js';
import { page } from '../http/keyset.js';
import type { InProgressItemView, InProgressTableView } from './home.views.js';

/** Source: domain.md §11 S-12. */
const COLUMNS = [
  { field: 'applicationNo', label: '业务编号' },
  { field: 'typeLabel', label: '业务类型' },
  { field: 'permitTypeLabel', label: '工作居住证类型' },
  { field: 'submittedAt', label: '提交时间' },
  { field: 'stage', label: '当前环节' },
  { field: 'statusLabel', label: '当前状态' },
  { field: 'actions', label: '操作' },
] as const;
const NOTHING = '没有正在办理中的业务';

const TYPE_LABELS = labelsOf(BUSINESS_TYPES);
const PERMIT_TYPE_LABELS = labelsOf(PERMIT_TYPES);

/** `forUnit`: the unit decides about what waits at its own level. */
export function renderInProgressTable(
  rows: readonly ApplicationListRow[],
  limit: number,
  forUnit: boolean,
): InProgressTableView {
  const { items, nextCursor } = page(
    rows,
    limit,
    (row) => [row.created_at, row.id],
    (row) => renderItem(row, forUnit),
  );
  return { columns: COLUMNS, items, nextCursor, emptyText: items.length === 0 ? NOTHING : null };
}

function renderItem(row: ApplicationListRow, forUnit: boolean): InProgressItemView {
  const view = { action: 'view', label: '查看' };
  const decide = { action: 'decide', label: '审批' };
  return {
    ...renderListItem(row),
    typeLabel: labelOf(TYPE_LABELS, row.type),
    permitTypeLabel: labelOf(PERMIT_TYPE_LABELS, row.permit_type),
    actions: forUnit && row.open_level === 'UNIT' ? [view, decide] : [view],
  };
}

function labelsOf(table: Readonly<Record<string, { readonly label: string }>>): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([code, { label }]) => [code, label]));
}
