import { randomUUID } from 'node:crypto';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type {
  AttachmentListView,
  AttachmentSlotView,
} from '../../services/api/attachments/attachment.views.js';
import { MinioObjectStore } from '../../infra/object-storage/minio-object-store.js';
import { contentKey, sha256Of } from '../../infra/object-storage/object-store.js';
import { clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, faultPointers, type Upload } from '../support/api-client.js';
import {
  linkEmployee,
  pdfUpload,
  registerEmployee,
  succeeded,
  trialClient,
  uploadFile,
  type TestEmployee,
} from '../support/people.js';
import { encryptedPdf, pdfWithScript, samplePdf } from '../support/sample-pdfs.js';
import { SAMPLE_PHOTO } from '../support/sample-photo.js';
import { startStack, type Stack } from '../support/stack.js';

const ID_FILES = '/api/v1/attachments/EMP_ID/files';
const PDF_LIMIT = 10 * 1024 * 1024;
let stack: Stack;
let employee: TestEmployee;
let unit: ApiClient;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  unit = await trialClient(stack, 'unit1');
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  employee = await registerEmployee(stack);
});

async function slot(client: ApiClient, code: string): Promise<AttachmentSlotView | undefined> {
  const { items } = succeeded(await client.get<AttachmentListView>('/api/v1/attachments'));
  return items.find((each) => each.code === code);
}

function upload(path: string, file: Upload['file'], key = randomUUID()) {
  return employee.client.upload<AttachmentSlotView>(path, { file }, { key });
}

function pdf(bytes: Uint8Array, name = '身份证.pdf'): Upload['file'] {
  return { name, mediaType: 'application/pdf', bytes };
}

/** What the check finds may come after the answer; all else is the same for one key. */
function withoutScanCheck(view: AttachmentSlotView): object {
  return { ...view, files: view.files.map(({ scanCheck: _, ...file }) => file) };
}

function allowed(view: AttachmentSlotView | undefined): string[] {
  return (view?.allowedActions ?? []).filter((each) => each.allowed).map(({ action }) => action);
}

