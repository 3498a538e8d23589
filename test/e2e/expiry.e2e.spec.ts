import { knownDate } from '../../domain/calendar/plain-date.js';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { CheckView } from '../../services/api/documents/public-check.controller.js';
import { ApiClient, expectRefused } from '../support/api-client.js';
import {
  type Cast,
  decideAsUnit,
  decideLevel,
  DEPARTMENT_LEVELS,
  deskItem,
  draftNew,
  freezeAt,
  granted,
  inReview,
  inStatus,
  linkedPerson,
  noticesAbout,
  passLevels,
  permitsOf,
  read,
  signInCast,
  submit,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { insuranceMonths, readUnit, succeeded, type LinkedEmployee } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;
let holder: LinkedEmployee;
let second: LinkedEmployee;
let approved: ApplicationView;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
  [holder, second] = [await linkedPerson(cast), await linkedPerson(cast)];
  approved = await granted(cast, holder);
});
afterAll(() => stack?.stop());

const rowStatus = async ({ permitNo }: Pick<ApplicationView, 'permitNo'>): Promise<string | undefined> => {
  const [row] = await stack.sql<{ status: string }>('select status from permit where permit_no = $1', [
    permitNo,
  ]);
  return row?.status;
};
const isFormGenuine = async (): Promise<boolean> => {
  const form = approved.documents.find(({ kind }) => kind === 'CONFIRMATION_FORM');
  const path = `/api/v1/public/documents/${form?.number}?tail=${holder.idNo.slice(-4)}`;
  return succeeded(await new ApiClient(stack.apiUrl).get<CheckView>(path)).valid;
};
const countOf = async (client: ApiClient, id: string, code: string): Promise<number> =>
  (await noticesAbout(client, id)).filter((notice) => notice.code === code).length;

describe('AC-103 a restart', () => {
  it('AC-103 of API and worker while an application waits at a level and a permit for its years loses and doubles nothing', async () => {
    const { id } = await inReview(cast, second);
    await decideLevel(cast, 'DISTRICT_FIRST', id, { hint: '请留意合同到期日' });
    await eventually('the receipt', async () => {
      const { documents } = await read(second.client, id);
      return documents.length === 1 ? true : null;
    });
    await stack.stopWorker('SIGKILL');
    await decideLevel(cast, 'DISTRICT_SECOND', id);
    await stack.stopApi('SIGKILL');
    await Promise.all([stack.startApi(), stack.startWorker()]);
    expect(await deskItem(cast.reviewers.MUNICIPAL, id)).toMatchObject({
      level: 'MUNICIPAL',
      dueOn: '2021-08-12',
    });
    await decideLevel(cast, 'MUNICIPAL', id);
    await stack.stopWorker('SIGKILL');
    await decideLevel(cast, 'FINAL', id);
    expect(await read(second.client, id)).toMatchObject({ status: 'IN_REVIEW', stage: '流转中' });
    await stack.startWorker();
    await inStatus(second.client, id, 'APPROVED');

    const documents = await eventually('both documents', async () => {
      const view = await read(second.client, id);
      return view.documents.length >= 2 ? view.documents.map(({ kind }) => kind) : null;
    });
    expect(documents.toSorted()).toEqual(['CONFIRMATION_FORM', 'RECEIPT']);
    for (const client of [second.client, cast.unit]) {
      const counts = await Promise.all(
        ['N-10', 'N-11', 'N-12', 'N-14'].map((code) => countOf(client, id, code)),
      );
      expect(counts).toEqual([4, 0, 1, 1]);
    }
    expect(await countOf(cast.unit, id, 'N-09')).toBe(1);
    expect(await permitsOf(second)).toMatchObject([{ validFrom: '2021-08-05', validUntil: '2024-08-04' }]);
    const tasks = await stack.sql<{ level: string }>(
      'select level from review_task where application_id = $1',
      [id],
    );
    expect(tasks).toHaveLength(5);
  });

  it('AC-103 reminders of the years, reached while the worker was away, are recorded once each and only the latest is told', async () => {
    const { permitId } = approved;
    await stack.stopWorker('SIGKILL');
    await freezeAt(cast, '2024-07-20T10:00:00+08:00');
    await stack.startWorker();
    const reached = (): Promise<{ kind: string; delivered: boolean }[]> =>
      stack.sql('select kind, delivered from permit_milestone where permit_id = $1 order by on_day', [
        permitId,
      ]);
    const kinds = await eventually('the milestones', async () => {
      const rows = await reached();
      return rows.length > 0 ? rows : null;
    });
    expect(kinds.length).toBeGreaterThan(4);
    expect(kinds.map(({ delivered }) => delivered)).toEqual([...kinds.slice(1).map(() => false), true]);
    await stack.stopWorker('SIGKILL');
    await stack.startWorker();
    await freezeAt(cast, '2024-07-20T10:00:01+08:00');
    await eventually('delivery', async () => {
      const rows = await stack.sql('select 1 from outbox where subject_id = $1', [permitId]);
      return rows.length === 0 ? true : null;
    });
    expect(await reached()).toEqual(kinds);
    expect((await noticesAbout(holder.client, permitId ?? '')).map(({ code }) => code)).toEqual(['N-17']);
  });
});

