/** Who may act. Source: domain.md §2. */
export const ROLES = {
  UNIT_LEGAL: '单位法定代表人',
  UNIT_LICENCE_ADMIN: '证照管理员',
  UNIT_HANDLER: '业务经办人',
  EMPLOYEE: '员工',
  DISTRICT_FIRST_REVIEWER: '区级初审人',
  DISTRICT_SECOND_REVIEWER: '区级复审人',
  MUNICIPAL_REVIEWER: '市级审核人',
  FINAL_APPROVER: '终审人',
  DEPARTMENT_ADMIN: '上级申报单位管理员',
  SYSTEM_OPERATOR: '系统运维人员',
  AUDITOR: '审计员',
} as const;
export type Role = keyof typeof ROLES;

export const UNIT_ROLES = [
  'UNIT_LEGAL',
  'UNIT_LICENCE_ADMIN',
  'UNIT_HANDLER',
] as const satisfies readonly Role[];
export const REVIEWER_ROLES = [
  'DISTRICT_FIRST_REVIEWER',
  'DISTRICT_SECOND_REVIEWER',
  'MUNICIPAL_REVIEWER',
  'FINAL_APPROVER',
] as const satisfies readonly Role[];
export const DEPARTMENT_ROLES = [...REVIEWER_ROLES, 'DEPARTMENT_ADMIN'] as const satisfies readonly Role[];
export const ALL_ROLES = Object.keys(ROLES) as readonly Role[];
