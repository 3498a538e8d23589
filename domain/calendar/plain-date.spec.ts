import fc from 'fast-check';
import {
  addDays,
  addMonths,
  ageOn,
  dateOfEpochDay,
  dayOfWeek,
  daysBetween,
  epochDayOf,
  firstDayOf,
  knownDate as on,
  knownMonth as month,
  lastDayOf,
  monthOf,
  monthsBetween,
  plainDate,
  plainMonth,
  sameDayYearsLater,
} from './plain-date.js';

const EPOCH_DAY_1900 = -25_567;
const EPOCH_DAY_2999 = 376_199;
const anyDay = fc.integer({ min: EPOCH_DAY_1900, max: EPOCH_DAY_2999 }).map(dateOfEpochDay);

describe('plain dates', () => {
  it.each([
    '2021-02-29',
    '2100-02-29',
    '2021-13-01',
    '2021-00-10',
    '2021-04-31',
    '2021-1-01',
    '0000-01-01',
    '2021-08-06T00:00',
    ' 2021-08-06',
    '',
  ])('refuses %p as a date', (text) => {
    expect(plainDate(text)).toBeNull();
    expect(() => on(text)).toThrow(RangeError);
  });

  it.each(['2000-02-29', '2024-02-29', '0001-01-01', '9999-12-31'])('accepts %p as a date', (text) => {
    expect(plainDate(text)).toBe(text);
  });

  it('W8 agrees with the proleptic Gregorian calendar of the platform', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (epochDay) => {
        const date = dateOfEpochDay(epochDay);
        const utc = new Date(epochDay * 86_400_000);
        expect(date).toBe(utc.toISOString().slice(0, 10));
        expect(epochDayOf(date)).toBe(epochDay);
        expect(dayOfWeek(date) % 7).toBe(utc.getUTCDay());
      }),
    );
  });

  it('adds days and counts them back', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        fc.pre(epochDayOf(date) + days > -700_000);
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it('throws where a result leaves the years of four digits', () => {
    expect(() => addDays(on('9999-12-31'), 1)).toThrow(RangeError);
    expect(() => addDays(on('0001-01-01'), -1)).toThrow(RangeError);
    expect(() => addMonths(month('0001-01'), -1)).toThrow(RangeError);
  });

  it('compares as text in the order of time', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (one, other) => one < other === epochDayOf(one) < epochDayOf(other)),
    );
  });

  it.each([
    ['2021-08-06', 3, '2024-08-06'],
    ['2024-02-29', 3, '2027-03-01'],
    ['2024-02-29', 4, '2028-02-29'],
  ])('T5 the same day of %s in %d years is %s', (date, years, expected) => {
    expect(sameDayYearsLater(on(date), years)).toBe(expected);
  });
});

describe('months', () => {
  it('reads months and refuses what is none', () => {
    expect(plainMonth('2024-06')).toBe('2024-06');
    expect(['2024-13', '2024-00', '0000-05', '2024-6'].map(plainMonth)).toEqual([null, null, null, null]);
    expect(() => month('2024-13')).toThrow(RangeError);
  });

  it('knows month, first and last day', () => {
    expect(monthOf(on('2024-02-29'))).toBe('2024-02');
    expect(firstDayOf(month('2024-02'))).toBe('2024-02-01');
    expect(lastDayOf(month('2024-02'))).toBe('2024-02-29');
    expect(lastDayOf(month('2023-12'))).toBe('2023-12-31');
  });

  it('lists the months between two, both included, across years', () => {
    expect(monthsBetween(month('2023-11'), month('2024-02'))).toEqual([
      '2023-11',
      '2023-12',
      '2024-01',
      '2024-02',
    ]);
    expect(monthsBetween(month('2024-02'), month('2024-01'))).toEqual([]);
    expect(addMonths(month('2024-06'), -36)).toBe('2021-06');
  });
});

describe('age', () => {
  it.each([
    ['1960-06-15', '2020-06-14', 59],
    ['1960-06-15', '2020-06-15', 60],
    ['2004-02-29', '2022-02-28', 17],
    ['2004-02-29', '2022-03-01', 18],
  ])('who was born on %s is on %s %d years old', (birthDate, day, age) => {
    expect(ageOn(on(birthDate), on(day))).toBe(age);
  });
});
