import { parseAmount } from '../amount.js';
import { INSURANCE_COLUMNS, readInsuranceSheet } from './insurance-sheet.js';

const HEADING = Object.values(INSURANCE_COLUMNS);
const USCC = '91110108MA01C2D36P';
const OTHER = '91110108MA00TE5T26';
const row = (month: string, income = '15000', paid = '是'): string[] => [
  month,
  USCC,
  paid,
  USCC,
  income,
  USCC,
];
const placesOf = (...rows: readonly string[][]): string[] =>
  readInsuranceSheet([HEADING, ...rows]).faults.map((fault) => `${fault.row} ${fault.field}`);

describe('a sheet of insurance and tax months', () => {
  it('reads a month however it is written', () => {
    const written = [
      '2024-03',
      '2024/4',
      '2024.05',
      '2024年6月',
      '202407',
      '2024-08-01',
      '2024年9月30日',
      '45566',
      'Nov-24',
    ];
    const { rows, faults } = readInsuranceSheet([HEADING, ...written.map((month) => row(month))]);
    expect(faults).toEqual([]);
    expect(rows.map(({ month }) => month)).toEqual([
      '2024-03',
      '2024-04',
      '2024-05',
      '2024-06',
      '2024-07',
      '2024-08',
      '2024-09',
      '2024-10',
      '2024-11',
    ]);
  });

  it('reads what is paid, the units and the income', () => {
    const { rows } = readInsuranceSheet([
      HEADING,
      ['2024-03', '', '否', OTHER.toLowerCase(), '¥1,234,567.8', ''],
    ]);
    expect(rows).toEqual([
      {
        month: '2024-03',
        insuranceUnitUscc: null,
        insurancePaid: false,
        taxUnitUscc: OTHER,
        taxableIncome: '1234567.80',
        contractUnitUscc: null,
      },
    ]);
  });

  it('takes its columns in any order, passes over others and over empty rows', () => {
    const heading = ['错误说明', ...HEADING.toReversed()].map(
      (name) => ` ${name.replace('（元）', '(元)')} `,
    );
    const { rows, faults } = readInsuranceSheet([
      heading,
      [],
      ['x', ...row('2024-03').toReversed()],
      ['', ' '],
    ]);
    expect([rows.length, faults]).toEqual([1, []]);
  });

  it('needs every column', () => {
    const { faults } = readInsuranceSheet([HEADING.slice(1, 5), row('2024-03')]);
    expect(faults.map(({ row: at, field }) => [at, field])).toEqual([
      [1, 'month'],
      [1, 'contractUnitUscc'],
    ]);
    expect(readInsuranceSheet([]).faults).toHaveLength(6);
  });

  it('lists every fault by the row that the spreadsheet shows', () => {
    expect(
      placesOf(row('2024-03'), row('2024-13', '-1', '也许'), [], row('2024年3月'), [
        '',
        'x',
        '',
        '1'.repeat(18),
        '1,00',
        `${USCC}1`,
      ]),
    ).toEqual([
      '3 month',
      '3 insurancePaid',
      '3 taxableIncome',
      '5 month',
      '6 month',
      '6 insuranceUnitUscc',
      '6 insurancePaid',
      '6 taxUnitUscc',
      '6 taxableIncome',
      '6 contractUnitUscc',
    ]);
  });

  it('refuses days that do not exist and amounts that are none', () => {
    expect(placesOf(row('2023-02-29'), row('Foo-24'), row('2024-1-1-1'))).toEqual([
      '2 month',
      '3 month',
      '4 month',
    ]);
    for (const income of ['', '=1+1', '1e5', '1.234', '１５０００']) {
      expect(placesOf(row('2024-03', income))).toEqual(['2 taxableIncome']);
    }
  });
});

describe('an amount', () => {
  it('keeps two decimals and every digit', () => {
    expect(['0', '007', '12.3', ' 999999999999.99 ', '-1', '1.', ''].map(parseAmount)).toEqual([
      '0.00',
      '7.00',
      '12.30',
      '999999999999.99',
      null,
      null,
      null,
    ]);
  });
});
