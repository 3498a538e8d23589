import { knownDate } from '../calendar/plain-date.js';
import { changedCatalogue, type SlotChange } from './catalogue-change.js';
import { ATTACHMENT_CODES, DEFAULT_CATALOGUE } from './catalogue.js';
import { requiredSlots } from './required-slots.js';
import { fileAddition } from './slot-rules.js';

const TODAY = knownDate('2021-08-05');
const change = (slots: readonly SlotChange[], effectiveFrom = '2021-08-05') =>
  changedCatalogue(DEFAULT_CATALOGUE, slots, knownDate(effectiveFrom), TODAY);
const pointers = (...args: Parameters<typeof change>) => {
  const decision = change(...args);
  return decision.accepted ? [] : decision.refusals.map(({ pointer }) => pointer);
};

describe('a changed catalogue', () => {
  it('is whole: what is not named stays as it was', () => {
    const decision = change([
      { code: 'UNIT_TAX_VOUCHER', maxFiles: 6, hintText: '请上传上一年度完税证明' },
      { code: 'UNIT_INTEGRITY_STATEMENT', hintText: '' },
      { code: 'EMP_LEAVE_CERT', requiredFor: [{ purpose: 'NEW', condition: 'ALWAYS' }] },
    ]);
    expect(decision.accepted).toBe(true);
    if (!decision.accepted) return;
    const { value } = decision;
    expect(Object.keys(value)).toEqual(ATTACHMENT_CODES);
    expect(value.UNIT_TAX_VOUCHER).toEqual({
      ...DEFAULT_CATALOGUE.UNIT_TAX_VOUCHER,
      maxFiles: 6,
      hintText: '请上传上一年度完税证明',
    });
    expect(value.UNIT_INTEGRITY_STATEMENT.hintText).toBeNull();
    expect(value.EMP_ID).toBe(DEFAULT_CATALOGUE.EMP_ID);
    expect(fileAddition('UNIT_TAX_VOUCHER', 'UNIT', 5, value).accepted).toBe(true);
    const plain = {
      permitType: 'BEIJING_WORK_RESIDENCE',
      holdsProfessionalTitle: false,
      hasFamilyMembers: false,
    } as const;
    expect(requiredSlots('NEW', plain, value)).toContain('EMP_LEAVE_CERT');
    expect(requiredSlots('RELEASE_REQUEST', plain, value)).toEqual([]);
  });

  it('is refused with every fault and its pointer', () => {
    expect(pointers([], '2021-08-04')).toEqual(['/effectiveFrom', '/slots']);
    expect(
      pointers([
        { code: 'EMP_EDU', minFiles: 5 },
        { code: 'EMP_EDU', maxFiles: 9 },
        { code: 'EMP_OTHER', requiredFor: [{ purpose: 'NEW', condition: 'ALWAYS' }] },
        {
          code: 'UNIT_CERT',
          requiredFor: [
            { purpose: 'PROFILE', condition: 'HOLDS_TITLE' },
            { purpose: 'PROFILE', condition: 'ALWAYS' },
          ],
        },
      ]),
    ).toEqual([
      '/slots/0/maxFiles',
      '/slots/1/code',
      '/slots/2/minFiles',
      '/slots/3/requiredFor/0/condition',
      '/slots/3/requiredFor/1/purpose',
    ]);
  });
});
