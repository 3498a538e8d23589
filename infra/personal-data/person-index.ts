import type { PersonalData } from './personal-data.js';

/** Finds a person by kind and whole number; the caller has the normal form (domain.md §3.1). */
export function personIndex(personalData: PersonalData, idType: string, idNo: string): string {
  return personalData.blindIndex('id', `${idType}:${idNo}`);
}

/** Finds persons by the last four characters of a number (domain.md §11). */
export function personTailIndex(personalData: PersonalData, idNo: string): string {
  return personalData.blindIndex('id-tail', idNo.slice(-4).toUpperCase());
}
