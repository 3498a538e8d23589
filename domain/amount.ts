/** CNY from 0 up with at most two decimals, as text of two decimals, so that no digit is lost; null where it is none. */
export function parseAmount(text: string): string | null {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? null : `${BigInt(whole)}.${fraction.padEnd(2, '0')}`;
}
