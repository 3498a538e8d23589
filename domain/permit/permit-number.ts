import { PERMIT_TYPES, type PermitType } from '../application/business-type.js';

const LARGEST_SEQUENCE = 9_999_999;

/** `{BJ|LX}{yyyy}{7 digits}`; the sequence counts from 1 within type and year. Source: domain.md §3.4. */
export function permitNumber(permitType: PermitType, year: number, sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > LARGEST_SEQUENCE) {
    throw new RangeError(`permit sequence out of range: ${sequence}`);
  }
  return `${PERMIT_TYPES[permitType].numberPrefix}${year}${String(sequence).padStart(7, '0')}`;
}

/** True for numbers of this product; legacy numbers may look otherwise and are kept. */
export function isPermitNumber(text: string): boolean {
  return /^(BJ|LX)\d{11}$/.test(text);
}
