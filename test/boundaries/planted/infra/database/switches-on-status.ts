export function label(row: { status: string }): string {
  switch (row.status) {
    case 'VALID':
      return '有效';
    default:
      return '';
  }
}
