/** A level's task is open until it is decided, or closed without a decision where the application left the review. */
export function isOpenTask(status: string): boolean {
  return status === 'OPEN';
}
