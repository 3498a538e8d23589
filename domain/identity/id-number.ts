import { plainDate, type PlainDate } from '../calendar/plain-date.js';

export const ID_TYPE_LABELS = {
  RESIDENT_ID: '身份证',
  HMT_RESIDENCE: '港澳台居民居住证',
  HM_PASS: '港澳居民来往内地通行证',
  TW_PASS: '台湾居民来往大陆通行证',
  FOREIGN_PR: '外国人永久居留身份证',
  PASSPORT: '护照',
} as const;
export type IdType = keyof typeof ID_TYPE_LABELS;

export const SEX_LABELS = { MALE: '男', FEMALE: '女' } as const;
export type Sex = keyof typeof SEX_LABELS;

/** What a number tells about its holder. */
export interface IdHolder {
  readonly birthDate: PlainDate;
  readonly sex: Sex;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';
const HMT_DIVISIONS = ['810000', '820000', '830000'];

/** The number as it is stored (upper case, without blanks), or null where it does not fit its type. Source: domain.md §3.1. */
export function parseIdNumber(type: IdType, text: string, today: PlainDate): string | null {
  const number = text.replaceAll(/\s/g, '').toUpperCase();
  return fits(type, number, today) ? number : null;
}

/** Birth date and sex as a number of 18 digits writes them; null for the types that write neither. */
export function holderOf(type: IdType, number: string): IdHolder | null {
  if (!['RESIDENT_ID', 'HMT_RESIDENCE', 'FOREIGN_PR'].includes(type) || number.length !== 18) return null;
  const birthDate = birthDateIn(number);
  if (birthDate === null) return null;
  return { birthDate, sex: Number(number.charAt(16)) % 2 === 1 ? 'MALE' : 'FEMALE' };
}

/** Birth date and sex of the form must be those of the number, where it has them. Source: domain.md §3.1 F-RID. */
export function agreesWithHolder(type: IdType, number: string, stated: IdHolder): boolean {
  const written = holderOf(type, number);
  return written === null || (written.birthDate === stated.birthDate && written.sex === stated.sex);
}

/** The 18th character that belongs to 17 digits. */
export function idCheckCharacter(body: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body.charAt(index)), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

function fits(type: IdType, number: string, today: PlainDate): boolean {
  switch (type) {
    case 'RESIDENT_ID':
      return isDatedNumber(number, today);
    case 'HMT_RESIDENCE':
      return HMT_DIVISIONS.includes(number.slice(0, 6)) && isDatedNumber(number, today);
    case 'HM_PASS':
      return /^[HM]\d{8}(\d{2})?$/.test(number);
    case 'TW_PASS':
      return /^\d{8}(\d{2})?$/.test(number);
    case 'FOREIGN_PR':
      return /^[A-Z]{3}\d{12}$/.test(number) || (number.startsWith('9') && isDatedNumber(number, today));
    case 'PASSPORT':
      return /^[A-Z0-9]{5,17}$/.test(number);
  }
}

/** 18 characters with a birth date that exists and is not after today, and the right check character. */
function isDatedNumber(number: string, today: PlainDate): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return false;
  const birthDate = birthDateIn(number);
  if (birthDate === null || birthDate > today) return false;
  return number.charAt(17) === idCheckCharacter(number.slice(0, 17));
}

function birthDateIn(number: string): PlainDate | null {
  return plainDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`);
}
