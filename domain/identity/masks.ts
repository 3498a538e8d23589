import { maskIdNumber } from './id-number.js';

const TELEPHONE_HEAD = 3;
const TELEPHONE_TAIL = 4;
/** Of a number too short to show its head as well. */
const LEAST_HIDDEN = 4;
const HIDDEN = '***';

const PROVINCE = String.raw`\p{Script=Han}{2,7}?(?:省|自治区|特别行政区)`;
const CITY = String.raw`[^省市区县旗]{1,9}(?:市|地区|盟|自治州)`;
/** No housing estate, park or campus, and nothing that stands below a township. */
const DISTRICT = String.raw`[^省市区县旗镇乡街道路村号\d]{1,9}(?<![小社园校厂])(?:区|县|旗)`;
const UP_TO_DISTRICT = new RegExp(`^(?:${PROVINCE})?(?:${CITY})?(?:${DISTRICT})?`, 'u');

/** First three and last four; a short one keeps its last four, the shortest nothing. */
export function maskTelephone(number: string): string {
  const hidden = number.length - TELEPHONE_HEAD - TELEPHONE_TAIL;
  if (hidden >= LEAST_HIDDEN) {
    return `${number.slice(0, TELEPHONE_HEAD)}${'*'.repeat(hidden)}${number.slice(-TELEPHONE_TAIL)}`;
  }
  const tail = number.length > TELEPHONE_TAIL + 1 ? number.slice(-TELEPHONE_TAIL) : '';
  return `${'*'.repeat(number.length - tail.length)}${tail}`;
}

/** First letter and domain; of a mailbox of one letter the domain only. */
export function maskMail(mail: string): string {
  const at = mail.lastIndexOf('@');
  if (at < 0) return HIDDEN;
  return `${at > 1 ? mail.charAt(0) : ''}${HIDDEN}${mail.slice(at)}`;
}

/** Up to the district or county; where none is to be seen, up to the city, else nothing. Whether more follows is hidden. */
export function maskAddress(address: string): string {
  const [shown = ''] = UP_TO_DISTRICT.exec(address) ?? [];
  return `${shown}${HIDDEN}`;
}

/** The surname's first character. */
export function maskName(name: string): string {
  const [first = '', ...rest] = name;
  return `${first}${'*'.repeat(rest.length)}`;
}

/** 随往人员 as text, a JSON list: relation and kind of document stay; what cannot be read shows nothing. */
export function maskFamilyList(text: string): string | null {
  const members = listIn(text);
  if (members === null) return null;
  return JSON.stringify(
    members.map((member) => ({
      ...member,
      name: masked(member, 'name', maskName),
      idNo: masked(member, 'idNo', maskIdNumber),
      birthDate: null,
    })),
  );
}

function masked(member: object, name: string, mask: (text: string) => string): string | null {
  const value: unknown = Reflect.get(member, name);
  return typeof value === 'string' ? mask(value) : null;
}

function listIn(text: string): object[] | null {
  try {
    const list: unknown = JSON.parse(text);
    const isList = Array.isArray(list) && list.every((each) => typeof each === 'object' && each !== null);
    return isList ? list : null;
  } catch {
    return null;
  }
}
