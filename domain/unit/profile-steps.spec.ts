import fc from 'fast-check';
import { currentStep, maySaveStep, maySubmitProfile, STEP_ORDER } from './profile-steps.js';

describe('the steps of a unit’s profile', () => {
  it('AC-12 are saved in order: 一般信息, 单位资质, 业务经办人, 电子附件', () => {
    expect(STEP_ORDER).toEqual(['GENERAL', 'QUALIFICATIONS', 'HANDLERS', 'ATTACHMENTS']);
    expect(maySaveStep('HANDLERS', ['GENERAL'])).toMatchObject({
      accepted: false,
      refusals: [{ code: 'PROFILE_STEP_MISSING', facts: { step: 'QUALIFICATIONS', label: '单位资质' } }],
    });
  });

  it('that were saved may be edited again at any time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), fc.nat(3), (count, chosen) => {
        const saved = STEP_ORDER.slice(0, count);
        const step = STEP_ORDER[chosen] ?? 'GENERAL';
        expect(maySaveStep(step, saved).accepted).toBe(chosen <= count);
      }),
    );
  });

  it('AC-12 name every missing one at submission, the attachments also for want of the certificate', () => {
    expect(maySubmitProfile(['GENERAL'], false)).toMatchObject({
      refusals: [
        { facts: { step: 'QUALIFICATIONS' } },
        { facts: { step: 'HANDLERS' } },
        { facts: { step: 'ATTACHMENTS' } },
      ],
    });
    expect(maySubmitProfile(STEP_ORDER, false)).toMatchObject({
      refusals: [{ facts: { step: 'ATTACHMENTS' } }],
    });
    expect(maySubmitProfile(STEP_ORDER, true)).toEqual({ accepted: true, value: true });
  });

  it('AC-13 open where the draft was left', () => {
    expect(currentStep([])).toBe('GENERAL');
    expect(currentStep(['GENERAL', 'QUALIFICATIONS'])).toBe('HANDLERS');
    expect(currentStep(STEP_ORDER)).toBe('ATTACHMENTS');
  });
});
