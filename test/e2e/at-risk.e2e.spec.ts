import type { DeskPage } from '../../services/api/review/review.views.js';
import type { ApiClient } from '../support/api-client.js';
import {
  claimed,
  decide,
  decideAsUnit,
  deskItem,
  draftNew,
  freezeAt,
  linkedPerson,
  noticesAbout,
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
const at = (time: string) => freezeAt(cast, `${time}+08:00`);

beforeAll(async () => {
  stack = await startStack({ startAt: '2018-08-07' });
  cast = await signInCast(stack);
  await at('2018-08-07T10:00:00');
  await uploadUnitFiles(cast.unit);
  holder = await permitHolder(cast);
  await at('2021-07-20T10:00:00');
}, 120_000);
afterAll(() => stack?.stop());

it('AC-104 a renewal submitted with acknowledgement on 2021-07-20 for V = 2021-08-06 is at risk, stands first, and N-28 goes out 5 and 2 workdays before V', async () => {
  const first = await linkedPerson(cast);
  const { id: earlier } = await draftNew(first);
  succeeded(await submit(first, earlier));
  succeeded(await decideAsUnit(cast.unit, earlier));
  await at('2021-07-20T11:00:00');
  await prepareRenewal(holder, cast.unit);
  const renewal = succeeded(await renewalOf(cast.unit, holder, { acknowledgeLate: true }));
  // four levels of 5 workdays: 07-27, 08-03, 08-10, 08-17
  expect(renewal.estimatedEndOn).toBe('2021-08-17');
  expect((await read(holder.client, renewal.id)).estimatedEndOn).toBe('2021-08-17');

  const reviewer = cast.reviewers.DISTRICT_FIRST;
  const { items } = succeeded(await reviewer.get<DeskPage>('/api/v1/review-tasks?view=UNCLAIMED&limit=1'));
  expect(items).toEqual([
    expect.objectContaining({ applicationId: renewal.id, atRisk: true, permitEndsOn: '2021-08-06' }),
  ]);
  expect(await deskItem(reviewer, earlier)).toMatchObject({ atRisk: false, permitEndsOn: null });

  const administrator = await trialClient(stack, 'haidian-admin');
  const colleague = await trialClient(stack, 'haidian-first-b');
  const urged = async (reader: ApiClient): Promise<string[]> =>
    (await noticesAbout(reader, renewal.id)).filter(({ code }) => code === 'N-28').map(({ body }) => body);
  const body = `申请 ${renewal.applicationNo} 的证件将于 2021-08-06 到期，请优先审批`;
  await at('2021-07-30T08:59:59.999');
  expect(await urged(administrator)).toEqual([]);
  await at('2021-07-30T09:00:00');
  await eventually('5 workdays before', async () =>
    (await urged(administrator)).length === 1 ? true : null,
  );
  expect([await urged(reviewer), await urged(colleague)]).toEqual([[body], [body]]); // nobody holds it yet
  const task = await claimed(reviewer, renewal.id);
  await at('2021-08-04T09:00:00');
  await eventually('2 workdays before', async () =>
    (await urged(administrator)).length === 2 ? true : null,
  );
  expect(await urged(administrator)).toEqual([body, body]);
  expect([await urged(reviewer), await urged(colleague)]).toEqual([[body, body], [body]]);
  succeeded(await decide(reviewer, task));
  expect((await read(cast.unit, renewal.id)).estimatedEndOn).toBe('2021-08-25');
});
