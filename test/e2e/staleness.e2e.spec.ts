import { slotTraits, type AttachmentCode } from '../../domain/attachment/catalogue.js';
import type {
  AttachmentListView,
  AttachmentSlotView,
} from '../../services/api/attachments/attachment.views.js';
import type { NoticePage, NoticeView } from '../../services/api/notices/notices.dto.js';
import type { ReviewTaskView } from '../../services/api/review/review.views.js';
import { DAILY_NOTICES_ID, EXPIRY_SWEEP_ID } from '../../workflows/ids.js';
import type { ApiClient } from '../support/api-client.js';
import {
  claimed,
  decide,
  decideAsUnit,
  freezeAt,
  linkedPerson,
  noticesAbout,
  signInCast,
  submitted,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { pdfUpload, succeeded, trialClient, uploadFile } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

/** The reference state of domain.md §8, in the order of the days. */
const UPLOADS = [
  ['UNIT_HANDLER_ID', '2021-05-08'],
  ['UNIT_OTHER', '2023-11-01'],
  ['UNIT_TAX_VOUCHER', '2024-01-22'],
  ['UNIT_QUALIFICATION', '2024-03-26'],
  ['UNIT_INTEGRITY_STATEMENT', '2024-05-22'],
] as const satisfies readonly (readonly [AttachmentCode, string])[];
const CONTACTS = {
  handlers: [
    { name: '刘洋', idType: 'RESIDENT_ID', idNo: '110108198802290010', mobile: '13800138000', primary: true },
  ],
  emergencyContact: { name: '赵磊', mobile: '13900139000' },
};

let stack: Stack;
let cast: Cast;
let unit: ApiClient;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-05-07' });
  cast = await signInCast(stack);
  unit = cast.unit;
  for (const [code, day] of UPLOADS) {
    await freezeAt(cast, day);
    await uploadFile(unit, code);
  }
}, 60_000);
afterAll(() => stack?.stop());

async function slots(): Promise<readonly AttachmentSlotView[]> {
  return succeeded(await unit.get<AttachmentListView>('/api/v1/attachments')).items;
}

const staleOf = async (): Promise<string[]> =>
  (await slots()).filter(({ stale }) => stale).map(({ code }) => code);

async function yearlyNotices(all = false): Promise<readonly NoticeView[]> {
  const { items } = succeeded(await unit.get<NoticePage>(`/api/v1/notices?limit=100&all=${all}`));
  return items.filter(({ code }) => code === 'N-22');
}

const names = (...codes: readonly AttachmentCode[]): string =>
  `请更新单位附件：${codes.map((code) => slotTraits(code).name).join('、')}`;

async function replaceFile(code: AttachmentCode): Promise<AttachmentSlotView> {
  const old = (await slots()).find((slot) => slot.code === code)?.files.at(-1)?.fileId ?? '';
  const upload = await pdfUpload(slotTraits(code).name, { replaces: old });
  return succeeded(await unit.upload<AttachmentSlotView>(`/api/v1/attachments/${code}/files`, upload));
}

