import { plainDate, knownDate } from '../calendar/plain-date.js';
import { startOfDay } from '../calendar/instant.js';
import { importedStatus, LEGACY_PERMIT_COLUMNS, readLegacyPermits } from './legacy-permits.js';
import { LEGACY_UNIT_COLUMNS, readLegacyUnits } from './legacy-units.js';

const today = knownDate('2022-03-05');
const U1 = '91110108MA01C2D36P';
const U2 = '91110108MA00TE5T26';
const unit = {
  sourceKey: 'u-1',
  uscc: U1,
  name: '北京云程信息技术有限公司',
  registeredAddress: '北京市海淀区中关村大街18号',
  unitType: '企业',
  permitType: '北京市工作居住证',
  department: '海淀区人社局',
  openedOn: '2008-04-26',
};
const permit = {
  sourceKey: 'p-1',
  permitNo: 'A-2019-77',
  permitType: 'BEIJING_WORK_RESIDENCE',
  idType: '身份证',
  idNo: '11010519491231002X',
  name: '王静',
  phone: '13800138000',
  validFrom: '2019-05-01',
  validUntil: '2022-04-30',
  unit: U1,
};
const waiting = { ...permit, unit: '', suspendedOn: '2022-01-10', department: '海淀区人社局' };

const sheetOf = (columns: object, ...rows: object[]): string[][] => {
  const names = Object.keys(columns);
  return [names, ...rows.map((row) => names.map((name) => String(Reflect.get(row, name) ?? '')))];
};
const units = (...rows: object[]) => readLegacyUnits(sheetOf(LEGACY_UNIT_COLUMNS, ...rows), today);
const permits = (...rows: object[]) => readLegacyPermits(sheetOf(LEGACY_PERMIT_COLUMNS, ...rows), today);
const faultsOf = ({ faults }: { faults: readonly { row: number; column: string }[] }) =>
  faults.map(({ row, column }) => `${row} ${column}`);

describe('a file of legacy units', () => {
  it('reads columns in any order, by key or label', () => {
    const labels = Object.values(LEGACY_UNIT_COLUMNS).map(({ label }) => label);
    const [, cells = []] = sheetOf(LEGACY_UNIT_COLUMNS, unit);
    const { rows, faults } = readLegacyUnits([labels.toReversed(), cells.toReversed()], today);
    expect(faults).toEqual([]);
    expect(rows).toMatchObject([
      { row: 2, uscc: U1, unitType: 'ENTERPRISE', permitType: 'BEIJING_WORK_RESIDENCE' },
    ]);
  });

  it('lists every fault with its row and column', () => {
    const wrong = {
      ...unit,
      sourceKey: 'u-2',
      uscc: '91110108MA01C2D36Q',
      unitType: '公司',
      openedOn: '2030-01-01',
    };
    expect(faultsOf(units(unit, wrong, { ...unit, name: '' }))).toEqual([
      '3 uscc',
      '3 unitType',
      '3 openedOn',
      '4 name',
    ]);
    expect(faultsOf(units(unit, unit))).toEqual(['3 sourceKey', '3 permitType']);
    expect(faultsOf(readLegacyUnits([['sourceKey', 'colour']], today))).toContain('1 colour');
    expect(faultsOf(readLegacyUnits([], today))).toHaveLength(Object.keys(LEGACY_UNIT_COLUMNS).length);
  });
});

describe('a file of legacy permits', () => {
  it('is at its unit from its first day on where the file has no history', () => {
    const { rows, faults } = permits(permit);
    expect(faults).toEqual([]);
    expect(rows[0]?.history).toEqual([{ uscc: U1, from: '2019-05-01', to: null }]);
    expect(rows[0]?.person).toMatchObject({ birthDate: '1949-12-31', sex: 'FEMALE' });
  });

  it('reads the employers of its life, and refuses those that cannot be', () => {
    const history = `${U2} 2016-05-01~2018-12-31；${U1} 2019-01-01~`;
    expect(permits({ ...permit, unitHistory: history }).rows[0]?.history).toHaveLength(2);
    for (const unitHistory of [
      'nothing',
      `${U1} 2019-01-01~2020-01-01`,
      `${U1} 2019-01-01~；${U2} 2020-01-01~`,
      `${U2} 2019-06-01~2020-01-01；${U1} 2019-01-01~`,
      `${U2} 2019-06-01~2019-01-01`,
      `${U1} 2031-01-01~`,
    ]) {
      expect(faultsOf(permits({ ...permit, unitHistory }))).toEqual(['2 unitHistory']);
    }
  });

  it('renewed early, its term may begin later than today, and its history is said', () => {
    const renewed = { ...permit, validFrom: '2022-05-01', validUntil: '2025-04-30' };
    expect(faultsOf(permits(renewed))).toEqual(['2 unitHistory']);
    expect(permits({ ...renewed, unitHistory: `${U1} 2019-05-01~` }).faults).toEqual([]);
  });

  it('needs department, history and day where it waits for a unit', () => {
    const unitHistory = `${U1} 2019-05-01~2022-01-10`;
    expect(permits({ ...waiting, unitHistory }).faults).toEqual([]);
    expect(faultsOf(permits({ ...permit, unit: '' }))).toEqual([
      '2 department',
      '2 unitHistory',
      '2 suspendedOn',
    ]);
    const contract = { position: '工程师', contractStart: '2019-01-01' };
    expect(faultsOf(permits({ ...waiting, unitHistory, ...contract }))).toEqual(['2 position']);
  });

  it.each([
    [{ idNo: '110108199002290017' }, '2 idNo'],
    [{ idType: '护照', idNo: 'E12345678', sex: '女' }, '2 birthDate'],
    [{ sex: '男' }, '2 sex'],
    [{ permitNo: '编号 1' }, '2 permitNo'],
    [{ validUntil: '2019-04-30' }, '2 validUntil'],
    [{ contractStart: '2019-01-01' }, '2 position'],
    [{ position: '工程师', contractStart: '2019-01-01', contractEnd: '2019-01-01' }, '2 contractEnd'],
    [{ suspendedOn: '2022-01-10' }, '2 suspendedOn'],
  ])('%p is a fault at %s', (change, place) => {
    expect(faultsOf(permits({ ...permit, ...change }))).toEqual([place]);
  });

  it('holds one live permit per person, and numbers and keys once', () => {
    const another = { ...permit, sourceKey: 'p-2', permitNo: 'A-2' };
    expect(faultsOf(permits(permit, another))).toEqual(['3 idNo']);
    const past = { ...another, validFrom: '2016-05-01', validUntil: '2019-04-30' };
    expect(permits(permit, past).faults).toEqual([]);
    expect(faultsOf(permits(permit, { ...past, permitNo: permit.permitNo, sourceKey: 'p-1' }))).toEqual([
      '3 sourceKey',
      '3 permitNo',
    ]);
  });

  it('is VALID at a unit, SUSPENDED without one and EXPIRED after its last day (domain.md §4.6)', () => {
    const validUntil = plainDate('2022-03-04') ?? today;
    const lastMoment = startOfDay(today) - 1;
    expect(importedStatus({ unit: U1, validUntil }, lastMoment)).toBe('VALID');
    expect(importedStatus({ unit: null, validUntil }, lastMoment)).toBe('SUSPENDED');
    expect(importedStatus({ unit: U1, validUntil }, lastMoment + 1)).toBe('EXPIRED');
  });
});
