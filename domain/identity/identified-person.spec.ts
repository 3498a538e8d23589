import { knownDate as on } from '../calendar/plain-date.js';
import { identifyPerson, type StatedPerson } from './identified-person.js';

const TODAY = on('2024-06-01');
const stated = (over: Partial<StatedPerson>): StatedPerson => ({
  idType: 'RESIDENT_ID',
  idNo: '110108198802290010',
  birthDate: null,
  sex: null,
  ...over,
});
const pointers = (over: Partial<StatedPerson>) => {
  const decision = identifyPerson(stated(over), TODAY);
  return decision.accepted ? [] : decision.refusals.map(({ pointer }) => pointer);
};

describe('a person is identified', () => {
  it('by a number that writes birth date and sex', () => {
    expect(identifyPerson(stated({}), TODAY)).toEqual({
      accepted: true,
      value: { idType: 'RESIDENT_ID', idNo: '110108198802290010', birthDate: '1988-02-29', sex: 'MALE' },
    });
    expect(pointers({ birthDate: '1988-02-29', sex: 'MALE' })).toEqual([]);
  });

  it('F-RID only when birth date and sex agree with the number', () => {
    expect(pointers({ birthDate: '1988-03-01', sex: 'FEMALE' })).toEqual(['/birthDate', '/sex']);
  });

  it('with both stated where the number does not write them', () => {
    const passport = { idType: 'PASSPORT', idNo: 'e12345678' } as const;
    expect(pointers(passport)).toEqual(['/birthDate', '/sex']);
    expect(identifyPerson(stated({ ...passport, birthDate: '1990-05-01', sex: 'FEMALE' }), TODAY)).toEqual({
      accepted: true,
      value: { idType: 'PASSPORT', idNo: 'E12345678', birthDate: '1990-05-01', sex: 'FEMALE' },
    });
    expect(pointers({ ...passport, birthDate: '2024-06-02', sex: 'FEMALE' })).toEqual(['/birthDate']);
  });

  it('AC-15 or refused with every fault', () => {
    expect(pointers({ idNo: '110108199002290017', birthDate: '1990-02-29', sex: 'M' })).toEqual([
      '/idNo',
      '/birthDate',
      '/sex',
    ]);
  });
});
