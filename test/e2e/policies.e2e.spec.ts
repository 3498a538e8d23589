import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { PolicyVersionsView, PolicyVersionView } from '../../services/api/policies/policy.dto.js';
import type { RouteVersionsView, RouteVersionView } from '../../services/api/policies/route.dto.js';
import { clientAs } from '../support/accounts.js';
import { expectRefused, faultPointers, type Answer } from '../support/api-client.js';
import {
  decideAs,
  freezeAt,
  inReview,
  inStatus,
  linkedPerson,
  permitsOf,
  read,
  signInCast,
  type Cast,
} from '../support/cast.js';
import { succeeded, uploadUnitFiles } from '../support/people.js';
import {
  draftRenewal,
  permitHolder,
  prepareRenewal,
  renewalOf,
  submitRenewal,
  type PermitHolder,
} from '../support/renewals.js';
import { startStack, type Stack } from '../support/stack.js';

const POLICIES = '/api/v1/policies';
const ROUTES = '/api/v1/review-routes';

let stack: Stack;
let cast: Cast;
let haidian: string;
let early: PermitHolder;
let late: PermitHolder;

beforeAll(async () => {
  stack = await startStack({ startAt: '2018-08-07' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2018-08-07T10:00:00+08:00');
  const [department] = await stack.sql<{ id: string }>(`select id from department where district = '110108'`);
  haidian = department?.id ?? '';
  await uploadUnitFiles(cast.unit);
  early = await permitHolder(cast);
  late = await permitHolder(cast);
  await freezeAt(cast, '2021-07-05T10:00:00+08:00');
  await prepareRenewal(early, cast.unit);
}, 120_000);
afterAll(() => stack?.stop());

function publishPolicy(
  parameters: object,
  given: object = {},
  key: string = randomUUID(),
): Promise<Answer<PolicyVersionView>> {
  const body = {
    departmentId: haidian,
    effectiveFrom: '2021-07-08',
    reason: '按海淀区办理指南',
    parameters,
    ...given,
  };
  return cast.operator.post<PolicyVersionView>(POLICIES, body, { key });
}

function publishRoutes(routes: readonly object[], given: object = {}): Promise<Answer<RouteVersionView>> {
  const body = { effectiveFrom: '2021-07-09', reason: '缩短审核周期', routes, ...given };
  return cast.operator.post<RouteVersionView>(ROUTES, body);
}

const renewalLimits = (...days: readonly number[]) =>
  ['DISTRICT_FIRST', 'DISTRICT_SECOND', 'MUNICIPAL', 'FINAL'].map((level, index) => ({
    level,
    workdaysAllowed: days[index],
  }));
const RENEWAL = { permitType: 'BEIJING_WORK_RESIDENCE', type: 'RENEWAL' };

describe('policy parameters by department and version', () => {
  it('come with the product as version 1, for operators, department administrators and auditors', async () => {
    const admin = await clientAs(stack, 'DEPARTMENT_ADMIN', { departmentId: haidian });
    for (const client of [cast.operator, cast.auditor, admin]) {
      const { items } = succeeded(await client.get<PolicyVersionsView>(POLICIES));
      expect(items).toMatchObject([{ version: 1, departmentId: null, publishedByName: null }]);
      expect(items[0]?.parameters).toEqual({ ...DEFAULT_POLICY });
    }
    expectRefused(await cast.unit.get(POLICIES), 'FORBIDDEN_ACTION');
    expectRefused(await admin.post(POLICIES, {}), 'FORBIDDEN_ACTION');
  });

  it('every fault is named with its pointer, and an unknown department is not accepted', async () => {
    const faulty = await publishPolicy(
      { reviewReserveWorkdays: 60, captchaAttempts: 3 },
      { effectiveFrom: '2021-07-04' },
    );
    expectRefused(faulty, 'VALIDATION_FAILED');
    expect(faultPointers(faulty)).toEqual([
      '/effectiveFrom',
      '/parameters/captchaAttempts',
      '/parameters/renewalOpenDays',
    ]);
    expect(faultPointers(await publishPolicy({ releaseWorkdays: 0, incomeFactor: 11 }))).toEqual([
      '/parameters/incomeFactor',
      '/parameters/releaseWorkdays',
    ]);
    const unknown = await publishPolicy({ releaseWorkdays: 3 }, { departmentId: randomUUID() });
    expectRefused(unknown, 'FORBIDDEN_SCOPE');
  });

  it('AC-68 under REJECT a late submission is refused, acknowledged or not; what began before keeps its version', async () => {
    const running = succeeded(await renewalOf(cast.unit, early));
    const key = randomUUID();
    const published = succeeded(await publishPolicy({ lateSubmission: 'REJECT' }, {}, key));
    expect(published).toMatchObject({
      version: 2,
      departmentId: haidian,
      parameters: { lateSubmission: 'REJECT', renewalOpenDays: 60 },
    });
    expect(succeeded(await publishPolicy({ lateSubmission: 'REJECT' }, {}, key))).toEqual(published);

    await freezeAt(cast, '2021-07-09T00:00:00+08:00');
    await prepareRenewal(late, cast.unit);
    const { id } = await draftRenewal(cast.unit, late);
    const facts = { lastSubmissionOn: '2021-07-08' };
    expectRefused(await submitRenewal(cast.unit, id), 'RENEWAL_TOO_LATE', facts);
    expectRefused(await submitRenewal(cast.unit, id, { acknowledgeLate: true }), 'RENEWAL_TOO_LATE', facts);

    await decideAs(cast.reviewers.DISTRICT_FIRST, running.id, { outcome: 'RETURN', opinion: '请补充' });
    await inStatus(cast.unit, running.id, 'RETURNED');
    expect(succeeded(await submitRenewal(cast.unit, running.id))).toMatchObject({ round: 2 });
    const pinned = await stack.sql('select policy_version as version from application where id = $1', [
      running.id,
    ]);
    expect(pinned).toEqual([{ version: 1 }]);
  });

  it('a window counts by the department’s reserve from its day on, never earlier than notified', async () => {
    succeeded(await publishPolicy({ lateSubmission: 'WARN' }, { effectiveFrom: '2021-07-09' }));
    succeeded(await publishPolicy({ reviewReserveWorkdays: 10 }, { effectiveFrom: '2021-07-12' }));
    expect(await permitsOf(late)).toMatchObject([{ lastSubmissionOn: '2021-07-08', windowState: 'LATE' }]);
    await freezeAt(cast, '2021-07-12T10:00:00+08:00');
    expect(await permitsOf(late)).toMatchObject([{ lastSubmissionOn: '2021-07-22', windowState: 'OPEN' }]);
    succeeded(await publishPolicy({ reviewReserveWorkdays: 20 }, { effectiveFrom: '2021-07-12' }));
    expect(await permitsOf(late)).toMatchObject([{ lastSubmissionOn: '2021-07-08' }]);
    succeeded(await publishPolicy({ reviewReserveWorkdays: 10 }, { effectiveFrom: '2021-07-12' }));
    await prepareRenewal(late, cast.unit);
    expect(succeeded<ApplicationView>(await renewalOf(cast.unit, late))).toMatchObject({
      status: 'IN_REVIEW',
      hints: [],
    });
  });
});

describe('approval routes by version', () => {
  it('have their own limits from a day on; running applications keep theirs', async () => {
    const { items } = succeeded(await cast.operator.get<RouteVersionsView>(ROUTES));
    expect(items).toMatchObject([{ version: 1 }]);
    expect(items[0]?.routes).toHaveLength(16);

    const limits = [{ level: 'UNIT', workdaysAllowed: 5 }, ...renewalLimits(2, 2, 3, 3)];
    const route = { permitType: 'BEIJING_WORK_RESIDENCE', type: 'NEW', limits };
    const before = await inReview(cast, await linkedPerson(cast));
    const published = succeeded(await publishRoutes([route], { effectiveFrom: '2021-07-12' }));
    expect(published.routes.find((each) => each.type === 'NEW')).toMatchObject({ totalWorkdays: 10 });
    const after = await inReview(cast, await linkedPerson(cast));
    const dueOf = async (id: string) => {
      const { dueOn, timeline } = await read(cast.unit, id);
      return [dueOn, timeline.find(({ level }) => level === 'DISTRICT_FIRST')?.dueOn];
    };
    expect(await dueOf(before.id)).toEqual(['2021-08-09', '2021-07-19']);
    expect(await dueOf(after.id)).toEqual(['2021-07-26', '2021-07-14']);
    await decideAs(cast.reviewers.DISTRICT_FIRST, before.id);
    const { timeline } = await read(cast.unit, before.id);
    expect(timeline.find(({ level }) => level === 'DISTRICT_SECOND')?.dueOn).toBe('2021-07-19');
  });

  it('keep the levels of their type and the order of them; every fault has its pointer', async () => {
    const swapped = { ...RENEWAL, limits: renewalLimits(5, 5, 5, 5).toReversed() };
    const none = { permitType: 'OVERSEAS_RETURNEE_WORK_RESIDENCE', type: 'UNIT_INFO_CHANGE', limits: [] };
    const faulty = await publishRoutes([swapped, none]);
    expectRefused(faulty, 'VALIDATION_FAILED');
    expect(faultPointers(faulty)).toEqual(['/effectiveFrom', '/routes/0/limits', '/routes/1/type']);
    expectRefused(await cast.auditor.post(ROUTES, {}), 'FORBIDDEN_ACTION');
    expectRefused(await cast.unit.get(ROUTES), 'FORBIDDEN_ACTION');
  });

  it('each publication stands in the audit trail with its reason', async () => {
    const events = await stack.sql(
      `select action, count(*)::int, min(reason) as reason from audit_event
        where action in ('policy.publish', 'reviewRoute.publish') group by action order by action`,
    );
    expect(events).toEqual([
      { action: 'policy.publish', count: 5, reason: '按海淀区办理指南' },
      { action: 'reviewRoute.publish', count: 1, reason: '缩短审核周期' },
    ]);
  });
});
