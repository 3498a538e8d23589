import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type {
  AttachmentFileView,
  AttachmentListView,
  AttachmentSlotView,
} from '../../services/api/attachments/attachment.views.js';
import type { ScanCheckView } from '../../services/api/attachments/scan-check.views.js';
import type { DeskPage, ReviewTaskView } from '../../services/api/review/review.views.js';
import { clientAs } from '../support/accounts.js';
import { decideAsUnit } from '../support/cast.js';
import { ApiClient, expectRefused } from '../support/api-client.js';
import { sheetAt } from '../support/good-scans.js';
import { inflating, pdfWithPage, stream } from '../support/hostile-pdfs.js';
import {
  linkEmployee,
  registerEmployee,
  succeeded,
  trialClient,
  uploadFile,
  type TestEmployee,
} from '../support/people.js';
import { A4, jpegImage, writtenScan } from '../support/scan-pdfs.js';
import { greyJpeg, scannedJpeg } from '../support/scanned-pages.js';
import { startStack, type Stack } from '../support/stack.js';

const ID_FILES = '/api/v1/attachments/EMP_ID/files';
const SHEET = sheetAt(150);
/** Drawing has less priority than everything else; on a busy machine its result comes after the answer. */
const WITHIN_MS = 25_000;
let stack: Stack;
let employee: TestEmployee;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  employee = await registerEmployee(stack);
});

/** A page of its own: the noise of a sensor is never the same twice. */
async function colourScan(): Promise<Buffer> {
  return writtenScan({ pages: [{ ...A4, images: [jpegImage(await scannedJpeg(SHEET), ...size())] }] });
}

async function greyScan(): Promise<Buffer> {
  const image = jpegImage(await greyJpeg(SHEET), ...size(), '/DeviceGray');
  return writtenScan({ pages: [{ ...A4, images: [image] }] });
}

function size(): [number, number] {
  return [SHEET.width, SHEET.height];
}

async function uploaded({ client }: TestEmployee, bytes: Buffer): Promise<AttachmentFileView> {
  const file = { name: '身份证.pdf', mediaType: 'application/pdf', bytes };
  const slot = succeeded(await client.upload<AttachmentSlotView>(ID_FILES, { file }));
  return only(slot.files);
}

function only<T>(found: readonly T[] | undefined): T {
  const [one] = found ?? [];
  if (one === undefined) throw new Error('there is none');
  return one;
}

async function listed({ client }: TestEmployee): Promise<ScanCheckView> {
  const { items } = succeeded(await client.get<AttachmentListView>('/api/v1/attachments'));
  return only(items.find(({ code }) => code === 'EMP_ID')?.files).scanCheck;
}

