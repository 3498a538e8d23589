import type { PermitType } from '../application/business-type.js';
import type { PlainDate } from '../calendar/plain-date.js';
import { parseUscc } from '../identity/uscc.js';
import { UNIT_TYPE_LABELS, type UnitType } from '../unit/unit-type.js';
import {
  choiceOf,
  dayUpTo,
  readSheetRows,
  repeatedRows,
  textUpTo,
  type ReadRows,
  type SheetColumn,
} from '../sheet/sheet-rows.js';
import { LEGACY_PERMIT_TYPES } from './legacy-permit-types.js';

/** The columns of a file of legacy units, a row per unit and permit type. Source: domain.md §3.2, §4.3. */
export const LEGACY_UNIT_COLUMNS = {
  sourceKey: { label: '来源编号', required: true, note: '原系统中的编号，最多 100 字；重复导入时据此识别' },
  uscc: { label: '统一社会信用代码', required: true, note: '18 位' },
  name: { label: '单位名称', required: true, note: '最多 100 字；已登记的单位以登记信息为准' },
  registeredAddress: { label: '注册地址', required: true, note: '最多 200 字；已登记的单位以登记信息为准' },
  unitType: { label: '单位类型', required: true, note: '企业、事业单位……或其代码 ENTERPRISE 等' },
  permitType: {
    label: '证件类型',
    required: true,
    note: '北京市工作居住证 或 留学回国人员工作居住证，或其代码',
  },
  department: { label: '上级申报单位', required: true, note: '主管部门的全称，须办理该类证件' },
  openedOn: { label: '开通日期', required: true, note: '原系统的开通日期 yyyy-MM-dd，不晚于今天' },
} as const satisfies Record<string, SheetColumn>;

export interface LegacyUnit {
  readonly sourceKey: string;
  readonly uscc: string;
  readonly name: string;
  readonly registeredAddress: string;
  readonly unitType: UnitType;
  readonly permitType: PermitType;
  readonly department: string;
  readonly openedOn: PlainDate;
}

/** What a legacy unit is given without any application. Source: domain.md §4.3, AC-29. */
export const LEGACY_PERMISSION = { status: 'ACTIVE', scope: 'FULL' } as const;

/** The units of a file, or every fault of it. */
export function readLegacyUnits(
  sheet: readonly (readonly string[])[],
  today: PlainDate,
): ReadRows<LegacyUnit> {
  const { rows, faults } = readSheetRows(sheet, LEGACY_UNIT_COLUMNS, ({ take }) => {
    const unit = {
      sourceKey: take('sourceKey', textUpTo(100), '不得超过 100 字'),
      uscc: take('uscc', parseUscc, '不正确'),
      name: take('name', textUpTo(100), '不得超过 100 字'),
      registeredAddress: take('registeredAddress', textUpTo(200), '不得超过 200 字'),
      unitType: take('unitType', choiceOf(UNIT_TYPE_LABELS), '不在可选范围内'),
      permitType: take('permitType', choiceOf(LEGACY_PERMIT_TYPES), '不在可选范围内'),
      department: take('department', textUpTo(100), '不得超过 100 字'),
      openedOn: take('openedOn', dayUpTo(today), '须为不晚于今天的日期 yyyy-MM-dd'),
    };
    return isWhole(unit) ? unit : null;
  });
  return {
    rows,
    faults: [
      ...faults,
      ...repeatedRows(rows, 'sourceKey', ({ sourceKey }) => sourceKey),
      ...repeatedRows(rows, 'permitType', ({ uscc, permitType }) => `${uscc} ${permitType}`),
    ],
  };
}

function isWhole(unit: {
  readonly [Field in keyof LegacyUnit]: LegacyUnit[Field] | null;
}): unit is LegacyUnit {
  return Object.values(unit).every((value) => value !== null);
}
