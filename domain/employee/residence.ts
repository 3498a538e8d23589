/** How a person lives at his address. Source: domain.md §3.3 residenceKind. */
export const RESIDENCE_KINDS = {
  OWNED: '自有住房',
  RENTED: '租赁',
  UNIT: '单位宿舍',
  BORROWED: '借住',
} as const;
export type ResidenceKind = keyof typeof RESIDENCE_KINDS;