describe('attachments of a unit as the years pass', () => {
  it('AC-27 five uploads of four years are all 已上传 on 2024-06-01, and none asks to be renewed', async () => {
    await freezeAt(cast, '2024-06-01');
    const kept = (await slots()).filter(({ files }) => files.length > 0);
    expect(
      kept.map(({ code, statusLabel, uploadedOn, stale }) => [code, statusLabel, uploadedOn, stale]),
    ).toEqual(expect.arrayContaining(UPLOADS.map(([code, day]) => [code, '已上传', day, false])));
    expect(kept).toHaveLength(UPLOADS.length);
    expect(await yearlyNotices()).toEqual([]);
  });

  it('AC-27 on 2025-01-01 tax voucher and integrity statement are stale with N-22 and stay 已上传', async () => {
    await freezeAt(cast, '2024-12-31');
    expect([await staleOf(), await yearlyNotices()]).toEqual([[], []]);
    await freezeAt(cast, '2025-01-01');
    expect(await staleOf()).toEqual(['UNIT_TAX_VOUCHER', 'UNIT_INTEGRITY_STATEMENT']);
    expect((await slots()).filter(({ stale }) => stale).map(({ statusLabel }) => statusLabel)).toEqual([
      '已上传',
      '已上传',
    ]);
    expect(await yearlyNotices()).toMatchObject([
      { body: names('UNIT_TAX_VOUCHER', 'UNIT_INTEGRITY_STATEMENT'), read: false, resolvedAt: null },
    ]);
  });

  it('AC-27 N-22 is given once for a set of names, however often a day passes or somebody signs in', async () => {
    const [before] = await yearlyNotices();
    succeeded(await unit.post(`/api/v1/notices/${before?.id}/read-mark`));
    await freezeAt(cast, '2025-01-02');
    unit = await trialClient(stack, 'unit1');
    cast = { ...cast, unit };
    expect(await yearlyNotices(true)).toEqual([{ ...before, read: true }]);
  });

  it('renewing takes names off the notice and resolves it with the last one', async () => {
    expect((await replaceFile('UNIT_TAX_VOUCHER')).stale).toBe(false);
    expect(await yearlyNotices()).toMatchObject([{ body: names('UNIT_INTEGRITY_STATEMENT'), read: true }]);
    await replaceFile('UNIT_INTEGRITY_STATEMENT');
    expect([await staleOf(), await yearlyNotices()]).toEqual([[], []]);
    expect(await yearlyNotices(true)).toMatchObject([{ resolvedAt: expect.any(String) }]);
  });
});

describe('a change of the data behind a file makes it stale (T8)', () => {
  it('修改 of a field at once: certificate and qualification, and the notice is news again', async () => {
    await freezeAt(cast, '2025-03-02');
    await uploadFile(unit, 'UNIT_CERT');
    await freezeAt(cast, '2025-03-03');
    succeeded(
      await unit.patch('/api/v1/units/mine', { officeAddress: '北京市海淀区新址1号' }, { ifMatch: 1 }),
    );
    expect(await staleOf()).toEqual(['UNIT_CERT', 'UNIT_QUALIFICATION']);
    expect(await yearlyNotices()).toMatchObject([
      { body: names('UNIT_CERT', 'UNIT_QUALIFICATION'), read: false, resolvedAt: null },
    ]);
    for (const code of ['UNIT_CERT', 'UNIT_QUALIFICATION'] as const) await replaceFile(code);
    expect([await staleOf(), await yearlyNotices()]).toEqual([[], []]);
  });

  it('a registry update that changes something; one that repeats what stands does not', async () => {
    await freezeAt(cast, '2025-03-04');
    const { name, uscc } = succeeded(await unit.get<{ name: string; uscc: string }>('/api/v1/units/mine'));
    const send = async (sourceKey: string, registeredAddress: string): Promise<void> => {
      const update = { sourceKey, uscc, name, registeredAddress, unitType: 'ENTERPRISE' };
      succeeded(await cast.operator.post('/api/v1/registry-updates', { updates: [update] }));
    };
    await send('registry-2025-03-04-1', '北京市海淀区学院路20号');
    expect(await staleOf()).toEqual(['UNIT_CERT', 'UNIT_QUALIFICATION']);
    for (const code of ['UNIT_CERT', 'UNIT_QUALIFICATION'] as const) await replaceFile(code);
    await freezeAt(cast, '2025-03-05');
    await send('registry-2025-03-05-1', '北京市海淀区学院路20号');
    expect(await staleOf()).toEqual([]);
  });

  it('an approved UNIT_INFO_CHANGE, when it takes effect', async () => {
    await freezeAt(cast, '2025-03-06');
    const wish = { registeredCapital: '20000000', selfChecked: true };
    const { applicationId } = succeeded(
      await unit.patch<{ applicationId: string }>('/api/v1/units/mine', wish, { ifMatch: 1 }),
    );
    expect(await staleOf()).toEqual([]);
    const task: ReviewTaskView = await claimed(cast.reviewers.DISTRICT_FIRST, applicationId);
    succeeded(await decide(cast.reviewers.DISTRICT_FIRST, task));
    await eventually('the effect', async () => ((await staleOf()).length > 0 ? true : null));
    expect(await staleOf()).toEqual(['UNIT_CERT', 'UNIT_QUALIFICATION']);
    expect(await yearlyNotices()).toMatchObject([{ body: names('UNIT_CERT', 'UNIT_QUALIFICATION') }]);
    for (const code of ['UNIT_CERT', 'UNIT_QUALIFICATION'] as const) await replaceFile(code);
  });

  it('another primary handler: his identity card; a new telephone number does not', async () => {
    await freezeAt(cast, '2025-03-07');
    succeeded(await unit.put('/api/v1/units/mine/contacts', CONTACTS));
    expect(await staleOf()).toEqual(['UNIT_HANDLER_ID']);
    await replaceFile('UNIT_HANDLER_ID');
    await freezeAt(cast, '2025-03-10');
    const [handler] = CONTACTS.handlers;
    const called = { ...CONTACTS, handlers: [{ ...handler, mobile: '13700137000' }] };
    succeeded(await unit.put('/api/v1/units/mine/contacts', called));
    expect([await staleOf(), await yearlyNotices()]).toEqual([[], []]);
  });
});

