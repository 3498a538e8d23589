import { maskIdNumber } from '../../../domain/identity/id-number.js';

/** The text of a field as who may not read ID numbers in full sees it; lists of persons are JSON. */
export function maskedText(field: string, text: string | null): string | null {
  if (text === null) return null;
  if (field === 'idNo') return maskIdNumber(text);
  if (field !== 'familyMembers') return text;
  return JSON.stringify(JSON.parse(text), (name, value: unknown) =>
    name === 'idNo' && typeof value === 'string' ? maskIdNumber(value) : value,
  );
}
