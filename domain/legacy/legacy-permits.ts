import type { PermitType } from '../application/business-type.js';
import { plainDate, type PlainDate } from '../calendar/plain-date.js';
import type { ContractTerms } from '../employee/contract-update.js';
import { parsePersonName, parsePhone } from '../identity/contact.js';
import { ID_TYPE_LABELS, SEX_LABELS, type IdType, type Sex } from '../identity/id-number.js';
import { identifyPerson, type IdentifiedPerson } from '../identity/identified-person.js';
import { parseUscc } from '../identity/uscc.js';
import { effectiveStatus } from '../permit/expiry.js';
import type { PermitStatus } from '../permit/lifecycle.js';
import { parseUnitHistory, unitHistoryFault, type LegacyPeriod } from './legacy-history.js';
import {
  choiceOf,
  dayUpTo,
  readSheetRows,
  repeatedRows,
  textUpTo,
  type ReadRows,
  type RowCells,
  type SheetColumn,
} from '../sheet/sheet-rows.js';
import { LEGACY_PERMIT_TYPES } from './legacy-permit-types.js';

/** The columns of a file of legacy permits, a row per permit with its current term. Source: domain.md §3.4, §4.6. */
export const LEGACY_PERMIT_COLUMNS = {
  sourceKey: { label: '来源编号', required: true, note: '原系统中的编号，最多 100 字；重复导入时据此识别' },
  permitNo: {
    label: '工作居住证编号',
    required: true,
    note: '原编号，保持不变；字母、数字与连字符，最多 30 位',
  },
  permitType: {
    label: '证件类型',
    required: true,
    note: '北京市工作居住证 或 留学回国人员工作居住证，或其代码',
  },
  idType: { label: '证件种类', required: true, note: '身份证、护照……或其代码 RESIDENT_ID 等' },
  idNo: { label: '证件号码', required: true, note: '据此找到或新建人员' },
  name: { label: '姓名', required: true, note: '须与已登记的人员一致' },
  sex: { label: '性别', required: false, note: '男 或 女；证件号码不含性别时必填' },
  birthDate: { label: '出生日期', required: false, note: 'yyyy-MM-dd；证件号码不含出生日期时必填' },
  phone: { label: '联系电话', required: true, note: '手机或固定电话' },
  ethnicity: { label: '民族', required: false, note: '最多 20 字' },
  validFrom: {
    label: '有效期起',
    required: true,
    note: '本期的第一天 yyyy-MM-dd；提前续签的可晚于今天，此时须填单位历史',
  },
  validUntil: { label: '证件有效期至', required: true, note: '本期的最后一天；已过的导入为已失效' },
  unit: { label: '聘用单位', required: false, note: '统一社会信用代码；空白表示挂起。单位须已导入或已开通' },
  suspendedOn: { label: '挂起日期', required: false, note: '仍在有效期内而没有聘用单位的必填，不晚于今天' },
  department: { label: '主管部门', required: false, note: '没有聘用单位的必填；有的以单位的主管部门为准' },
  position: { label: '现任职务', required: false, note: '劳动合同数据；与合同开始日期同时填写或同时不填' },
  contractStart: { label: '合同开始日期', required: false, note: 'yyyy-MM-dd；扫描件由单位之后上传' },
  contractEnd: { label: '合同结束日期', required: false, note: 'yyyy-MM-dd；空白表示无固定期限' },
  unitHistory: {
    label: '单位历史',
    required: false,
    note: '“代码 起~止”以分号分隔，现单位不写止日；没有聘用单位的必填，不填则从有效期起在现单位',
  },
} as const satisfies Record<string, SheetColumn>;
type Field = keyof typeof LEGACY_PERMIT_COLUMNS;

export interface LegacyPermit {
  readonly sourceKey: string;
  readonly permitNo: string;
  readonly permitType: PermitType;
  readonly person: IdentifiedPerson & {
    readonly name: string;
    readonly phone: string;
    readonly ethnicity: string | null;
  };
  readonly validFrom: PlainDate;
  readonly validUntil: PlainDate;
  /** The USCC of the unit that holds it; null: the permit waits for one, or has ended. */
  readonly unit: string | null;
  readonly suspendedOn: PlainDate | null;
  readonly department: string | null;
  readonly contract: ContractTerms | null;
  readonly history: readonly LegacyPeriod[];
}

/** VALID at a unit, SUSPENDED without one, EXPIRED once its last day is over. Source: domain.md §4.6. */
export function importedStatus(
  { unit, validUntil }: Pick<LegacyPermit, 'unit' | 'validUntil'>,
  now: number,
): PermitStatus {
  return effectiveStatus(unit === null ? 'SUSPENDED' : 'VALID', validUntil, now);
}

