import { knownDate as on } from '../calendar/plain-date.js';
import {
  ATTACHMENT_CATALOGUE,
  ATTACHMENT_CODES,
  DEFAULT_CATALOGUE,
  isAttachmentCode,
  slotTraits,
} from './catalogue.js';
import {
  missingSlots,
  requiredSlots,
  slotNames,
  slotsNotRenewed,
  type RequirementFacts,
} from './required-slots.js';
import { isStale } from './staleness.js';

const PLAIN: RequirementFacts = {
  permitType: 'BEIJING_WORK_RESIDENCE',
  holdsProfessionalTitle: false,
  hasFamilyMembers: false,
};
const UNCHANGED = { unitChangedOn: null, primaryHandlerChangedOn: null };

describe('the attachment catalogue', () => {
  it('has the nineteen slots of §8 with sensible counts', () => {
    expect(ATTACHMENT_CODES).toHaveLength(19);
    for (const code of ATTACHMENT_CODES) {
      const { minFiles, maxFiles, requiredFor, owner } = DEFAULT_CATALOGUE[code];
      expect(maxFiles).toBeGreaterThanOrEqual(Math.max(1, minFiles));
      if (Object.keys(requiredFor).length > 0) expect(minFiles).toBeGreaterThan(0);
      expect(code.startsWith(owner === 'UNIT' ? 'UNIT_' : 'EMP_')).toBe(true);
    }
    expect(isAttachmentCode('EMP_UNKNOWN')).toBe(false);
  });

  it('gives the contract to the unit alone to upload', () => {
    expect(ATTACHMENT_CODES.filter((code) => slotTraits(code).owner !== slotTraits(code).uploader)).toEqual([
      'EMP_CONTRACT',
    ]);
    expect(ATTACHMENT_CATALOGUE.EMP_PHOTO.format).toBe('JPEG');
  });
});

describe('required slots', () => {
  it.each([
    ['PROFILE', ['UNIT_CERT']],
    ['ASSOCIATION', ['UNIT_TAX_VOUCHER', 'UNIT_INTEGRITY_STATEMENT', 'UNIT_HANDLER_ID', 'EMP_CONTRACT']],
    ['PERMISSION_APPLY', ['UNIT_TAX_VOUCHER', 'UNIT_INTEGRITY_STATEMENT', 'UNIT_HANDLER_ID']],
    [
      'NEW',
      [
        'EMP_ID',
        'EMP_PHOTO',
        'EMP_EDU',
        'EMP_INTEGRITY_STATEMENT',
        'EMP_CONTRACT',
        'EMP_INCOME',
        'EMP_INSURANCE',
        'EMP_RESIDENCE',
      ],
    ],
    ['RENEWAL', ['EMP_INTEGRITY_STATEMENT', 'EMP_CONTRACT', 'EMP_INCOME', 'EMP_INSURANCE']],
    [
      'EMPLOYER_CHANGE',
      ['EMP_INTEGRITY_STATEMENT', 'EMP_CONTRACT', 'EMP_INCOME', 'EMP_INSURANCE', 'EMP_LEAVE_CERT'],
    ],
    ['BASIC_INFO_CHANGE', ['EMP_ID', 'EMP_INTEGRITY_STATEMENT', 'EMP_CONTRACT', 'EMP_INCOME']],
    ['BUSINESS_INFO_CHANGE', ['EMP_INTEGRITY_STATEMENT', 'EMP_CONTRACT', 'EMP_INCOME']],
    ['RELEASE_REQUEST', ['EMP_LEAVE_CERT']],
  ] as const)('for %s are those of §8', (purpose, codes) => {
    expect(requiredSlots(purpose, PLAIN, DEFAULT_CATALOGUE)).toEqual(codes);
  });

  it('grow with title, family, overseas degree and what changes', () => {
    const full: RequirementFacts = {
      permitType: 'OVERSEAS_RETURNEE_WORK_RESIDENCE',
      holdsProfessionalTitle: true,
      hasFamilyMembers: true,
      changesPhoto: true,
      changesEducation: true,
      changesAddress: true,
      changesTitle: true,
      changesFamily: true,
    };
    expect(requiredSlots('NEW', full, DEFAULT_CATALOGUE)).toEqual(
      expect.arrayContaining(['EMP_TITLE', 'EMP_OVERSEAS_EDU', 'EMP_FAMILY']),
    );
    expect(requiredSlots('BASIC_INFO_CHANGE', full, DEFAULT_CATALOGUE)).toContain('EMP_PHOTO');
    expect(requiredSlots('BUSINESS_INFO_CHANGE', full, DEFAULT_CATALOGUE)).toEqual(
      expect.arrayContaining(['EMP_EDU', 'EMP_TITLE', 'EMP_RESIDENCE', 'EMP_FAMILY']),
    );
  });

  it('AC-59 are missing while they hold no file, and named in Chinese', () => {
    const missing = missingSlots(['EMP_ID', 'EMP_INTEGRITY_STATEMENT'], { EMP_ID: 1 }, DEFAULT_CATALOGUE);
    expect(slotNames(missing)).toEqual(['员工诚信声明']);
  });

  it('AC-75 must have been renewed on or after O − 30 days', () => {
    const opensOn = on('2025-07-16');
    expect(
      slotsNotRenewed(
        { EMP_INCOME: on('2025-06-15'), EMP_INTEGRITY_STATEMENT: on('2025-06-16'), EMP_ID: on('2020-01-01') },
        opensOn,
      ),
    ).toEqual(['EMP_INCOME']);
  });
});

describe('T8 staleness', () => {
  it('makes yearly slots stale on 1 January', () => {
    const staleOn = (day: string) => isStale('UNIT_TAX_VOUCHER', on('2024-01-22'), on(day), UNCHANGED);
    expect([staleOn('2024-12-31'), staleOn('2025-01-01')]).toEqual([false, true]);
    expect(isStale('UNIT_HANDLER_ID', on('2021-05-08'), on('2024-06-01'), UNCHANGED)).toBe(false);
  });

  it('makes slots stale when the data behind them change after the upload', () => {
    const changes = { unitChangedOn: on('2024-03-27'), primaryHandlerChangedOn: on('2021-05-09') };
    const stale = (['UNIT_CERT', 'UNIT_QUALIFICATION', 'UNIT_HANDLER_ID', 'UNIT_OTHER'] as const).map(
      (code) => isStale(code, on('2024-03-26'), on('2024-06-01'), changes),
    );
    expect(stale).toEqual([true, true, false, false]);
    expect(isStale('UNIT_HANDLER_ID', on('2021-05-08'), on('2024-06-01'), changes)).toBe(true);
  });
});