describe('upload', () => {
  it('AC-22 a valid PDF makes the slot 已上传 with today’s date, 查看 and 删除', async () => {
    expect(await slot(employee.client, 'EMP_ID')).toMatchObject({ statusLabel: '未上传', uploadedOn: null });
    const answer = await upload(ID_FILES, pdf(await samplePdf('id', 2)));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      code: 'EMP_ID',
      status: 'UPLOADED',
      statusLabel: '已上传',
      uploadedOn: '2021-08-05',
      stale: false,
      files: [
        { fileName: '身份证.pdf', mediaType: 'application/pdf', pages: 2, uploadedByName: employee.name },
      ],
    });
    expect(allowed(answer.body)).toEqual(['view', 'replace', 'remove']);
  });

  it('AC-23 wrong type, false name, empty, encrypted and too large files leave the slot 未上传 and no row', async () => {
    const docx = { name: '身份证.docx', mediaType: 'application/msword', bytes: await samplePdf() };
    expectRefused(await upload(ID_FILES, docx), 'FILE_TYPE_INVALID', { types: 'PDF' });
    expectRefused(await upload(ID_FILES, pdf(SAMPLE_PHOTO)), 'FILE_TYPE_INVALID');
    expectRefused(await upload(ID_FILES, pdf(Buffer.alloc(0))), 'FILE_EMPTY');
    expectRefused(await upload(ID_FILES, pdf(await encryptedPdf({ userPassword: 'x' }))), 'FILE_UNREADABLE');
    const large = Buffer.concat([await samplePdf(), Buffer.alloc(PDF_LIMIT)]);
    expectRefused(await upload(ID_FILES, pdf(large)), 'FILE_TOO_LARGE', { max: '10 MiB' });
    expectRefused(await upload(ID_FILES, pdf(await pdfWithScript(true))), 'FILE_ACTIVE_CONTENT');
    const photo = { name: '照片.jpg', mediaType: 'image/jpeg', bytes: await samplePdf() };
    expectRefused(await upload('/api/v1/attachments/EMP_PHOTO/files', photo), 'FILE_TYPE_INVALID', {
      types: 'JPEG',
    });
    expect(await slot(employee.client, 'EMP_ID')).toMatchObject({ status: 'NOT_UPLOADED', files: [] });
    const rows = await stack.sql(
      `select from attachment_file f join account a on a.id = f.uploaded_by where a.user_name = $1`,
      [employee.userName],
    );
    expect(rows).toHaveLength(0);
  });

  it('lists all faults of the form at once, and asks for a file', async () => {
    const fields = { replaces: 'x', other: 'y' };
    const answer = await employee.client.upload(ID_FILES, { fields, file: pdf(Buffer.alloc(0)) });
    expect(faultPointers(answer).toSorted()).toEqual(['/file', '/other', '/replaces']);
    const response = await fetch(new URL(ID_FILES, stack.apiUrl), {
      method: 'POST',
      body: new FormData(),
      headers: { authorization: `Bearer ${employee.client.token}`, 'idempotency-key': randomUUID() },
    });
    expect(response.status).toBe(422);
  });

  it('is one act per key: sent again it answers the same, with other bytes it is refused', async () => {
    const key = randomUUID();
    const bytes = await samplePdf('once');
    const first = await upload(ID_FILES, pdf(bytes), key);
    const again = await upload(ID_FILES, pdf(bytes), key);
    expect(again.status).toBe(201);
    expect(withoutScanCheck(again.body)).toEqual(withoutScanCheck(first.body));
    expectRefused(await upload(ID_FILES, pdf(await samplePdf('other')), key), 'IDEMPOTENCY_KEY_REUSED');
    const keyless = await employee.client.upload(ID_FILES, { file: pdf(bytes) }, { key: null });
    expectRefused(keyless, 'IDEMPOTENCY_KEY_REQUIRED');
    expect((await slot(employee.client, 'EMP_ID'))?.files).toHaveLength(1);
  });

  it('stops at the number of files of the slot, also when they come at once; a file may take another’s place', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c'].map(async (text) => upload(ID_FILES, pdf(await samplePdf(text)))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status === 422))
      expectRefused(refused, 'FILE_COUNT_EXCEEDED');
    const [standing] = (await slot(employee.client, 'EMP_ID'))?.files ?? [];
    const replaces = standing?.fileId ?? '';
    const replaced = await employee.client.upload<AttachmentSlotView>(
      ID_FILES,
      await pdfUpload('新', { replaces }),
    );
    expect(succeeded(replaced).files.map(({ fileName }) => fileName)).toEqual(['新.pdf']);
    const again = await employee.client.upload(ID_FILES, await pdfUpload('新', { replaces }));
    expectRefused(again, 'FORBIDDEN_SCOPE');
  });

  it('AC-48 is not the employee’s for the labour contract, nor anybody’s for a slot of others', async () => {
    const path = '/api/v1/attachments/EMP_CONTRACT/files';
    expectRefused(await upload(path, pdf(await samplePdf())), 'FORBIDDEN_ACTION');
    expectRefused(
      await upload('/api/v1/attachments/UNIT_CERT/files', pdf(await samplePdf())),
      'FORBIDDEN_ACTION',
    );
    expectRefused(await unit.upload(ID_FILES, await pdfUpload('x')), 'FORBIDDEN_ACTION');
    expectRefused(
      await upload('/api/v1/attachments/NO_SUCH/files', pdf(await samplePdf())),
      'FORBIDDEN_SCOPE',
    );
    const auditor = await clientAs(stack, 'AUDITOR');
    expectRefused(await auditor.upload(ID_FILES, await pdfUpload('x')), 'FORBIDDEN_ACTION');
    expectRefused(await new ApiClient(stack.apiUrl).get('/api/v1/attachments'), 'AUTH_REQUIRED');
  });

  it('keeps equal bytes of two people as one object', async () => {
    const bytes = await samplePdf(randomUUID());
    const other = await registerEmployee(stack);
    succeeded(await upload(ID_FILES, pdf(bytes)));
    succeeded(await other.client.upload(ID_FILES, { file: pdf(bytes) }));
    expect(await stack.sql('select from stored_object where sha256 = $1', [sha256Of(bytes)])).toHaveLength(1);
    expect(await stack.sql('select from attachment_file where sha256 = $1', [sha256Of(bytes)])).toHaveLength(
      2,
    );
  });
});