describe('what the passing of days alone makes due', () => {
  it('N-26 reminds the unit after 3 and after 5 workdays, once each, until it has decided', async () => {
    await freezeAt(cast, '2025-03-11');
    const person = await linkedPerson(cast);
    const { id } = await submitted(person);
    const reminders = async () =>
      (await noticesAbout(unit, id))
        .filter(({ code }) => code === 'N-26')
        .map(({ body, resolvedAt }) => [body, resolvedAt !== null]);
    const told = (workdays: number) => `${person.name} 的新办申请待单位审批已 ${workdays} 个工作日`;
    await freezeAt(cast, '2025-03-13');
    expect(await reminders()).toEqual([]);
    await freezeAt(cast, '2025-03-14');
    await freezeAt(cast, '2025-03-15');
    expect(await reminders()).toEqual([[told(3), false]]);
    await freezeAt(cast, '2025-03-18');
    expect(await reminders()).toEqual([
      [told(5), false],
      [told(3), true],
    ]);
    succeeded(await decideAsUnit(unit, id));
    await eventually('N-26 resolved', async () =>
      (await reminders()).every(([, resolved]) => resolved) ? true : null,
    );
  });

  it('is told by the daily schedule too, where nobody signs in and no clock is moved', async () => {
    // a start again finds the schedule of an earlier version, and mends it
    const schedule = stack.temporal.schedule.getHandle(DAILY_NOTICES_ID);
    await schedule.update((previous) => ({
      ...previous,
      action: { ...previous.action, taskQueue: 'batch' },
    }));
    await stack.admin('prepare');
    await stack.sql(`update unit set data_changed_on = business_now()::date + 1 where name like '%云程%'`);
    expect(await yearlyNotices()).toEqual([]);
    await schedule.trigger();
    const told = await eventually('N-22', async () => {
      const found = await yearlyNotices();
      return found.length > 0 ? found : null;
    });
    expect(told).toMatchObject([{ body: names('UNIT_CERT', 'UNIT_QUALIFICATION'), read: false }]);
  });

  it('the expiry sweep runs from its schedule as well', async () => {
    const sweep = stack.temporal.schedule.getHandle(EXPIRY_SWEEP_ID);
    await sweep.trigger();
    const ran = await eventually('a sweep that is over', async () => {
      const { info } = await sweep.describe();
      const started = info.recentActions.at(-1)?.action.workflow;
      if (started === undefined) return null;
      const { status } = await stack.temporal.workflow.getHandle(started.workflowId).describe();
      return status.name === 'RUNNING' ? null : status.name;
    });
    expect(ran).toBe('COMPLETED');
  });
});
