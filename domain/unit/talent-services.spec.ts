import { knownDate as on } from '../calendar/plain-date.js';
import { shownAssociationCode } from './association-code.js';
import {
  liftedRestriction,
  newRestriction,
  restrictionState,
  type RestrictedService,
  type Restriction,
} from './restriction.js';
import { enterService, isTalentService, serviceEntries } from './talent-services.js';

function restriction(service: RestrictedService, reason = '提供虚假材料'): Restriction {
  return { service, reason, from: on('2024-01-01'), to: on('2024-06-30'), lifted: false };
}

describe('the list of services', () => {
  it('AC-19 closes the restricted service only, with the stored reason; 附件管理 is never closed', () => {
    const entries = serviceEntries([restriction('WORK_RESIDENCE_PERMIT')], on('2024-06-30'));
    expect(entries).toEqual([
      { service: 'WORK_RESIDENCE_PERMIT', label: '工作居住证', allowed: false, reason: '提供虚假材料' },
      { service: 'TALENT_INTRODUCTION', label: '引进人才', allowed: true, reason: null },
      { service: 'ATTACHMENT_MANAGEMENT', label: '附件管理', allowed: true, reason: null },
    ]);
    const all = serviceEntries([restriction('ALL', '停办'), restriction('ALL', '核查')], on('2024-01-01'));
    expect(all.map(({ reason }) => reason)).toEqual(['停办；核查', '停办；核查', null]);
  });

  it('AC-20 is entered again the day after the restriction’s last', () => {
    const restrictions = [restriction('TALENT_INTRODUCTION')];
    expect(enterService('TALENT_INTRODUCTION', restrictions, on('2024-06-30'))).toMatchObject({
      refusals: [{ code: 'RESTRICTED', facts: { reason: '提供虚假材料' } }],
    });
    expect(enterService('TALENT_INTRODUCTION', restrictions, on('2024-07-01')).accepted).toBe(true);
    expect(enterService('WORK_RESIDENCE_PERMIT', restrictions, on('2024-06-30')).accepted).toBe(true);
  });

  it('knows its services', () => {
    expect(['ATTACHMENT_MANAGEMENT', 'ALL', 'toString'].map(isTalentService)).toEqual([true, false, false]);
  });

  it('AC-18 shows the code only while a permission is ACTIVE', () => {
    expect(shownAssociationCode('ABCD2345', ['CANCELLED', 'ACTIVE'])).toBe('ABCD2345');
    expect(shownAssociationCode('ABCD2345', ['CANCELLING'])).toBeNull();
    expect(shownAssociationCode(null, [])).toBeNull();
  });
});

describe('setting and lifting', () => {
  it('need a reason, and an end that is still to come', () => {
    const asked = { ...restriction('ALL'), reason: ' ' };
    expect(newRestriction(asked, on('2024-07-01'))).toMatchObject({
      refusals: [{ code: 'REASON_REQUIRED' }, { code: 'VALIDATION_FAILED', pointer: '/to' }],
    });
    expect(newRestriction({ ...restriction('ALL'), to: on('2023-12-31') }, on('2023-01-01')).accepted).toBe(
      false,
    );
    expect(newRestriction({ ...restriction('ALL'), to: null }, on('2030-01-01')).accepted).toBe(true);
  });

  it('are for what binds or will bind', () => {
    const one = restriction('ALL');
    const days = ['2023-12-31', '2024-01-01', '2024-06-30', '2024-07-01'].map(on);
    expect(days.map((day) => restrictionState(one, day))).toEqual(['SCHEDULED', 'ACTIVE', 'ACTIVE', 'ENDED']);
    expect(days.map((day) => liftedRestriction(one, '已核实', day).accepted)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(liftedRestriction({ ...one, lifted: true }, '已核实', on('2024-01-01'))).toMatchObject({
      refusals: [{ code: 'STATE_NOT_ALLOWED', facts: { state: 'LIFTED' } }],
    });
    expect(liftedRestriction(one, '', on('2024-01-01'))).toMatchObject({
      refusals: [{ code: 'REASON_REQUIRED' }],
    });
  });
});
