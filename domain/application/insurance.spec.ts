import { knownDate as on, knownMonth as month, monthsBetween } from '../calendar/plain-date.js';
import { DEFAULT_POLICY } from '../policy.js';
import {
  heldTermPeriod,
  incomePeriod,
  incomeZeroMonth,
  insuranceGap,
  insuranceMismatch,
  insurancePeriod,
  type InsuranceTaxRecord,
} from './insurance.js';

const A = '91110108MA01C2D36P';
const B = '12110000400000018T';
const PERIOD = { from: month('2021-06'), to: month('2024-05') };

const recordOf = (each: string, given: Partial<InsuranceTaxRecord> = {}): InsuranceTaxRecord => ({
  month: month(each),
  insuranceUnitUscc: A,
  insurancePaid: true,
  taxUnitUscc: A,
  taxableIncome: 30_000,
  contractUnitUscc: A,
  ...given,
});
const complete = monthsBetween(PERIOD.from, PERIOD.to).map((each) => recordOf(each));
const withChange = (each: string, given: Partial<InsuranceTaxRecord>) =>
  complete.map((record) => (record.month === each ? { ...record, ...given } : record));

describe('T7 the insurance period', () => {
  it('AC-60 submitted in 2024-06 it is 2021-06..2024-05, whatever the day', () => {
    for (const day of ['2024-06-01', '2024-06-30']) {
      expect(insurancePeriod(on(day), 'BEIJING_WORK_RESIDENCE', month('2023-01'), DEFAULT_POLICY)).toEqual(
        PERIOD,
      );
    }
  });

  it('begins for overseas returnees with the first contract in Beijing, at least one month and at most 36', () => {
    const from = (first: string | null) =>
      insurancePeriod(
        on('2024-06-10'),
        'OVERSEAS_RETURNEE_WORK_RESIDENCE',
        first === null ? null : month(first),
        DEFAULT_POLICY,
      ).from;
    expect(['2023-09', '2024-06', '2010-01', null].map(from)).toEqual([
      '2023-09',
      '2024-05',
      '2021-06',
      '2021-06',
    ]);
  });
});

describe('T6 the income period', () => {
  it('begins with the month of the department', () => {
    expect(incomePeriod(on('2025-08-01'), on('2022-09-16'), month('2022-01'))).toEqual({
      from: '2022-01',
      to: '2025-07',
    });
  });

  it('without one, or with one after the period, begins with the term or 36 months ago, the later', () => {
    expect(incomePeriod(on('2025-08-01'), on('2022-09-16'), null).from).toBe('2022-09');
    expect(incomePeriod(on('2025-08-01'), on('2021-09-16'), null).from).toBe('2022-08');
    expect(incomePeriod(on('2025-08-01'), on('2022-09-16'), month('2025-08')).from).toBe('2022-09');
    expect(heldTermPeriod(on('2025-08-01'), on('2022-09-16'))).toEqual({ from: '2022-09', to: '2025-07' });
  });
});

describe('insurance and tax month by month', () => {
  it('has neither gap nor mismatch with a complete record', () => {
    expect([
      insuranceGap(PERIOD, complete),
      insuranceMismatch(PERIOD, complete),
      incomeZeroMonth(PERIOD, complete),
    ]).toEqual([null, null, null]);
  });

  it('AC-60 lists a month without row and a month that is not paid as gaps', () => {
    const records = withChange('2023-01', { insurancePaid: false, insuranceUnitUscc: null }).filter(
      (each) => each.month !== '2022-03',
    );
    expect(insuranceGap(PERIOD, records)).toEqual({
      code: 'INSURANCE_GAP',
      facts: { months: ['2022-03', '2023-01'] },
    });
    expect(insuranceMismatch(PERIOD, records)).toBeNull();
  });

  it('AC-60 lists a month whose tax, insurance or contract unit differs or is missing', () => {
    const refused = (given: Partial<InsuranceTaxRecord>) =>
      insuranceMismatch(PERIOD, withChange('2022-07', given))?.facts;
    for (const given of [{ taxUnitUscc: B }, { insuranceUnitUscc: B }, { taxUnitUscc: null }]) {
      expect(refused(given)).toEqual({ months: ['2022-07'] });
    }
    expect(refused({ contractUnitUscc: null })).toEqual({ months: ['2022-07'] });
  });

  it('accepts either unit in a month of change of employer, but no third one', () => {
    const changed = complete.map((record) =>
      record.month > '2022-07'
        ? { ...record, insuranceUnitUscc: B, taxUnitUscc: B, contractUnitUscc: B }
        : record,
    );
    const inAugust = (given: Partial<InsuranceTaxRecord>) =>
      insuranceMismatch(
        PERIOD,
        changed.map((record) => (record.month === '2022-08' ? { ...record, ...given } : record)),
      );
    expect(inAugust({})).toBeNull();
    expect(inAugust({ insuranceUnitUscc: A })).toBeNull();
    expect(inAugust({ taxUnitUscc: A })).toBeNull();
    expect(inAugust({ taxUnitUscc: '91110108MA00TE5T26' })?.facts).toEqual({ months: ['2022-08'] });
  });

  it('does not look outside the period', () => {
    expect(
      insuranceMismatch(PERIOD, [
        ...complete,
        recordOf('2021-05', { taxUnitUscc: B }),
        recordOf('2024-06', { taxUnitUscc: B }),
      ]),
    ).toBeNull();
  });

  it('AC-78 lists months without taxable income, missing rows too', () => {
    const records = withChange('2022-07', { taxableIncome: 0 }).filter((each) => each.month !== '2023-02');
    expect(incomeZeroMonth(PERIOD, records)).toEqual({
      code: 'INCOME_ZERO_MONTH',
      facts: { months: ['2022-07', '2023-02'] },
    });
  });
});
