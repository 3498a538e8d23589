/** A calendar date `yyyy-MM-dd` in Asia/Shanghai, proleptic Gregorian (domain.md §6.2 W8). Compares as text. */
export type PlainDate = string & { readonly __plainDate: unique symbol };

/** A calendar month `yyyy-MM`. Compares as text. */
export type PlainMonth = string & { readonly __plainMonth: unique symbol };

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365] as const;
const DAYS_IN_400_YEARS = 146_097;
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_SHIFT = 719_468;

/** The date that the text writes, or null where it is no `yyyy-MM-dd` or no day of the calendar; years 1–9999. */
export function plainDate(text: string): PlainDate | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const exists = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? brandDate(text) : null;
}

/** For text that is known to be a date, as a column or a constant; anything else is a defect and throws. */
export function knownDate(text: string): PlainDate {
  const date = plainDate(text);
  if (date === null) throw new RangeError(`not a date: ${text}`);
  return date;
}

/** The month that the text writes as `yyyy-MM`, or null. */
export function plainMonth(text: string): PlainMonth | null {
  const match = /^(\d{4})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const month = Number(match[2]);
  return Number(match[1]) >= 1 && month >= 1 && month <= 12 ? brandMonth(text) : null;
}

/** Like `knownDate`, for months. */
export function knownMonth(text: string): PlainMonth {
  const month = plainMonth(text);
  if (month === null) throw new RangeError(`not a month: ${text}`);
  return month;
}

/** The day `days` calendar days later, earlier where negative. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return dateOfEpochDay(epochDayOf(date) + days);
}

/** Calendar days from `from` to `to`, negative where `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return epochDayOf(to) - epochDayOf(from);
}

export function yearOf(date: PlainDate | PlainMonth): number {
  return digits(date, 0, 4);
}

export function monthOf(date: PlainDate): PlainMonth {
  return brandMonth(date.slice(0, 7));
}

export function firstDayOf(month: PlainMonth): PlainDate {
  return brandDate(`${month}-01`);
}

export function lastDayOf(month: PlainMonth): PlainDate {
  return brandDate(`${month}-${padded(daysInMonth(yearOf(month), digits(month, 5, 7)), 2)}`);
}

/** The month `months` later, earlier where negative. */
export function addMonths(month: PlainMonth, months: number): PlainMonth {
  const index = monthIndex(month) + months;
  return brandMonth(`${padded(checkedYear(Math.floor(index / 12)), 4)}-${padded(modulo(index, 12) + 1, 2)}`);
}

/** All months from `first` to `last`, both included; none where `last` is earlier. */
export function monthsBetween(first: PlainMonth, last: PlainMonth): PlainMonth[] {
  const count = Math.max(0, monthIndex(last) - monthIndex(first) + 1);
  return Array.from({ length: count }, (_, offset) => addMonths(first, offset));
}

/** 1 is Monday, 7 is Sunday. */
export function dayOfWeek(date: PlainDate): number {
  return isoDayOfWeek(epochDayOf(date));
}

/** The same day of another year; a missing 29 February counts as 1 March. Source: domain.md §6.3 T5. */
export function sameDayYearsLater(date: PlainDate, years: number): PlainDate {
  const year = padded(checkedYear(yearOf(date) + years), 4);
  return plainDate(`${year}${date.slice(4)}`) ?? brandDate(`${year}-03-01`);
}

/** Whole years of age on a day; who is born on 29 February has his birthday on 1 March of other years. */
export function ageOn(birthDate: PlainDate, day: PlainDate): number {
  const years = yearOf(day) - yearOf(birthDate);
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

export function laterDate(one: PlainDate, other: PlainDate): PlainDate {
  return one > other ? one : other;
}

export function earlierDate(one: PlainDate, other: PlainDate): PlainDate {
  return one < other ? one : other;
}

/** Days since 1970-01-01. The year is counted from 1 March, so that the leap day is its last. */
export function epochDayOf(date: PlainDate): number {
  const month = digits(date, 5, 7);
  const year = yearOf(date) - (month <= 2 ? 1 : 0);
  const dayOfYear = Math.floor((153 * modulo(month - 3, 12) + 2) / 5) + digits(date, 8, 10) - 1;
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leapDays + dayOfYear - EPOCH_SHIFT;
}

/** The inverse of `epochDayOf`. */
export function dateOfEpochDay(epochDay: number): PlainDate {
  const shifted = epochDay + EPOCH_SHIFT;
  const era = Math.floor(shifted / DAYS_IN_400_YEARS);
  const dayOfEra = shifted - era * DAYS_IN_400_YEARS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = checkedYear(yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
  return brandDate(`${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`);
}

/** 1 is Monday, 7 is Sunday; day 0 was a Thursday. */
export function isoDayOfWeek(epochDay: number): number {
  return modulo(epochDay + 3, 7) + 1;
}

export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2 && isLeapYear(year)) return 29;
  return (DAYS_BEFORE_MONTH[month] ?? 0) - (DAYS_BEFORE_MONTH[month - 1] ?? 0);
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function monthIndex(month: PlainMonth): number {
  return yearOf(month) * 12 + digits(month, 5, 7) - 1;
}

/** Reads digits without cutting the text: a million deadlines are computed in one go. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) value = value * 10 + text.charCodeAt(index) - 48;
  return value;
}

function checkedYear(year: number): number {
  if (!Number.isInteger(year) || year < 1 || year > 9999) throw new RangeError(`year out of range: ${year}`);
  return year;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** The two brands are given here only, to text whose form has been checked or built. */
function brandDate(text: string): PlainDate {
  return text as PlainDate;
}

function brandMonth(text: string): PlainMonth {
  return text as PlainMonth;
}
