import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { ProfileView } from '../../services/api/employees/person.views.js';
import type { ReviewTaskView } from '../../services/api/review/review.views.js';
import { expectRefused, faultPointers, refusalCodes, type Answer } from '../support/api-client.js';
import {
  claimed,
  decide,
  decideAs,
  decideAsUnit,
  freezeAt,
  inReview,
  linkedPerson,
  openTask,
  read,
  signInCast,
  submit,
  submitted,
  type Cast,
} from '../support/cast.js';
import { profile, succeeded, type LinkedEmployee } from '../support/people.js';
import { renewFile } from '../support/renewals.js';
import { revealedAt } from '../support/reveal.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;
let id: string;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
  person = await linkedPerson(cast);
  ({ id } = await inReview(cast, person));
});
afterAll(() => stack?.stop());

const POINTS = [
  { kind: 'SLOT', target: 'EMP_INCOME', text: '收入证明缺少 2021 年 3 月' },
  { kind: 'FIELD', target: 'currentAddress', text: '地址须写明门牌号' },
];
const resubmit = (answers?: readonly object[]): Promise<Answer<ApplicationView>> =>
  person.client.post(`/api/v1/applications/${id}/submission`, { answers });
const hashOf = ({ files }: Pick<ReviewTaskView, 'files'>, code: string): string | undefined =>
  files.find(({ catalogueCode }) => catalogueCode === code)?.sha256;

describe('an itemised return', () => {
  it('names every point that is bound to nothing, and goes with a RETURN only', async () => {
    const reviewer = cast.reviewers.DISTRICT_FIRST;
    const task = await claimed(reviewer, id);
    const unbound = [{ kind: 'SLOT', target: 'EMP_HAT', text: '？' }, POINTS[0], POINTS[0]];
    const wrong = await decide(reviewer, task, { outcome: 'RETURN', opinion: '请修改', points: unbound });
    expectRefused(wrong, 'VALIDATION_FAILED');
    expect(faultPointers(wrong)).toEqual(['/points/0/target', '/points/2/target']);
    expect(faultPointers(await decide(reviewer, task, { points: POINTS }))).toEqual(['/points']);
    succeeded(await decide(reviewer, task, { outcome: 'RETURN', opinion: '请按事项修改', points: POINTS }));
    const { returnPoints } = await read(person.client, id);
    expect(
      returnPoints.map(({ targetLabel, levelLabel, stateLabel }) => [targetLabel, levelLabel, stateLabel]),
    ).toEqual([
      ['应税收入证明', '区级初审', '待答复'],
      ['现居住地址', '区级初审', '待答复'],
    ]);
  });

  it('is submitted again only with an answer to each point', async () => {
    const [income] = (await read(person.client, id)).returnPoints;
    const refused = await resubmit([{ pointId: income?.id, answer: '已补' }]);
    expectRefused(refused, 'VALIDATION_FAILED', { detail: '待答复：地址须写明门牌号' });
    expect(faultPointers(refused)).toEqual(['/answers']);
    expectRefused(await submit(person, id), 'VALIDATION_FAILED');
    expect((await read(person.client, id)).status).toBe('RETURNED');
  });

  it('lets change only what it named; the level that raised the points accepts them with its PASS', async () => {
    const first = succeeded(await cast.unit.get<ApplicationView>(`/api/v1/applications/${id}`));
    await renewFile(person.client, 'EMP_INCOME');
    await renewFile(person.client, 'EMP_INSURANCE');
    const { version } = succeeded(await person.client.get<ProfileView>('/api/v1/employees/me'));
    const changed = { ...profile(), phone: '13700137000', currentAddress: '北京市海淀区中关村大街1号3门502' };
    succeeded(await person.client.put('/api/v1/employees/me', changed, { ifMatch: version }));
    const answers = (await read(person.client, id)).returnPoints.map((point) => ({
      pointId: point.id,
      answer: `已修改：${point.targetLabel}`,
    }));
    const again = succeeded(await resubmit(answers));
    expect(again).toMatchObject({ status: 'UNIT_REVIEW', round: 2 });
    expect(again.returnPoints.map(({ state }) => state)).toEqual(['ANSWERED', 'ANSWERED']);
    succeeded(await decideAsUnit(cast.unit, id));

    const task = await openTask(cast.reviewers.DISTRICT_FIRST, id);
    expect(task.content.person).toMatchObject({ currentAddress: '北京市海淀区***', phone: '139****9000' });
    const inHand = await claimed(cast.reviewers.DISTRICT_FIRST, id);
    const seen = await revealedAt(cast.reviewers.DISTRICT_FIRST, `/api/v1/review-tasks/${task.taskId}`);
    expect(seen).toMatchObject({
      '/content/person/currentAddress': '北京市海淀区中关村大街1号3门502',
      '/content/person/phone': '13900139000',
    });
    expect(hashOf(task, 'EMP_INCOME')).not.toBe(hashOf(first, 'EMP_INCOME'));
    expect(hashOf(task, 'EMP_INSURANCE')).toBe(hashOf(first, 'EMP_INSURANCE'));
    expect(task.files.filter(({ catalogueCode }) => catalogueCode === 'EMP_CONTRACT')).toHaveLength(1);
    expect(task.application.returnPoints.map(({ answer }) => answer)).toEqual([
      '已修改：应税收入证明',
      '已修改：现居住地址',
    ]);
    succeeded(await decide(cast.reviewers.DISTRICT_FIRST, inHand));
    expect((await read(person.client, id)).returnPoints.map(({ state }) => state)).toEqual([
      'ACCEPTED',
      'ACCEPTED',
    ]);
  });

  it('without points unlocks everything', async () => {
    await decideAs(cast.reviewers.DISTRICT_SECOND, id, { outcome: 'RETURN', opinion: '请全面核对' });
    const again = succeeded(await submit(person, id));
    expect(again.round).toBe(3);
    succeeded(await decideAsUnit(cast.unit, id));
    const task = await openTask(cast.reviewers.DISTRICT_FIRST, id);
    expect(task.content.person?.phone).toBe('137****7000');
  });
});

describe('an itemised return by the unit', () => {
  it('names its points, is answered point by point, and accepts them with its own PASS', async () => {
    const own = await linkedPerson(cast);
    const { id: mine } = await submitted(own);
    const nothing = { outcome: 'RETURN', opinion: '', points: [{ ...POINTS[0], target: 'EMP_HAT' }] };
    const refused = await decideAsUnit(cast.unit, mine, nothing);
    expect(refusalCodes(refused).toSorted()).toEqual(['OPINION_REQUIRED', 'VALIDATION_FAILED']);
    expect(faultPointers(refused)).toEqual(['/opinion', '/points/0/target']);
    const returned = { outcome: 'RETURN', opinion: '请补收入证明', points: [POINTS[0]] };
    succeeded(await decideAsUnit(cast.unit, mine, returned));
    const [point] = (await read(own.client, mine)).returnPoints;
    expect(point).toMatchObject({ targetLabel: '应税收入证明', levelLabel: '单位审批', state: 'OPEN' });
    expectRefused(await submit(own, mine), 'VALIDATION_FAILED');
    await renewFile(own.client, 'EMP_INCOME');
    const answers = [{ pointId: point?.id, answer: '已补充' }];
    succeeded(await own.client.post(`/api/v1/applications/${mine}/submission`, { answers }));
    const passed = succeeded(await decideAsUnit(cast.unit, mine));
    expect(passed.returnPoints).toMatchObject([{ state: 'ACCEPTED', answer: '已补充' }]);
  });
});