/** The permits of a file, or every fault of it. */
export function readLegacyPermits(
  sheet: readonly (readonly string[])[],
  today: PlainDate,
): ReadRows<LegacyPermit> {
  const { rows, faults } = readSheetRows(sheet, LEGACY_PERMIT_COLUMNS, (cells) => readPermit(cells, today));
  const isLive = ({ validUntil }: LegacyPermit): boolean => validUntil >= today;
  return {
    rows,
    faults: [
      ...faults,
      ...repeatedRows(rows, 'sourceKey', ({ sourceKey }) => sourceKey),
      ...repeatedRows(rows, 'permitNo', ({ permitNo }) => permitNo),
      ...repeatedRows(rows, 'idNo', (row) =>
        isLive(row) ? `${row.person.idType} ${row.person.idNo}` : null,
      ),
    ],
  };
}

function readPermit(cells: RowCells<Field>, today: PlainDate): LegacyPermit | null {
  const { take, fault } = cells;
  const sourceKey = take('sourceKey', textUpTo(100), '不得超过 100 字');
  const permitNo = take('permitNo', parseLegacyNumber, '须为最多 30 位字母、数字或连字符');
  const permitType = take('permitType', choiceOf(LEGACY_PERMIT_TYPES), '不在可选范围内');
  const person = readPerson(cells, today);
  const validFrom = take('validFrom', plainDate, '须为日期 yyyy-MM-dd');
  const validUntil = take('validUntil', plainDate, '须为日期 yyyy-MM-dd');
  const unit = take('unit', parseUscc, '须为正确的统一社会信用代码');
  const suspendedOn = take('suspendedOn', dayUpTo(today), '须为不晚于今天的日期 yyyy-MM-dd');
  const department = take('department', textUpTo(100), '不得超过 100 字');
  const contract = readContract(cells);
  const history = take('unitHistory', parseUnitHistory, '须为“代码 起~止”，以分号分隔');
  if (validFrom !== null && validUntil !== null && validUntil < validFrom)
    fault('validUntil', '早于有效期起');
  if (unit === null && department === null) fault('department', '不能为空：没有聘用单位');
  if (unit === null && history === null) fault('unitHistory', '不能为空：没有聘用单位');
  else if (history === null && validFrom !== null && validFrom > today) {
    fault('unitHistory', '不能为空：有效期起晚于今天');
  }
  if (unit === null && contract !== null) fault('position', '须留空：没有聘用单位');
  if (unit !== null && suspendedOn !== null) fault('suspendedOn', '须留空：证件在聘用单位');
  const isSuspended = unit === null && validUntil !== null && validUntil >= today;
  if (isSuspended && suspendedOn === null) fault('suspendedOn', '不能为空：没有聘用单位');
  const missing = history === null ? null : unitHistoryFault(history, unit, today);
  if (missing !== null) fault('unitHistory', missing);
  if (sourceKey === null || permitNo === null || permitType === null || person === null) return null;
  if (validFrom === null || validUntil === null) return null;
  const atUnit = unit === null ? [] : [{ uscc: unit, from: validFrom, to: null }];
  const rest = { unit, suspendedOn: isSuspended ? suspendedOn : null, department, contract };
  return {
    sourceKey,
    permitNo,
    permitType,
    person,
    validFrom,
    validUntil,
    ...rest,
    history: history ?? atUnit,
  };
}

function readPerson({ take, fault }: RowCells<Field>, today: PlainDate): LegacyPermit['person'] | null {
  const idType: IdType | null = take('idType', choiceOf(ID_TYPE_LABELS), '不在可选范围内');
  const idNo = take('idNo', textUpTo(30), '过长');
  const name = take('name', parsePersonName, '格式不正确');
  const phone = take('phone', parsePhone, '须为手机或固定电话');
  const ethnicity = take('ethnicity', textUpTo(20), '不得超过 20 字');
  const sex: Sex | null = take('sex', choiceOf(SEX_LABELS), '须为男或女');
  const birthDate = take('birthDate', plainDate, '须为日期 yyyy-MM-dd');
  if (idType === null || idNo === null) return null;
  const identified = identifyPerson({ idType, idNo, sex, birthDate }, today);
  if (!identified.accepted) {
    for (const { facts, pointer } of identified.refusals) {
      fault(personField(pointer), `：${String(facts['detail'])}`);
    }
    return null;
  }
  return name === null || phone === null ? null : { ...identified.value, name, phone, ethnicity };
}

function personField(pointer = ''): Field {
  if (pointer === '/birthDate') return 'birthDate';
  return pointer === '/sex' ? 'sex' : 'idNo';
}

function readContract({ take, fault }: RowCells<Field>): ContractTerms | null {
  const position = take('position', textUpTo(50), '不得超过 50 字');
  const startDate = take('contractStart', plainDate, '须为日期 yyyy-MM-dd');
  const endDate = take('contractEnd', plainDate, '须为日期 yyyy-MM-dd');
  if (startDate !== null && endDate !== null && endDate <= startDate) {
    fault('contractEnd', '须晚于合同开始日期');
  }
  if (position !== null && startDate !== null) return { position, startDate, endDate };
  if (position !== null) fault('contractStart', '不能为空：已填写现任职务');
  if (startDate !== null || endDate !== null) fault('position', '不能为空：已填写合同日期');
  return null;
}

/** Legacy numbers are kept as they are. Source: domain.md §3.4. */
function parseLegacyNumber(text: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9-]{0,29}$/.test(text) ? text : null;
}
