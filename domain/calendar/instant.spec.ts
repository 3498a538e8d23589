import fc from 'fast-check';
import { endOfDayExclusive, hourOfDay, shanghaiDateOf, shanghaiDateTimeOf, startOfDay } from './instant.js';
import { knownDate as on } from './plain-date.js';

const at = (iso: string): number => Date.parse(iso);

describe('instants in Asia/Shanghai', () => {
  it.each([
    ['2021-06-05T15:59:59.999Z', '2021-06-05'],
    ['2021-06-05T16:00:00.000Z', '2021-06-06'],
    ['2021-07-08T15:59:59.999Z', '2021-07-08'],
    ['2021-07-08T16:00:00.000Z', '2021-07-09'],
    ['1969-12-31T16:00:00.000Z', '1970-01-01'],
    ['1969-12-31T15:59:59.999Z', '1969-12-31'],
  ])('C5 AC-66 AC-68 the instant %s belongs to %s', (iso, date) => {
    expect(shanghaiDateOf(at(iso))).toBe(date);
  });

  it('gives the bounds and hours of a day', () => {
    const day = on('2021-08-06');
    expect(startOfDay(day)).toBe(at('2021-08-05T16:00:00Z'));
    expect(endOfDayExclusive(day)).toBe(at('2021-08-06T16:00:00Z'));
    expect(hourOfDay(day, 9)).toBe(at('2021-08-06T01:00:00Z'));
  });

  it('writes date and time for people', () => {
    expect(shanghaiDateTimeOf(at('2021-08-06T15:59:59.999Z'))).toBe('2021-08-06 23:59:59');
    expect(shanghaiDateTimeOf(at('2021-08-06T16:00:00Z'))).toBe('2021-08-07 00:00:00');
  });

  it('puts every instant into the day that it names', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000_000, max: 30_000_000_000_000 }), (instant) => {
        const day = shanghaiDateOf(instant);
        expect(startOfDay(day)).toBeLessThanOrEqual(instant);
        expect(endOfDayExclusive(day)).toBeGreaterThan(instant);
      }),
    );
  });
});

it('AC-74 these specs run under the zone that their project names', () => {
  const offset = { UTC: 0, 'Asia/Shanghai': -480, 'America/Los_Angeles': 420 }[process.env['TZ'] ?? ''];
  expect(new Date(at('2021-08-06T00:00:00Z')).getTimezoneOffset()).toBe(offset);
});