async function looked(of: TestEmployee): Promise<ScanCheckView> {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const check = await listed(of);
    if (check.status !== 'PENDING' || Date.now() > until) return check;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function picture({ fileId }: AttachmentFileView, page: number | string = 1): string {
  return `/api/v1/attachments/files/${fileId}/pages/${page}/picture`;
}

describe('the scan check of an upload', () => {
  it('says before submitting what a reviewer would return, and refuses nothing', async () => {
    await uploaded(employee, await greyScan());
    expect(await looked(employee)).toEqual({
      status: 'CHECKED',
      statusLabel: '已检查',
      checkedPages: 1,
      hints: [{ page: 1, code: 'GREY', text: '扫描件疑似黑白，请使用原件的彩色扫描' }],
    });
  });

  it('has nothing to say about a good scan, and does not look at photos', async () => {
    await uploaded(employee, await colourScan());
    expect(await looked(employee)).toMatchObject({ status: 'CHECKED', hints: [] });
    const photo = await uploadFile(employee.client, 'EMP_PHOTO');
    expect(only(photo.files).scanCheck).toMatchObject({ status: 'NOT_APPLICABLE', hints: [] });
    const path = picture(only(photo.files));
    expect((await employee.client.get(path)).headers.get('content-type')).toBe('image/jpeg');
    expectRefused(await employee.client.get(picture(only(photo.files), 2)), 'FORBIDDEN_SCOPE');
  });

  it('is done once for equal bytes, whoever uploads them', async () => {
    const bytes = await colourScan();
    const { sha256 } = await uploaded(employee, bytes);
    await looked(employee);
    const other = await registerEmployee(stack);
    const again = await uploaded(other, bytes);
    expect(again.scanCheck.status).toBe('CHECKED');
    expect(await stack.sql('select from scan_page where sha256 = $1', [sha256])).toHaveLength(1);
  });

  it('is made up for when it was cut off', async () => {
    const { sha256 } = await uploaded(employee, await colourScan());
    await looked(employee);
    await stack.sql('delete from scan_page where sha256 = $1', [sha256]);
    await stack.sql('delete from scan_check where sha256 = $1', [sha256]);
    expect(await listed(employee)).toMatchObject({ status: 'PENDING', statusLabel: '尚未检查' });
    expect(await looked(employee)).toMatchObject({ status: 'CHECKED', checkedPages: 1 });
  });

  it('says that it could not look where a page takes more than it may', async () => {
    const content = stream('/Filter /FlateDecode', inflating(448)); // just so much that the judge lets it pass
    const file = await uploaded(employee, pdfWithPage('/Contents 4 0 R', content));
    expect(await looked(employee)).toMatchObject({
      status: 'NOT_CHECKED',
      statusLabel: '未能自动检查，请自行核对',
      checkedPages: 0,
      hints: [],
    });
    expectRefused(await employee.client.get(picture(file)), 'STATE_NOT_ALLOWED', {
      scanCheck: 'NOT_CHECKED',
    });
  });
});

describe('the picture of a page', () => {
  it('is for the owner, and each look stands in the audit trail', async () => {
    const file = await uploaded(employee, await colourScan());
    await looked(employee);
    const shown = await employee.client.get(picture(file));
    expect(shown.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(shown.bytes).metadata()).toMatchObject({ format: 'webp', width: 1_000 });
    const views = `select from audit_event where action = 'attachment.view' and entity_id = $1`;
    expect(await stack.sql(views, [file.fileId])).toHaveLength(1);
    expect((await employee.client.get(picture(file))).bytes.equals(shown.bytes)).toBe(true);
  });

  it('is not for others, not of pages that are not there, and not of a removed file', async () => {
    const file = await uploaded(employee, await colourScan());
    await looked(employee);
    const unit = await trialClient(stack, 'unit1');
    for (const stranger of [unit, (await registerEmployee(stack)).client])
      expectRefused(await stranger.get(picture(file)), 'FORBIDDEN_SCOPE');
    expectRefused(await (await clientAs(stack, 'AUDITOR')).get(picture(file)), 'FORBIDDEN_ACTION');
    expectRefused(await new ApiClient(stack.apiUrl).get(picture(file)), 'AUTH_REQUIRED');
    for (const page of [0, 2, -1])
      expectRefused(await employee.client.get(picture(file, page)), 'FORBIDDEN_SCOPE');
    expectRefused(await employee.client.get(picture(file, 'x')), 'VALIDATION_FAILED');
    expectRefused(
      await employee.client.get(`/api/v1/attachments/files/${randomUUID()}/pages/1/picture`),
      'FORBIDDEN_SCOPE',
    );
    succeeded(await employee.client.delete(`/api/v1/attachments/files/${file.fileId}`));
    expectRefused(await employee.client.get(picture(file)), 'STATE_NOT_ALLOWED');
  });

  it('goes with hints into the application, for those involved and on the reviewer’s desk', async () => {
    const unit = await trialClient(stack, 'unit1');
    const linked = await linkEmployee(employee, unit);
    const current = succeeded(await linked.client.get<AttachmentListView>('/api/v1/attachments'));
    const replaces = only(current.items.find(({ code }) => code === 'EMP_ID')?.files).fileId;
    const grey = { name: '身份证.pdf', mediaType: 'application/pdf', bytes: await greyScan() };
    succeeded(await linked.client.upload(ID_FILES, { fields: { replaces }, file: grey }));
    await looked(linked);
    const draft = await linked.client.post<ApplicationView>('/api/v1/applications', {
      type: 'NEW',
      permitType: 'BEIJING_WORK_RESIDENCE',
      applicationBasis: 'DEGREE',
    });
    const path = `/api/v1/applications/${succeeded(draft).id}`;
    const { files } = succeeded(await linked.client.post<ApplicationView>(`${path}/submission`));
    const frozen = only(files.filter(({ catalogueCode }) => catalogueCode === 'EMP_ID'));
    expect(frozen.scanCheck).toMatchObject({ status: 'CHECKED', hints: [{ page: 1, code: 'GREY' }] });

    const copy = `${path}/files/${frozen.fileId}/pages/1/picture`;
    for (const client of [linked.client, unit, await clientAs(stack, 'AUDITOR')])
      expect((await client.get(copy)).headers.get('content-type')).toBe('image/webp');
    const reviewer = await trialClient(stack, 'haidian-first');
    for (const stranger of [reviewer, await trialClient(stack, 'unit2')])
      expectRefused(await stranger.get(copy), 'FORBIDDEN_SCOPE');

    const passed = await decideAsUnit(unit, succeeded(draft).id);
    expect(succeeded(passed).files).toContainEqual(frozen);
    const desk = succeeded(await reviewer.get<DeskPage>('/api/v1/review-tasks'));
    const task = desk.items.find(({ applicationId }) => applicationId === passed.body.id);
    const read = await reviewer.get<ReviewTaskView>(`/api/v1/review-tasks/${task?.taskId}`);
    expect(succeeded(read).files).toContainEqual(frozen);
    expect((await reviewer.get(copy)).status).toBe(200);
    const views = await stack.sql(
      `select from audit_event where action = 'attachment.view' and entity_id = $1 and application_no is not null`,
      [frozen.fileId],
    );
    expect(views).toHaveLength(4);
  });
});
