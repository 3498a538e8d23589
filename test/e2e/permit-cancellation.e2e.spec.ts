import { randomUUID } from 'node:crypto';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { PermitListItem, PermitPage } from '../../services/api/permits/permit.views.js';
import { permitWorkflowId } from '../../workflows/ids.js';
import { expectRefused, type Answer, type ApiClient } from '../support/api-client.js';
import {
  freezeAt,
  inStatus,
  noticesAbout,
  passLevels,
  permitsOf,
  read,
  signInCast,
  submit,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { succeeded, trialClient, uploadUnitFiles } from '../support/people.js';
import { permitHolder, prepareRenewal, renewalOf, type PermitHolder } from '../support/renewals.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;
let holder: PermitHolder;
let passing: PermitHolder;
let administrator: ApiClient;

beforeAll(async () => {
  stack = await startStack({ startAt: '2018-08-07' });
  cast = await signInCast(stack);
  administrator = await trialClient(stack, 'haidian-admin');
  await freezeAt(cast, '2018-08-07T10:00:00+08:00');
  await uploadUnitFiles(cast.unit);
  [holder, passing] = await Promise.all([permitHolder(cast), permitHolder(cast)]);
}, 120_000);
afterAll(() => stack?.stop());

const cancel = (
  client: ApiClient,
  { permitId }: Pick<PermitHolder, 'permitId'>,
  key: string = randomUUID(),
): Promise<Answer<PermitListItem>> =>
  client.post(
    `/api/v1/permits/${permitId}/cancellation`,
    { reason: 'HUKOU_OBTAINED', remark: '2021年落户' },
    { key },
  );

describe('注销 a permit', () => {
  it('is for the administrator of its department and the final approver; others learn nothing', async () => {
    const stranger = await trialClient(stack, 'chaoyang-second');
    expectRefused(await cancel(stranger, holder), 'FORBIDDEN_ACTION');
    expectRefused(await cancel(cast.unit, holder), 'FORBIDDEN_ACTION');
    expectRefused(await cancel(administrator, { permitId: randomUUID() }), 'FORBIDDEN_SCOPE');
    const page = succeeded(await administrator.get<PermitPage>('/api/v1/permits?limit=1'));
    expect(page.items).toHaveLength(1);
    expect(page.nextCursor).not.toBeNull();
    const elsewhere = await trialClient(stack, 'chaoyang-first');
    expect(succeeded(await elsewhere.get<PermitPage>('/api/v1/permits')).items).toEqual([]);
  });

  it('is refused while an application of it waits for its conclusion', async () => {
    await freezeAt(cast, '2021-06-10T10:00:00+08:00');
    await prepareRenewal(passing, cast.unit);
    const renewal = succeeded(await renewalOf(cast.unit, passing));
    await stack.stopWorker();
    await passLevels(cast, renewal.id);
    expectRefused(await cancel(administrator, passing), 'STATE_NOT_ALLOWED', {
      applicationNos: [renewal.applicationNo],
    });
    await stack.startWorker();
    await inStatus(cast.unit, renewal.id, 'APPROVED');
  });

  it('ends it and what is open for it, tells holder and unit (N-21), once; nothing brings it back', async () => {
    await prepareRenewal(holder, cast.unit);
    const renewal = succeeded(await renewalOf(cast.unit, holder));
    const change = {
      type: 'BASIC_INFO_CHANGE',
      permitType: 'BEIJING_WORK_RESIDENCE',
      changes: [{ field: 'name', to: '王新名' }],
    };
    const { id: draft } = succeeded(
      await holder.client.post<ApplicationView>('/api/v1/applications', change),
    );
    const key = randomUUID();
    expect(succeeded(await cancel(administrator, holder, key))).toMatchObject({
      status: 'CANCELLED',
      statusLabel: '已注销',
    });
    expect(succeeded(await cancel(administrator, holder, key)).status).toBe('CANCELLED');
    expectRefused(await cancel(cast.reviewers.FINAL, holder), 'STATE_NOT_ALLOWED');
    for (const [client, id] of [
      [cast.unit, renewal.id],
      [holder.client, draft],
    ] as const) {
      expect(await read(client, id)).toMatchObject({ status: 'CLOSED_EXPIRED', closedReason: 'CANCELLED' });
    }
    for (const client of [holder.client, cast.unit]) {
      const told = (await noticesAbout(client, holder.permitId)).filter(({ code }) => code === 'N-21');
      expect(told.map(({ body }) => body)).toEqual(['证件已注销：持证人取得北京市户口（2021年落户）']);
    }
    expect(await permitsOf(holder)).toMatchObject([{ status: 'CANCELLED' }]);
    expectRefused(await renewalOf(cast.unit, holder), 'PERMIT_NOT_VALID', { status: 'CANCELLED' });
    expectRefused(await submit(holder, draft), 'STATE_NOT_ALLOWED');
    await eventually('the end of the process', async () => {
      const { status } = await stack.temporal.workflow
        .getHandle(permitWorkflowId(holder.permitId))
        .describe();
      return status.name === 'COMPLETED' ? true : null;
    });
  });
});
