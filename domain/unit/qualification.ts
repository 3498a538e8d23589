/** Kinds of 单位资质. Source: domain.md §3.2. */
export const QUALIFICATION_CATEGORIES = {
  HIGH_TECH: '高新技术企业',
  NEW_RND: '新型研发机构',
  INNOVATIVE_HQ: '创新型总部',
  SERVICE_AGENCY: '律所/会所等',
  MANAGEMENT_SYSTEM: '管理体系认证',
  OTHER: '其他',
} as const;
export type QualificationCategory = keyof typeof QUALIFICATION_CATEGORIES;
