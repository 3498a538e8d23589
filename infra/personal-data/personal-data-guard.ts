export type PersonalDataKind = 'ID_NUMBER' | 'MOBILE';

export interface PersonalDataPlace {
  readonly kind: PersonalDataKind;
  /** JSON pointer of the value; a property whose own name is personal data is shown as `*`. */
  readonly pointer: string;
}

/** Letters, digits and hyphens at a border make it part of another token, or random UUIDs would match. */
const ID_NUMBER = /(?<![A-Za-z0-9-])\d{17}[\dXx](?![A-Za-z0-9-])/g;
const MOBILE = /(?<![A-Za-z0-9-])(?:\+?86)?1[3-9]\d{9}(?![A-Za-z0-9-])/;

/** Every place of a JSON-like value that holds an ID number or a mobile number as a whole token. */
export function findPersonalData(value: unknown): PersonalDataPlace[] {
  return [...placesIn(value, '')];
}

function* placesIn(value: unknown, pointer: string): Generator<PersonalDataPlace> {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    for (const kind of kindsIn(String(value))) yield { kind, pointer };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* placesIn(item, `${pointer}/${index}`);
  } else if (value instanceof Map) {
    yield* placesIn(Object.fromEntries(value), pointer);
  } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const [name, item] of Object.entries(value)) yield* placesInProperty(name, item, pointer);
  }
}

function* placesInProperty(name: string, item: unknown, parent: string): Generator<PersonalDataPlace> {
  const kinds = kindsIn(name);
  const shown = kinds.length > 0 ? '*' : name.replaceAll('~', '~0').replaceAll('/', '~1');
  const pointer = `${parent}/${shown}`;
  for (const kind of kinds) yield { kind, pointer };
  yield* placesIn(item, pointer);
}

function kindsIn(text: string): PersonalDataKind[] {
  const narrow = text.normalize('NFKC');
  const kinds: PersonalDataKind[] = [];
  if (Array.from(narrow.matchAll(ID_NUMBER)).some(([token]) => isIdNumber(token))) kinds.push('ID_NUMBER');
  if (MOBILE.test(narrow)) kinds.push('MOBILE');
  return kinds;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check digit of domain.md §3.1 F-RID, and a birth date: an all-digit USCC is no ID number. */
function isIdNumber(token: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(token[index]), 0);
  const checkDigitHolds = '10X98765432'[sum % 11] === token[17]?.toUpperCase();
  return checkDigitHolds && /^.{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(token);
}
