const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const FORM = new RegExp(`^[${ALPHABET}]{18}$`);
const PUBLIC_INSTITUTION_PREFIX = '12';

/** The unified social credit code in upper case, or null. Source: domain.md §3.1 F-USCC. */
export function parseUscc(text: string): string | null {
  const code = text.trim().toUpperCase();
  return FORM.test(code) && code[17] === usccCheckCharacter(code.slice(0, 17)) ? code : null;
}

/** The 18th character that belongs to 17 characters of the alphabet. */
export function usccCheckCharacter(body: string): string {
  const sum = WEIGHTS.reduce(
    (total, weight, index) => total + weight * ALPHABET.indexOf(body.charAt(index)),
    0,
  );
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Some login methods are not open to public institutions (domain.md §12). */
export function isPublicInstitution(uscc: string): boolean {
  return uscc.startsWith(PUBLIC_INSTITUTION_PREFIX);
}
