/** Whether an account may sign in and act; the status of its unit is another matter (domain.md §4.1). */
export function isActiveAccount(status: string): boolean {
  return status === 'ACTIVE';
}