describe('AC-70 the end of a permit', () => {
  it('AC-70 at 2024-08-04T23:59:59 it is VALID, the form prints, and another one cannot be had', async () => {
    await freezeAt(cast, '2024-08-04T23:59:59+08:00');
    expect(await permitsOf(holder)).toMatchObject([{ status: 'VALID', validUntil: '2024-08-04' }]);
    expect(await isFormGenuine()).toBe(true);
    expect((await holder.client.get(`/api/v1/applications/${approved.id}/confirmation-form`)).status).toBe(
      200,
    );
    const draft = await draftNew(holder);
    expectRefused(await submit(holder, draft.id), 'HAS_LIVE_PERMIT', { permitNo: approved.permitNo });
    expect(await countOf(holder.client, approved.permitId ?? '', 'N-19')).toBe(0);
  });

  it('AC-70 AC-101 at 2024-08-05T00:00:00 it is EXPIRED with N-19; the form is refused and no longer valid', async () => {
    await freezeAt(cast, '2024-08-05T00:00:00+08:00');
    expect(await permitsOf(holder)).toMatchObject([{ status: 'EXPIRED', statusLabel: '已失效' }]);
    expect(await isFormGenuine()).toBe(false);
    const form = await holder.client.get(`/api/v1/applications/${approved.id}/confirmation-form`);
    expectRefused(form, 'STATE_NOT_ALLOWED');
    await eventually('the expiry', async () => ((await rowStatus(approved)) === 'EXPIRED' ? true : null));
    for (const client of [holder.client, cast.unit]) {
      expect(await countOf(client, approved.permitId ?? '', 'N-19')).toBe(1);
    }
    const [told] = await noticesAbout(holder.client, approved.permitId ?? '');
    expect(told?.body).toBe('证件已于 2024-08-04 失效，在办业务已终止');
    const description = await eventually('the end of its process', async () => {
      const found = await stack.temporal.workflow.getHandle(`permit/${approved.permitId}`).describe();
      return found.status.name === 'RUNNING' ? null : found;
    });
    expect(description.status.name).toBe('COMPLETED');
  });

  it('AC-70 AC-103 is not revived, told or expired twice by restarts and a clock that goes on', async () => {
    await Promise.all([stack.stopApi('SIGKILL'), stack.stopWorker('SIGKILL')]);
    await Promise.all([stack.startApi(), stack.startWorker()]);
    await freezeAt(cast, '2024-08-06');
    expect(await permitsOf(holder)).toMatchObject([{ status: 'EXPIRED' }]);
    expect(await countOf(holder.client, approved.permitId ?? '', 'N-19')).toBe(1);
    const ended = await stack.sql(
      `select 1 from audit_event where action = 'permit.expire' and entity_id = $1`,
      [approved.permitId],
    );
    expect(ended).toHaveLength(1);
  });
});

describe('AC-70 after the end', () => {
  it('AC-70 the person applies again, even before anybody has written the expiry down: a new permit beside the old one', async () => {
    await freezeAt(cast, '2024-08-07');
    const { uscc } = await readUnit(cast.unit);
    const fresh = await linkedPerson(cast);
    const old = await granted(cast, fresh);
    expect((await permitsOf(fresh)).map(({ validUntil }) => validUntil)).toEqual(['2027-08-06']);
    await stack.stopWorker();
    await freezeAt(cast, '2027-08-07T00:00:00+08:00');
    expect(await rowStatus(old)).toBe('VALID');
    expect(await permitsOf(fresh)).toMatchObject([{ status: 'EXPIRED' }]);

    const months = insuranceMonths(uscc, knownDate('2027-08-07'));
    succeeded(await fresh.client.put('/api/v1/employees/me/insurance-months', { months }));
    const { id } = await draftNew(fresh);
    succeeded(await submit(fresh, id));
    succeeded(await decideAsUnit(cast.unit, id));
    await passLevels(cast, id, DEPARTMENT_LEVELS);
    expect(await rowStatus(old)).toBe('VALID');
    await stack.startWorker();
    const again = await inStatus(fresh.client, id, 'APPROVED');
    expect(await rowStatus(old)).toBe('EXPIRED');
    expect(await countOf(fresh.client, old.permitId ?? '', 'N-19')).toBe(1);
    expect(await permitsOf(fresh)).toMatchObject([
      { permitNo: again.permitNo, status: 'VALID', validFrom: '2027-08-07', validUntil: '2030-08-06' },
      { permitNo: old.permitNo, status: 'EXPIRED' },
    ]);
    expect(again.permitNo).not.toBe(old.permitNo);
  });
});
