/** What a reviewer looks at in every original. Source: domain.md §5. */
export const REVIEW_CHECKLIST = [
  '原件四边完整可见',
  '内容清晰、在有效期内',
  '扫描件方向端正',
  '彩色扫描件',
  '签字、盖章齐全（按附件要求）',
] as const;
