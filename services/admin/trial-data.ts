import type { Role } from '../../domain/authority/roles.js';

/** The small demonstration: departments, two legacy units with open permissions, and the people who act. */
export const TRIAL_DEPARTMENTS = [
  { key: 'haidian', name: '海淀区人社局', district: '110108', level: 'DISTRICT', phone: '010-88506500' },
  { key: 'chaoyang', name: '朝阳区人社局', district: '110105', level: 'DISTRICT', phone: '010-65090600' },
  { key: 'city', name: '北京市人才工作局', district: null, level: 'MUNICIPAL', phone: '010-68940680' },
  {
    key: 'centre',
    name: '北京海外学人中心（留学业务）',
    district: null,
    level: 'CENTRE',
    phone: '010-58511081',
  },
] as const;
export type TrialDepartment = (typeof TRIAL_DEPARTMENTS)[number]['key'];

export const TRIAL_UNITS = [
  {
    key: 'unit1',
    uscc: '91110108MA01C2D36P',
    name: '北京云程信息技术有限公司',
    registeredAddress: '北京市海淀区中关村大街18号',
    officeAddress: '北京市海淀区知春路7号致真大厦9层',
    district: '110108',
    department: 'haidian',
    openedOn: '2008-04-26',
    handler: { name: '王静', mobile: '13800138000', idNo: '11010519491231002X' },
    emergency: { name: '赵磊', mobile: '13900139000' },
  },
  {
    key: 'unit2',
    uscc: '91110108MA00TE5T26',
    name: '北京远见数据科技有限公司',
    registeredAddress: '北京市朝阳区建国路88号',
    officeAddress: '北京市朝阳区建国路88号B座12层',
    district: '110105',
    department: 'chaoyang',
    openedOn: '2015-09-01',
    handler: { name: '李娜', mobile: '13700137000', idNo: '110108198802290010' },
    emergency: { name: '孙浩', mobile: '13600136000' },
  },
] as const satisfies readonly { readonly department: TrialDepartment; readonly [field: string]: unknown }[];

/** A unit that the registry knows and that has not completed its profile yet (domain.md §4.1). */
export const TRIAL_NEWCOMER = {
  key: 'unit3',
  uscc: '91110105MA01ABCD5F',
  name: '北京新程设计咨询有限公司',
  registeredAddress: '北京市朝阳区望京东路1号',
} as const;

export interface TrialAccount {
  readonly userName: string;
  readonly personName: string;
  readonly role: Role;
  readonly unit?: (typeof TRIAL_UNITS)[number]['key'] | (typeof TRIAL_NEWCOMER)['key'];
  readonly department?: TrialDepartment;
}

export const TRIAL_ACCOUNTS: readonly TrialAccount[] = [
  { userName: 'unit1', personName: '王静', role: 'UNIT_HANDLER', unit: 'unit1' },
  { userName: 'unit2', personName: '李娜', role: 'UNIT_HANDLER', unit: 'unit2' },
  { userName: 'unit3', personName: '刘洋', role: 'UNIT_HANDLER', unit: 'unit3' },
  { userName: 'haidian-first', personName: '周敏', role: 'DISTRICT_FIRST_REVIEWER', department: 'haidian' },
  { userName: 'haidian-first-b', personName: '吴倩', role: 'DISTRICT_FIRST_REVIEWER', department: 'haidian' },
  { userName: 'haidian-second', personName: '郑强', role: 'DISTRICT_SECOND_REVIEWER', department: 'haidian' },
  { userName: 'haidian-admin', personName: '冯雪', role: 'DEPARTMENT_ADMIN', department: 'haidian' },
  { userName: 'chaoyang-first', personName: '陈晨', role: 'DISTRICT_FIRST_REVIEWER', department: 'chaoyang' },
  {
    userName: 'chaoyang-second',
    personName: '褚伟',
    role: 'DISTRICT_SECOND_REVIEWER',
    department: 'chaoyang',
  },
  { userName: 'chaoyang-admin', personName: '何清', role: 'DEPARTMENT_ADMIN', department: 'chaoyang' },
  { userName: 'city-municipal', personName: '卫东', role: 'MUNICIPAL_REVIEWER', department: 'city' },
  { userName: 'city-final', personName: '蒋丽', role: 'FINAL_APPROVER', department: 'city' },
  { userName: 'city-admin', personName: '秦岚', role: 'DEPARTMENT_ADMIN', department: 'city' },
  { userName: 'centre-first', personName: '沈洁', role: 'DISTRICT_FIRST_REVIEWER', department: 'centre' },
  { userName: 'centre-second', personName: '韩冰', role: 'DISTRICT_SECOND_REVIEWER', department: 'centre' },
  { userName: 'operator', personName: '杨帆', role: 'SYSTEM_OPERATOR' },
  { userName: 'auditor', personName: '朱琳', role: 'AUDITOR' },
];
