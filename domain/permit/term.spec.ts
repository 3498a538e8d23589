import fc from 'fast-check';
import { addDays, dateOfEpochDay, epochDayOf, knownDate as on, yearOf } from '../calendar/plain-date.js';
import { firstTerm, renewedTerm } from './term.js';

describe('T5 the term of three years', () => {
  it.each([
    ['2021-08-05', '2024-08-04'],
    ['2021-03-01', '2024-02-29'],
    ['2024-02-29', '2027-02-28'],
  ])('AC-61 a new permit approved on %s is valid until %s', (approvedOn, validUntil) => {
    expect(firstTerm(on(approvedOn), 3)).toEqual({ validFrom: approvedOn, validUntil });
  });

  it.each([
    ['2021-08-06', '2021-08-07', '2024-08-06'],
    ['2021-02-28', '2021-03-01', '2024-02-29'],
    ['2024-02-29', '2024-03-01', '2027-02-28'],
  ])('AC-69 AC-82 a permit valid until %s is renewed from %s to %s', (old, validFrom, validUntil) => {
    expect(renewedTerm(on(old), 3)).toEqual({ validFrom, validUntil });
  });

  it('ends on the day before the anniversary, and renewals follow without gap or overlap', () => {
    const anyDay = fc
      .integer({ min: epochDayOf(on('2000-01-01')), max: epochDayOf(on('2090-01-01')) })
      .map(dateOfEpochDay);
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 5 }), (approvedOn, years) => {
        const term = firstTerm(approvedOn, years);
        const dayAfter = addDays(term.validUntil, 1);
        expect(yearOf(dayAfter)).toBe(yearOf(approvedOn) + years);
        const isLeapDay = approvedOn.endsWith('02-29') && !dayAfter.endsWith('02-29');
        expect(dayAfter.slice(5)).toBe(isLeapDay ? '03-01' : approvedOn.slice(5));
        expect(renewedTerm(term.validUntil, years).validFrom).toBe(dayAfter);
      }),
    );
  });
});
