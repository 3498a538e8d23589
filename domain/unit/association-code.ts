import { isPermissionActive, type PermissionStatus } from './permission-lifecycle.js';

/** No I, L, O, 0 and 1: they are mistaken for each other. Source: domain.md §4.3. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 8;
const FORM = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);
/** Bytes from here on are dropped, so that every character is equally likely. */
const FAIR_BYTES = 256 - (256 % ALPHABET.length);

/** Enough random bytes for a code in all but one of some millions of cases. */
export const ASSOCIATION_CODE_BYTES = 24;

/** A code from random bytes, or null where too few of them were usable: draw again. Source: domain.md §4.3. */
export function associationCodeFrom(randomBytes: Uint8Array): string | null {
  const characters = [...randomBytes]
    .filter((byte) => byte < FAIR_BYTES)
    .map((byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return characters.length < LENGTH ? null : characters.slice(0, LENGTH).join('');
}

/** The code that somebody typed, in upper case and without blanks, or null. */
export function parseAssociationCode(text: string): string | null {
  const code = text.replaceAll(/\s/g, '').toUpperCase();
  return FORM.test(code) ? code : null;
}

/** The code while it leads anywhere: one permission at least is ACTIVE; null before and after. Source: domain.md §4.3. */
export function shownAssociationCode(
  code: string | null,
  permissions: readonly PermissionStatus[],
): string | null {
  return permissions.some(isPermissionActive) ? code : null;
}
