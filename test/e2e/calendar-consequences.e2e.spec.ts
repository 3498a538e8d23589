import type { CalendarYearView } from '../../services/api/calendar/calendar.views.js';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { ApiClient } from '../support/api-client.js';
import {
  decideAs,
  deskItem,
  freezeAt,
  noticesAbout,
  read,
  signInCast,
  submit,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { succeeded, uploadUnitFiles } from '../support/people.js';
import { permitHolder, prepareRenewal, renewalOf } from '../support/renewals.js';
import { startStack, type Stack } from '../support/stack.js';
import { newUnit } from '../support/units.js';

const PERMISSION = {
  type: 'PERMISSION_APPLY',
  permitType: 'BEIJING_WORK_RESIDENCE',
  requestedScope: 'FULL',
  meetsNewConditions: true,
};

let stack: Stack;
let cast: Cast;
let renewal: ApplicationView;
let returned: string;
let applicant: ApiClient;

/** V = 2021-08-06: a renewal on its last day, and a permission application that was returned on the same day. */
beforeAll(async () => {
  stack = await startStack({ startAt: '2018-08-07' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2018-08-07T10:00:00+08:00');
  await uploadUnitFiles(cast.unit);
  const holder = await permitHolder(cast);
  await freezeAt(cast, '2021-07-08T10:00:00+08:00');
  await uploadUnitFiles(cast.unit);
  await prepareRenewal(holder, cast.unit);
  renewal = succeeded(await renewalOf(cast.unit, holder));
  ({ client: applicant } = await newUnit(stack));
  await uploadUnitFiles(applicant);
  ({ id: returned } = succeeded(await applicant.post<ApplicationView>('/api/v1/applications', PERMISSION)));
  succeeded(await submit({ client: applicant }, returned));
  await decideAs(cast.reviewers.DISTRICT_FIRST, returned, { outcome: 'RETURN', opinion: '请补充' });
}, 180_000);
afterAll(() => stack?.stop());

/** The year again, with two more days off inside every one of these periods. */
async function publishTwoDaysOff(): Promise<void> {
  const { days } = succeeded(await cast.operator.get<CalendarYearView>('/api/v1/calendars/2021'));
  const off = ['2021-07-12', '2021-07-13'].map((date) => ({ date, kind: 'HOLIDAY', name: '临时放假' }));
  const listed = days.map(({ date, kind, name }) => ({ date, kind, name }));
  const body = { year: 2021, noticeNo: '国办发明电〔2021〕9号', days: [...listed, ...off] };
  succeeded(await cast.operator.post('/api/v1/calendars', body));
}

const reminders = async (): Promise<string[]> =>
  (await noticesAbout(applicant, returned))
    .filter(({ code }) => code === 'N-11')
    .map(({ publishedAt }) => publishedAt);

describe('a calendar that is published while applications run', () => {
  it('AC-104 puts a task at risk whose permit now ends before the limits of the levels that are left', async () => {
    const reviewer = cast.reviewers.DISTRICT_FIRST;
    expect(renewal).toMatchObject({ dueOn: '2021-08-05', estimatedEndOn: '2021-08-05' });
    expect(await deskItem(reviewer, renewal.id)).toMatchObject({ atRisk: false, dueOn: '2021-07-15' });
    await publishTwoDaysOff();
    const moved = await eventually('the deadlines follow', async () => {
      const item = await deskItem(reviewer, renewal.id);
      return item?.dueOn === '2021-07-19' ? item : null;
    });
    expect(moved).toMatchObject({ atRisk: true, permitEndsOn: '2021-08-06' });
    expect(await read(cast.unit, renewal.id)).toMatchObject({
      dueOn: '2021-08-09',
      estimatedEndOn: '2021-08-09',
    });
  });

  it('moves the reminder of a returned application with its workdays', async () => {
    expect(await reminders()).toEqual([]);
    for (const early of ['2021-07-15T09:00:00', '2021-07-19T08:59:59.999']) {
      await freezeAt(cast, `${early}+08:00`);
      await eventually('its process is told the time', async () => {
        const [row] = await stack.sql<{ waiting: number }>('select count(*)::int as waiting from outbox');
        return row?.waiting === 0 ? true : null;
      });
      expect(await reminders()).toEqual([]);
    }
    await freezeAt(cast, '2021-07-19T09:00:00+08:00');
    await eventually('the reminder', async () => ((await reminders()).length > 0 ? true : null));
    expect(await reminders()).toEqual(['2021-07-19T01:00:00.000Z']);
  });
});
