const ID_HEAD = 6;
const TELEPHONE_HEAD = 3;
const TAIL = 4;
/** A number of which less would be hidden does not show its head. */
const LEAST_HIDDEN = 4;
const HIDDEN = '***';

const PROVINCE = String.raw`\p{Script=Han}{2,7}?(?:省|自治区|特别行政区)`;
const CITY = String.raw`[^省市区县旗]{1,9}(?:市|地区|盟|自治州)`;
/** No housing estate, park or campus, and nothing that stands below a township. */
const DISTRICT = String.raw`[^省市区县旗镇乡街道路村号\d]{1,9}(?<![小社园校厂])(?:区|县|旗)`;
const UP_TO_DISTRICT = new RegExp(`^(?:${PROVINCE})?(?:${CITY})?(?:${DISTRICT})?`, 'u');

/** First six and last four characters; a short one keeps its last four, the shortest nothing. Source: domain.md §2 R4. */
export function maskIdNumber(number: string): string {
  return maskMiddle(number, ID_HEAD);
}

/** First three and last four, as above. */
export function maskTelephone(number: string): string {
  return maskMiddle(number, TELEPHONE_HEAD);
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

function maskMiddle(number: string, headLength: number): string {
  const head = number.length >= headLength + TAIL + LEAST_HIDDEN ? number.slice(0, headLength) : '';
  const tail = number.length > TAIL ? number.slice(-TAIL) : '';
  return `${head}${'*'.repeat(number.length - head.length - tail.length)}${tail}`;
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
