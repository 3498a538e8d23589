import type { PlainDate } from '../calendar/plain-date.js';
import { BUSINESS_TYPES, type BusinessType } from './business-type.js';

const LARGEST_SEQUENCE = 999_999;
const PREFIXES = Object.values(BUSINESS_TYPES).map((type) => type.numberPrefix);
const FORM = new RegExp(`^(${PREFIXES.join('|')})\\d{14}$`);

/** `{prefix}{yyyyMMdd}{6 digits}`; the sequence counts from 1 each day. Source: domain.md §3.4. */
export function applicationNumber(type: BusinessType, day: PlainDate, sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > LARGEST_SEQUENCE) {
    throw new RangeError(`application sequence out of range: ${sequence}`);
  }
  return `${BUSINESS_TYPES[type].numberPrefix}${day.replaceAll('-', '')}${String(sequence).padStart(6, '0')}`;
}

export function isApplicationNumber(text: string): boolean {
  return FORM.test(text);
}
