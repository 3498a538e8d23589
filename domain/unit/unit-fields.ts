/** Who owns a field of a unit, and how it changes after the profile is complete. Source: domain.md §3.2, §4.1. */
export const UNIT_FIELDS = {
  name: { label: '单位名称', change: 'REGISTRY' },
  uscc: { label: '统一社会信用代码', change: 'REGISTRY' },
  registeredAddress: { label: '注册地址', change: 'REGISTRY' },
  officeAddress: { label: '办公地点', change: 'AT_ONCE' },
  phone: { label: '联系电话', change: 'AT_ONCE' },
  email: { label: '电子邮箱', change: 'AT_ONCE' },
  postcode: { label: '邮政编码', change: 'AT_ONCE' },
  employeeCount: { label: '职工人数', change: 'AT_ONCE' },
  registrationDistrict: { label: '注册区', change: 'REVIEWED' },
  taxDistrict: { label: '纳税登记地', change: 'REVIEWED' },
  establishedOn: { label: '成立日期', change: 'REVIEWED' },
  registeredCapital: { label: '注册资本', change: 'REVIEWED' },
  annualTax: { label: '近一年纳税额', change: 'REVIEWED' },
  industry: { label: '所属行业', change: 'REVIEWED' },
  legalRepName: { label: '法定代表人', change: 'REVIEWED' },
  meetsNewConditions: { label: '符合新办条件', change: 'REVIEWED' },
} as const satisfies Record<string, { label: string; change: 'REGISTRY' | 'AT_ONCE' | 'REVIEWED' }>;
export type UnitField = keyof typeof UNIT_FIELDS;

export interface FieldChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly reason?: string | null;
}

export function isUnitField(name: string): name is UnitField {
  return Object.hasOwn(UNIT_FIELDS, name);
}

export function changesAtOnce(field: UnitField): boolean {
  return UNIT_FIELDS[field].change === 'AT_ONCE';
}

export function isReviewedField(field: UnitField): boolean {
  return UNIT_FIELDS[field].change === 'REVIEWED';
}
