import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import { shanghaiDateOf } from '../calendar/instant.js';
import { knownDate as on } from '../calendar/plain-date.js';
import { buildWorkCalendar } from '../calendar/work-calendar.js';
import { DEFAULT_POLICY } from '../policy.js';
import type { Decision } from '../refusal.js';
import { renewalWindow } from './renewal-window.js';
import {
  employerChangeSubmission,
  renewalSubmission,
  type SubmissionTimeFacts,
  type TimelySubmission,
} from './submission-time.js';

const calendar = buildWorkCalendar(shippedCalendar());

const factsAt = (
  instant: string,
  given: Partial<SubmissionTimeFacts> = {},
  validUntil = '2021-08-06',
): SubmissionTimeFacts => ({
  today: shanghaiDateOf(Date.parse(instant)),
  validUntil: on(validUntil),
  window: renewalWindow(on(validUntil), calendar, DEFAULT_POLICY),
  lateSubmission: 'WARN',
  acknowledgeLate: false,
  chain: null,
  ...given,
});

const onTime: Decision<TimelySubmission> = { accepted: true, value: { late: false, hints: [] } };
const late: Decision<TimelySubmission> = {
  accepted: true,
  value: { late: true, hints: ['H-LATE-RESUBMIT'] },
};
const refused = (code: string, facts: object) => ({
  accepted: false,
  refusals: [{ code, facts: expect.objectContaining(facts) }],
});

describe('W4 the time of a renewal', () => {
  it('AC-66 is too early until 2021-06-05T23:59:59.999 and names the opening day', () => {
    const decision = renewalSubmission(factsAt('2021-06-05T15:59:59.999Z'));
    expect(decision).toEqual(refused('RENEWAL_TOO_EARLY', { opensOn: '2021-06-06' }));
  });

  it('AC-66 is accepted from 2021-06-06T00:00:00 on, a Sunday', () => {
    expect(renewalSubmission(factsAt('2021-06-05T16:00:00Z'))).toEqual(onTime);
  });

  it('AC-67 is accepted until 2021-07-08T23:59:59.999', () => {
    expect(renewalSubmission(factsAt('2021-07-08T15:59:59.999Z'))).toEqual(onTime);
  });

  it('AC-68 is too late from 2021-07-09T00:00:00 on and names the last submission day', () => {
    const decision = renewalSubmission(factsAt('2021-07-08T16:00:00Z'));
    expect(decision).toEqual(refused('RENEWAL_TOO_LATE', { lastSubmissionOn: '2021-07-08' }));
  });

  it('AC-68 is accepted late with acknowledgement under WARN and refused under REJECT', () => {
    const acknowledged = { acknowledgeLate: true };
    expect(renewalSubmission(factsAt('2021-07-08T16:00:00Z', acknowledged))).toEqual(late);
    const strict = renewalSubmission(
      factsAt('2021-07-08T16:00:00Z', { ...acknowledged, lateSubmission: 'REJECT' }),
    );
    expect(strict).toEqual(refused('RENEWAL_TOO_LATE', {}));
  });

  it('an acknowledgement does not open the window early', () => {
    expect(renewalSubmission(factsAt('2021-06-01T00:00:00Z', { acknowledgeLate: true }))).toEqual(
      refused('RENEWAL_TOO_EARLY', {}),
    );
  });

  it('AC-70 is refused for good once the permit has ended', () => {
    const chain = { firstOnTime: true, firstAcknowledgedLate: false };
    const acknowledged = { acknowledgeLate: true, chain };
    expect(renewalSubmission(factsAt('2021-08-06T15:59:59.999Z', acknowledged))).toEqual(late);
    const decision = renewalSubmission(factsAt('2021-08-06T16:00:00Z', acknowledged));
    expect(decision).toEqual(refused('PERMIT_EXPIRED_IRRECOVERABLE', { validUntil: '2021-08-06' }));
  });
});

describe('W6 resubmission and re-initiation', () => {
  it('AC-80 is accepted after L with the hint when the first submission was on time', () => {
    const chain = { firstOnTime: true, firstAcknowledgedLate: false };
    expect(renewalSubmission(factsAt('2021-07-15T02:00:00Z', { chain }))).toEqual(late);
    expect(renewalSubmission(factsAt('2021-07-15T02:00:00Z', { chain, lateSubmission: 'REJECT' }))).toEqual(
      late,
    );
  });

  it('is accepted when the first submission was acknowledged late, without acknowledging again', () => {
    const chain = { firstOnTime: false, firstAcknowledgedLate: true };
    expect(renewalSubmission(factsAt('2021-07-25T02:00:00Z', { chain }))).toEqual(late);
  });

  it('carries no hint within the window', () => {
    const chain = { firstOnTime: true, firstAcknowledgedLate: false };
    expect(renewalSubmission(factsAt('2021-07-01T02:00:00Z', { chain }))).toEqual(onTime);
  });

  it('is judged like a first submission when nothing in its chain was accepted', () => {
    const chain = { firstOnTime: false, firstAcknowledgedLate: false };
    expect(renewalSubmission(factsAt('2021-07-15T02:00:00Z', { chain }))).toEqual(
      refused('RENEWAL_TOO_LATE', {}),
    );
    expect(renewalSubmission(factsAt('2021-06-01T02:00:00Z', { chain }))).toEqual(
      refused('RENEWAL_TOO_EARLY', {}),
    );
  });
});

describe('W5 the time of an employer change', () => {
  const change = (instant: string, given: Partial<SubmissionTimeFacts> = {}) =>
    employerChangeSubmission(factsAt(instant, given, '2025-03-04'));

  it('AC-86 V 2025-03-04 is accepted on 2025-01-27 and too late on 2025-01-28', () => {
    expect(change('2025-01-27T15:59:59.999Z')).toEqual(onTime);
    expect(change('2025-01-27T16:00:00Z')).toEqual(
      refused('EMPCHG_TOO_LATE', { lastSubmissionOn: '2025-01-27' }),
    );
  });

  it('has no opening day, takes an acknowledgement and ends with the permit', () => {
    expect(change('2023-01-01T00:00:00Z')).toEqual(onTime);
    expect(change('2025-01-28T00:00:00Z', { acknowledgeLate: true })).toEqual(late);
    expect(change('2025-01-28T00:00:00Z', { acknowledgeLate: true, lateSubmission: 'REJECT' })).toEqual(
      refused('EMPCHG_TOO_LATE', {}),
    );
    expect(change('2025-03-04T16:00:00Z')).toEqual(refused('PERMIT_EXPIRED_IRRECOVERABLE', {}));
  });
});
