/** The Chinese label of a stored code; a code that the table does not know speaks for itself. */
export function labelOf(labels: Readonly<Record<string, string>>, code: string): string {
  return labels[code] ?? code;
}