describe('附件管理', () => {
  it('AC-24 shows the file to its owner only, with its Chinese name, and writes it down', async () => {
    const bytes = await samplePdf('看');
    const { files } = succeeded(await upload(ID_FILES, pdf(bytes, '张三 身份证(正面).pdf')));
    const path = `/api/v1/attachments/files/${files[0]?.fileId}`;
    const shown = await employee.client.get(path);
    expect(shown.bytes.equals(bytes)).toBe(true);
    expect(shown.headers.get('content-type')).toBe('application/pdf');
    const name = '%E5%BC%A0%E4%B8%89%20%E8%BA%AB%E4%BB%BD%E8%AF%81%28%E6%AD%A3%E9%9D%A2%29.pdf';
    expect(shown.headers.get('content-disposition')).toBe(`inline; filename*=UTF-8''${name}`);
    const views = `select from audit_event where action = 'attachment.view' and entity_id = $1`;
    expect(await stack.sql(views, [files[0]?.fileId])).toHaveLength(1);
    expectRefused(await (await registerEmployee(stack)).client.get(path), 'FORBIDDEN_SCOPE');
    expectRefused(await unit.get(path), 'FORBIDDEN_SCOPE');
    expectRefused(await unit.delete(path), 'FORBIDDEN_SCOPE');
    expectRefused(await employee.client.get(`/api/v1/attachments/files/${randomUUID()}`), 'FORBIDDEN_SCOPE');
  });

  it('AC-24 删除 makes the slot 未上传 again and offers 上传附件', async () => {
    const { files } = await uploadFile(employee.client, 'EMP_ID');
    const path = `/api/v1/attachments/files/${files[0]?.fileId}`;
    const key = randomUUID();
    const removed = await employee.client.delete<AttachmentSlotView>(path, { key });
    expect(removed.body).toMatchObject({ status: 'NOT_UPLOADED', uploadedOn: null });
    expect(allowed(removed.body)).toEqual(['upload']);
    expect((await employee.client.delete(path, { key })).status).toBe(200);
    expectRefused(await employee.client.delete(path), 'STATE_NOT_ALLOWED');
    expectRefused(await employee.client.get(path), 'STATE_NOT_ALLOWED');
  });

  it('AC-26 finds slots by part of their name and shows 附件信息 where there is any', async () => {
    const { items } = succeeded(await unit.get<AttachmentListView>('/api/v1/attachments?q=税费'));
    expect(items).toMatchObject([{ name: '单位缴纳税费凭证', hintText: '每年年初或信息变化时更新' }]);
    expect(await slot(unit, 'UNIT_CERT')).toMatchObject({ hintText: null });
    expect(await slot(employee.client, 'EMP_CONTRACT')).toMatchObject({ hintText: '员工端无上传位置' });
    expect(allowed(await slot(employee.client, 'EMP_CONTRACT'))).toEqual([]);
  });

  it('hands out nothing when the stored bytes no longer match', async () => {
    const { files } = succeeded(await upload(ID_FILES, pdf(await samplePdf(randomUUID()))));
    const [file] = files;
    const store = new MinioObjectStore(stack.objectStore);
    const other = Buffer.from('%PDF-other');
    const description = { sizeBytes: other.length, sha256: sha256Of(other), mediaType: 'application/pdf' };
    await store.put(contentKey(file?.sha256 ?? ''), other, description);
    expectRefused(
      await employee.client.get(`/api/v1/attachments/files/${file?.fileId}`),
      'ATTACHMENT_INTEGRITY',
    );
  });
});

describe('files of an application', () => {
  it('AC-25 stay in its frozen copy when the person deletes them, for those involved only', async () => {
    const linked = await linkEmployee(employee, unit);
    const draft = await linked.client.post<ApplicationView>('/api/v1/applications', {
      type: 'NEW',
      permitType: 'BEIJING_WORK_RESIDENCE',
      applicationBasis: 'DEGREE',
    });
    const path = `/api/v1/applications/${succeeded(draft).id}`;
    const { files } = succeeded(await linked.client.post<ApplicationView>(`${path}/submission`));
    const frozen = files.find(({ catalogueCode }) => catalogueCode === 'EMP_ID');
    succeeded(await linked.client.delete(`/api/v1/attachments/files/${frozen?.fileId}`));

    const { body: after } = await linked.client.get<ApplicationView>(path);
    expect(after.files.map(({ fileId }) => fileId)).toContain(frozen?.fileId);
    const copy = `${path}/files/${frozen?.fileId}`;
    for (const client of [linked.client, unit, await clientAs(stack, 'AUDITOR')]) {
      const shown = await client.get(copy);
      expect(sha256Of(shown.bytes)).toBe(frozen?.sha256);
    }
    const strangers = [await trialClient(stack, 'unit2'), await trialClient(stack, 'haidian-first')];
    for (const client of strangers) expectRefused(await client.get(copy), 'FORBIDDEN_SCOPE');
    expectRefused(await linked.client.get(`${path}/files/${randomUUID()}`), 'FORBIDDEN_SCOPE');
    const views = await stack.sql(
      `select application_no from audit_event where action = 'attachment.view' and entity_id = $1`,
      [frozen?.fileId],
    );
    expect(views).toHaveLength(3);
    expect(views[0]).toEqual({ application_no: after.applicationNo });
  });
});
