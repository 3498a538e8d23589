/** Kinds of unit. Source: domain.md §3.2. */
export const UNIT_TYPE_LABELS = {
  ENTERPRISE: '企业',
  PUBLIC_INSTITUTION: '事业单位',
  PRIVATE_NON_ENTERPRISE: '民办非企业单位',
  SOCIAL_ORGANIZATION: '社会团体',
  INDIVIDUAL_BUSINESS: '个体工商户',
  NON_LEGAL_BRANCH: '非法人分支机构',
  OTHER: '其他',
} as const;
export type UnitType = keyof typeof UNIT_TYPE_LABELS;

const NON_ENTERPRISE: readonly UnitType[] = [
  'PUBLIC_INSTITUTION',
  'PRIVATE_NON_ENTERPRISE',
  'SOCIAL_ORGANIZATION',
];

/** Units for which the lower multiple of income is the guide value (domain.md §6.4 `incomeFactor`). */
export function isNonEnterprise(unitType: UnitType): boolean {
  return NON_ENTERPRISE.includes(unitType);
}
