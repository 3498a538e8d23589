import { randomUUID } from 'node:crypto';
import { addDays, knownDate } from '../../domain/calendar/plain-date.js';
import { buildWorkCalendar } from '../../domain/calendar/work-calendar.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import type { OutagePage, OutageView } from '../../services/api/outages/outage.dto.js';
import { expectRefused, faultPointers, type Answer } from '../support/api-client.js';
import type { EligibilityView } from '../../services/api/applications/application.views.js';
import type { UnitChangeView } from '../../services/api/units/profile.views.js';
import type {
  BoardView,
  RenewalCandidatePage,
} from '../../services/api/work-residence/work-residence.views.js';
import { applicationWorkflowId } from '../../workflows/ids.js';
import { progress } from '../../workflows/messages.js';
import {
  decideAs,
  freezeAt,
  inStatus,
  noticesAbout,
  permitsOf,
  read,
  signInCast,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { succeeded, uploadUnitFiles } from '../support/people.js';
import {
  draftRenewal,
  permitHolder,
  prepareRenewal,
  submitRenewal,
  type PermitHolder,
} from '../support/renewals.js';
import { startStack, type Stack } from '../support/stack.js';

const PATH = '/api/v1/outages';

/** P is valid until V = 2021-08-06, its last submission day is 2021-07-08. */
describe('W9 an outage on the last submission day', () => {
  let stack: Stack;
  let cast: Cast;
  let person: PermitHolder;
  let other: PermitHolder;

  beforeAll(async () => {
    stack = await startStack({ startAt: '2018-08-07' });
    cast = await signInCast(stack);
    await freezeAt(cast, '2018-08-07T10:00:00+08:00');
    await uploadUnitFiles(cast.unit);
    person = await permitHolder(cast);
    await freezeAt(cast, '2018-08-10T10:00:00+08:00');
    other = await permitHolder(cast);
    await freezeAt(cast, '2021-07-09T00:10:00+08:00');
    await prepareRenewal(person, cast.unit);
  }, 120_000);
  afterAll(() => stack?.stop());

  const record = (from: string, to: string, key: string = randomUUID()): Promise<Answer<OutageView>> =>
    cast.operator.post<OutageView>(PATH, { from, to, reason: '机房断电' }, { key });

  it('is the operator’s to record, once it is over', async () => {
    expectRefused(await cast.unit.post(PATH, {}), 'FORBIDDEN_ACTION');
    expectRefused(await cast.auditor.post(PATH, {}), 'FORBIDDEN_ACTION');
    const [began, ended] = ['2021-07-08T14:00:00+08:00', '2021-07-08T23:50:00+08:00'];
    for (const [from, to] of [
      [ended, began],
      [began, '2021-07-09T00:10:01+08:00'],
    ] as const) {
      const answer = await record(from, to);
      expectRefused(answer, 'VALIDATION_FAILED');
      expect(faultPointers(answer)).toEqual(['/to']);
    }
    expect(faultPointers(await record('2021-07-08', 'soon'))).toEqual(['/from', '/to']);
  });

  it('moves it to the end of the first workday after; its holders are told, others are not', async () => {
    const { id } = await draftRenewal(cast.unit, person);
    expectRefused(await submitRenewal(cast.unit, id), 'RENEWAL_TOO_LATE', { lastSubmissionOn: '2021-07-08' });
    const key = randomUUID();
    const send = () => record('2021-07-08T14:00:00+08:00', '2021-07-08T23:50:00+08:00', key);
    const recorded = succeeded(await send());
    expect(recorded).toMatchObject({ affected: 1, reason: '机房断电', from: '2021-07-08T06:00:00.000Z' });
    expect(succeeded(await send())).toEqual(recorded);
    expect(await permitsOf(person)).toMatchObject([{ lastSubmissionOn: '2021-07-09', windowState: 'OPEN' }]);
    for (const client of [person.client, cast.unit]) {
      const told = (await noticesAbout(client, person.permitId)).filter(({ code }) => code === 'N-23');
      expect(told.map(({ body }) => body)).toEqual([
        '系统停止受理（机房断电），相关期限已重新计算：证件 2021-08-06 到期，最晚申请日顺延至 2021-07-09',
      ]);
    }
    expect(await noticesAbout(other.client, other.permitId)).not.toContainEqual(
      expect.objectContaining({ code: 'N-23' }),
    );
    await freezeAt(cast, '2021-07-09T23:59:59.999+08:00');
    expect(succeeded(await submitRenewal(cast.unit, id))).toMatchObject({ status: 'IN_REVIEW', hints: [] });
  });

  it('the unit’s lists, its board and the eligibility show the moved day', async () => {
    const list = '/api/v1/work-residence/renewals?windowState=OPEN&limit=1';
    const { items } = succeeded(await cast.unit.get<RenewalCandidatePage>(list));
    expect(items).toMatchObject([{ permitId: person.permitId, lastSubmissionOn: '2021-07-09' }]);
    const board = '/api/v1/work-residence/board?from=2021-07-09&to=2021-07-11';
    const { events } = succeeded(await cast.unit.get<BoardView>(board));
    const moved = events.filter(({ permitId }) => permitId === person.permitId);
    expect(moved.map(({ kind, on }) => [kind, on])).toEqual([['LAST_DAY', '2021-07-09']]);
    const applicationId = items[0]?.inFlight?.id ?? '';
    const eligibility = `/api/v1/applications/${applicationId}/eligibility`;
    const { dates } = succeeded(await cast.unit.get<EligibilityView>(eligibility));
    expect(dates).toMatchObject({ lastSubmissionOn: '2021-07-09', validUntil: '2021-08-06' });
  });

  it('the new last day is reminded of, once', async () => {
    await eventually('N-16 of the new day', async () => {
      const told = await noticesAbout(person.client, person.permitId);
      const last = told.filter(({ code, body }) => code === 'N-16' && body.includes('2021-07-09'));
      return last.length === 1 ? true : null;
    });
  });

  it('never moves it beyond the end of the permit', async () => {
    await freezeAt(cast, '2021-08-09T12:00:00+08:00');
    const recorded = succeeded(await record('2021-07-09T20:00:00+08:00', '2021-08-09T11:00:00+08:00'));
    expect(recorded.affected).toBe(1);
    expect(await permitsOf(other)).toMatchObject([
      { validUntil: '2021-08-09', lastSubmissionOn: '2021-08-09', windowState: 'OPEN' },
    ]);
  });

  it('moves the last day of a returned application that would lapse in it', async () => {
    const change = await cast.unit.patch<UnitChangeView>(
      '/api/v1/units/mine',
      { registeredCapital: '3456789', selfChecked: true },
      { ifMatch: 1 },
    );
    const id = succeeded(change).applicationId ?? '';
    await decideAs(cast.reviewers.DISTRICT_FIRST, id, { outcome: 'RETURN', opinion: '请更正' });
    await inStatus(cast.unit, id, 'RETURNED');
    const calendar = buildWorkCalendar(shippedCalendar());
    const lastDay = calendar.plus(knownDate('2021-08-09'), DEFAULT_POLICY.returnedLapseWorkdays);
    const next = calendar.plus(lastDay, 1);
    await freezeAt(cast, `${lastDay}T12:00:00+08:00`);
    const recorded = succeeded(await record(`${lastDay}T08:00:00+08:00`, `${lastDay}T11:00:00+08:00`));
    expect(recorded.affected).toBe(1);
    const [told] = (await noticesAbout(cast.unit, id)).filter(({ code }) => code === 'N-23');
    expect(told?.body).toMatch(new RegExp(`可重新提交至 ${next}$`));
    await eventually('the process has looked again', async () => {
      const handle = stack.temporal.workflow.getHandle(applicationWorkflowId(id));
      return (await handle.query(progress)).waitsFor.includes(next) ? true : null;
    });
    await freezeAt(cast, `${next}T23:59:59+08:00`);
    expect((await read(cast.unit, id)).status).toBe('RETURNED');
    await freezeAt(cast, `${addDays(next, 1)}T00:00:00+08:00`);
    await inStatus(cast.unit, id, 'WITHDRAWN');
  });

  it('stands in a list and in the audit trail', async () => {
    const { items } = succeeded(await cast.auditor.get<OutagePage>(PATH));
    expect(items.map(({ affected, recordedByName }) => [affected, recordedByName])).toEqual([
      [1, '杨帆'],
      [1, '杨帆'],
      [1, '杨帆'],
    ]);
    expectRefused(await cast.unit.get(PATH), 'FORBIDDEN_ACTION');
    const events = await stack.sql(
      `select actor_role, reason, after->>'affected' as affected from audit_event where action = 'outage.record'`,
    );
    expect(events).toEqual(
      Array(3).fill({ actor_role: 'SYSTEM_OPERATOR', reason: '机房断电', affected: '1' }),
    );
  });
});
