export const isOpen = (row: { status: string }): boolean => ['RETURNED', 'DRAFT'].includes(row.status);
