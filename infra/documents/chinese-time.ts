/** `2021-08-06` as 2021年8月6日. */
export function chineseDate(plainDate: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(plainDate) ?? [];
  if (year === undefined) throw new RangeError('not a plain date');
  return `${year}年${Number(month)}月${Number(day)}日`;
}

const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000;

/** An instant as people in Beijing read it, to the second; China has had no summer time since 1991. */
export function chineseInstant(instant: Date): string {
  const [date, time] = new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().split('T');
  return `${chineseDate(date ?? '')} ${time?.slice(0, 8)}`;
}
