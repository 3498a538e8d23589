import { PERMIT_TYPES, type PermitType } from '../application/business-type.js';

const LARGEST_SEQUENCE = 9_999_999;

/** `{BJ|LX}{yyyy}{7 digits}`; the sequence counts from 1 within type and year. Source: domain.md §3.4. */
export function permitNumber(permitType: PermitType, year: number, sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > LARGEST_SEQUENCE) {
    throw new RangeError(`permit sequence out of range: ${sequence}`);
  }
  return `${PERMIT_TYPES[permitType].numberPrefix}${year}${String(sequence).padStart(7, '0')}`;
}

/** What a number of this product says; null for any other, as legacy numbers may be. */
export function partsOfPermitNumber(
  text: string,
): { readonly permitType: PermitType; readonly year: number; readonly sequence: number } | null {
  const [, prefix, year, sequence] = /^(BJ|LX)(\d{4})(\d{7})$/.exec(text) ?? [];
  if (prefix === undefined) return null;
  const permitType =
    prefix === PERMIT_TYPES.BEIJING_WORK_RESIDENCE.numberPrefix
      ? 'BEIJING_WORK_RESIDENCE'
      : 'OVERSEAS_RETURNEE_WORK_RESIDENCE';
  return { permitType, year: Number(year), sequence: Number(sequence) };
}

/** True for numbers of this product; legacy numbers may look otherwise and are kept. */
export function isPermitNumber(text: string): boolean {
  return partsOfPermitNumber(text) !== null;
}
