import type { ApplicationListRow } from '../../../infra/database/application-records.js';
import type { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { renderListItem } from '../applications/application-rendering.js';
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

/** `forUnit`: the unit decides about what waits at its own level. */
export function renderInProgressTable(
  rows: readonly ApplicationListRow[],
  limit: number,
  forUnit: boolean,
  personalData: PersonalData,
): InProgressTableView {
  const { items, nextCursor } = page(
    rows,
    limit,
    (row) => [row.created_at, row.id],
    (row) => renderItem(row, forUnit, personalData),
  );
  return { columns: COLUMNS, items, nextCursor, emptyText: items.length === 0 ? NOTHING : null };
}

function renderItem(
  row: ApplicationListRow,
  forUnit: boolean,
  personalData: PersonalData,
): InProgressItemView {
  const view = { action: 'view', label: '查看' };
  const decide = { action: 'decide', label: '审批' };
  return {
    ...renderListItem(row, personalData),
    actions: forUnit && row.open_level === 'UNIT' ? [view, decide] : [view],
  };
}
