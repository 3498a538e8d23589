/** Of one account; the status of its unit is another matter (domain.md §4.1). */
export const ACCOUNT_STATUS_LABELS = { ACTIVE: '已启用', DISABLED: '已停用' } as const;
export type AccountStatus = keyof typeof ACCOUNT_STATUS_LABELS;

/** Whether an account may sign in and act. */
export function isActiveAccount(status: string): boolean {
  return status === 'ACTIVE';
}
