const MAX_MAIL_LENGTH = 100;
const MIN_NAME_LENGTH = 2;
const MAX_NAME_LENGTH = 50;

/** A mobile number without `+86` and blanks, or null. Source: domain.md §3.1 F-MOB. */
export function parseMobile(text: string): string | null {
  const number = text.replaceAll(/\s/g, '').replace(/^\+86/, '');
  return /^1[3-9]\d{9}$/.test(number) ? number : null;
}

/** A landline number, or null. Source: domain.md §3.1 F-TEL. */
export function parseLandline(text: string): string | null {
  const number = text.trim();
  return /^(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?$/.test(number) ? number : null;
}

/** A field for any telephone: mobile or landline. */
export function parsePhone(text: string): string | null {
  return parseMobile(text) ?? parseLandline(text);
}

/** Han characters with `·` between them, or Latin letters with blank, hyphen, apostrophe; 2–50. Source: domain.md §3.1 F-NAME. */
export function parsePersonName(text: string): string | null {
  const name = text.trim().replaceAll(/\s+/g, ' ');
  const length = [...name].length;
  if (length < MIN_NAME_LENGTH || length > MAX_NAME_LENGTH) return null;
  const isHan = /^\p{Script=Han}+(·\p{Script=Han}+)*$/u.test(name);
  const isLatin = /^\p{Script=Latin}[\p{Script=Latin}\p{Mark} '’-]*$/u.test(name);
  return isHan || isLatin ? name : null;
}

/** Source: domain.md §3.1 F-POST. */
export function parsePostcode(text: string): string | null {
  const code = text.trim();
  return /^\d{6}$/.test(code) ? code : null;
}

/** An e-mail address as it is usually written, at most 100 characters. Source: domain.md §3.1 F-MAIL. */
export function parseMail(text: string): string | null {
  const mail = text.trim();
  if (mail.length > MAX_MAIL_LENGTH) return null;
  const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
  const form = new RegExp(`^[A-Za-z0-9_+%-]+(?:\\.[A-Za-z0-9_+%-]+)*@${label}(?:\\.${label})+$`);
  return form.test(mail) ? mail : null;
}
