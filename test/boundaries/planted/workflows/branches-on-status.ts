export const isOver = (row: { status: string }): boolean => row.status === 'APPROVED';
