import { knownDate as on } from '../calendar/plain-date.js';
import { faultsInFamily, type StatedFamilyMember } from './family-members.js';

const today = on('2021-08-05');
const spouse: StatedFamilyMember = {
  relation: 'SPOUSE',
  idType: 'RESIDENT_ID',
  idNo: '110108198802290010',
  birthDate: '1988-02-29',
};
const child = (birthDate: string, idNo = birthDate): StatedFamilyMember => ({
  relation: 'CHILD',
  idType: 'PASSPORT',
  idNo,
  birthDate,
});
const placesOf = (members: readonly StatedFamilyMember[]): string[] =>
  faultsInFamily(members, today).map(({ index, field }) => `${index} ${field}`);

describe('family members', () => {
  it('may be nobody, or a spouse and children', () => {
    expect(placesOf([])).toEqual([]);
    expect(placesOf([spouse, child('2010-01-01'), child('2012-01-01')])).toEqual([]);
  });

  it('are children until the day before they are 18', () => {
    expect(placesOf([child('2003-08-06')])).toEqual([]);
    expect(placesOf([child('2003-08-05')])).toEqual(['0 birthDate']);
    expect(placesOf([{ ...spouse, idType: 'PASSPORT', birthDate: '2003-08-05' }])).toEqual([]);
  });

  it('are born by today', () => {
    expect(placesOf([child('2021-08-05')])).toEqual([]);
    expect(placesOf([child('2021-08-06')])).toEqual(['0 birthDate']);
  });

  it('include one spouse at most', () => {
    const other = { ...spouse, idType: 'PASSPORT', idNo: 'E12345678' } as const;
    expect(placesOf([spouse, child('2010-01-01'), other])).toEqual(['2 relation']);
  });

  it('have numbers of their own that agree with their birth dates', () => {
    expect(placesOf([{ ...spouse, birthDate: '1988-02-28' }])).toEqual(['0 idNo']);
    expect(placesOf([child('2010-01-01', 'E1'), child('2011-01-01', 'E1')])).toEqual(['1 idNo']);
  });

  it('show every fault at once, and pass over what cannot be read', () => {
    const grown = { ...spouse, relation: 'CHILD', birthDate: '1988-02-28' } as const;
    expect(placesOf([spouse, grown, { ...spouse, birthDate: '1990-01-01' }])).toEqual([
      '1 idNo',
      '1 birthDate',
      '2 relation',
      '2 idNo',
    ]);
    expect(placesOf([{ relation: null, idType: null, idNo: null, birthDate: 'x' }])).toEqual([]);
  });
});
