import fc from 'fast-check';
import { knownDate as on } from '../calendar/plain-date.js';
import { ASSOCIATION_CODE_BYTES, associationCodeFrom, parseAssociationCode } from './association-code.js';
import { isRestrictionActive, restrictionReasons, type Restriction } from './restriction.js';
import { isNonEnterprise } from './unit-type.js';

describe('association codes', () => {
  it('have eight characters of the alphabet, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: ASSOCIATION_CODE_BYTES, maxLength: ASSOCIATION_CODE_BYTES }),
        (bytes) => {
          const code = associationCodeFrom(bytes);
          if (code === null) expect(bytes.filter((byte) => byte >= 248).length).toBeGreaterThan(16);
          else expect(code).toMatch(/^[ABCDEFGHJKMNPQRSTUVWXYZ23456789]{8}$/);
        },
      ),
    );
  });

  it('drop the bytes that would make some characters likelier', () => {
    expect(associationCodeFrom(Uint8Array.from([0, 30, 31, 247, 248, 255, 1, 2, 3, 4]))).toBe('A9A9BCDE');
    expect(associationCodeFrom(Uint8Array.from([255, 255, 255, 1, 2, 3, 4, 5, 6, 7]))).toBeNull();
  });

  it('are read in any case and with blanks, and only of their alphabet', () => {
    expect(['abcd 2345', 'ABCD2345', 'ABCD234', 'ABCD2340', 'ABCDI345'].map(parseAssociationCode)).toEqual([
      'ABCD2345',
      'ABCD2345',
      null,
      null,
      null,
    ]);
  });
});

describe('restrictions', () => {
  const restriction: Restriction = {
    service: 'WORK_RESIDENCE_PERMIT',
    reason: '材料不实',
    from: on('2024-01-01'),
    to: on('2024-06-30'),
    lifted: false,
  };

  it('are active on both days they name, without end where they name none, and never once lifted', () => {
    const days = ['2023-12-31', '2024-01-01', '2024-06-30', '2024-07-01'].map(on);
    expect(days.map((day) => isRestrictionActive(restriction, day))).toEqual([false, true, true, false]);
    expect(isRestrictionActive({ ...restriction, to: null }, on('2030-01-01'))).toBe(true);
    expect(isRestrictionActive({ ...restriction, lifted: true }, on('2024-01-01'))).toBe(false);
  });

  it('give the reasons of one service and of all services', () => {
    const all: Restriction = { ...restriction, service: 'ALL', reason: '停办' };
    const other: Restriction = { ...restriction, service: 'TALENT_INTRODUCTION', reason: '他项' };
    expect(restrictionReasons([restriction, all, other], 'WORK_RESIDENCE_PERMIT', on('2024-02-01'))).toEqual([
      '材料不实',
      '停办',
    ]);
    expect(restrictionReasons([restriction], 'WORK_RESIDENCE_PERMIT', on('2025-02-01'))).toEqual([]);
  });
});

it('units that are no enterprise have the lower multiple of income', () => {
  expect((['ENTERPRISE', 'PUBLIC_INSTITUTION', 'SOCIAL_ORGANIZATION'] as const).map(isNonEnterprise)).toEqual(
    [false, true, true],
  );
});
