import { knownDate } from './calendar/plain-date.js';
import { changedPolicy, type PolicyPublication } from './policy-change.js';
import { DEFAULT_POLICY, type Policy } from './policy.js';

const TODAY = knownDate('2021-08-05');
const publish = (change: Partial<Policy>, given: Partial<PolicyPublication> = {}) =>
  changedPolicy(DEFAULT_POLICY, { change, isCity: true, effectiveFrom: TODAY, today: TODAY, ...given });
const pointers = (...args: Parameters<typeof publish>) => {
  const decision = publish(...args);
  return decision.accepted ? [] : decision.refusals.map(({ pointer }) => pointer);
};

describe('a changed policy', () => {
  it('is whole: what is not named stays as it was', () => {
    expect(publish({ lateSubmission: 'REJECT' })).toEqual({
      accepted: true,
      value: { ...DEFAULT_POLICY, lateSubmission: 'REJECT' },
    });
  });

  it('begins today at the earliest and changes something', () => {
    expect(pointers({}, { effectiveFrom: knownDate('2021-08-04') })).toEqual([
      '/effectiveFrom',
      '/parameters',
    ]);
  });

  it('names everything that does not go together', () => {
    expect(
      pointers({
        loginMethods: [],
        renewalOpenDays: 20,
        insuranceMonthsMin: 37,
        returnedReminderWorkdays: 60,
      }),
    ).toEqual([
      '/parameters/loginMethods',
      '/parameters/renewalOpenDays',
      '/parameters/insuranceMonthsMin',
      '/parameters/returnedReminderWorkdays',
    ]);
  });

  it('AC-06 of a department may admit certificates and electronic licences only', () => {
    const loginMethods = ['CERT_USBKEY', 'E_LICENCE'] as const;
    expect(pointers({ loginMethods }, { isCity: false })).toEqual([]);
  });

  it('of a department leaves the guarding of passwords to the city', () => {
    expect(pointers({ captchaAttempts: 3, releaseWorkdays: 3 }, { isCity: false })).toEqual([
      '/parameters/captchaAttempts',
    ]);
  });
});
