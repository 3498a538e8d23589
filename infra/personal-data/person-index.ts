import { ID_TYPE_LABELS } from '../../domain/identity/id-number.js';
import type { PersonalData } from './personal-data.js';

/** Finds a person by kind and whole number; the caller has the normal form (domain.md §3.1). */
export function personIndex(personalData: PersonalData, idType: string, idNo: string): string {
  return personalData.blindIndex('id', `${idType}:${idNo}`);
}

/** The same where the kind is not known. */
export function personIndexes(personalData: PersonalData, idNo: string): string[] {
  const number = idNo.replaceAll(/\s/g, '').toUpperCase();
  return Object.keys(ID_TYPE_LABELS).map((idType) => personIndex(personalData, idType, number));
}

/** Finds persons by the last four characters of a number (domain.md §11). */
export function personTailIndex(personalData: PersonalData, idNo: string): string {
  return personalData.blindIndex('id-tail', idNo.slice(-4).toUpperCase());
}
