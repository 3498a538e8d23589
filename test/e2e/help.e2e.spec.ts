import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type {
  CertificateHelpView,
  DepartmentGuideView,
  ElectronicLicenceHelpView,
  HelpView,
} from '../../services/api/help/help.views.js';
import { clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, faultPointers } from '../support/api-client.js';
import { pdfUpload, succeeded, trialClient } from '../support/people.js';
import { textOf } from '../support/pdf-text.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let anybody: ApiClient;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  anybody = new ApiClient(stack.apiUrl);
});
afterAll(() => stack?.stop());

function certificates(kind: string) {
  return anybody.get<CertificateHelpView>(`/api/v1/help/certificates?applicantKind=${kind}`);
}

describe('certificate help', () => {
  it('AC-07 gives a sealed enterprise five items, the transfer of the password, and the fees', async () => {
    const { items, notes, fees } = succeeded(await certificates('ENTERPRISE_OR_SEALED'));
    expect(items).toHaveLength(5);
    expect(items[2]).toContain('法定代表人');
    expect(notes.join()).toContain('银行对公打款');
    expect(fees).toEqual([
      { nth: 1, amount: 0 },
      { nth: 2, amount: 180 },
      { nth: 3, amount: 180 },
    ]);
  });

  it('AC-08 gives an individual business without seal four items with signatures', async () => {
    const { items, notes } = succeeded(await certificates('INDIVIDUAL_WITHOUT_SEAL'));
    expect(items).toHaveLength(4);
    expect(items.slice(0, 3).every((item) => item.includes('签字') && !item.includes('公章'))).toBe(true);
    expect(notes).toEqual([]);
  });

  it('needs a kind of applicant that it knows', async () => {
    for (const kind of ['', 'toString']) {
      const answer = await certificates(kind);
      expectRefused(answer, 'VALIDATION_FAILED');
      expect(faultPointers(answer)).toEqual(['/applicantKind']);
    }
  });
});

describe('the help centre', () => {
  it('AC-09 names 58511081 and 68940680 to any signed-in user, and to whom is not signed in', async () => {
    const unit = await trialClient(stack, 'unit1');
    const auditor = await clientAs(stack, 'AUDITOR');
    const employee = await clientAs(stack, 'EMPLOYEE');
    for (const client of [unit, auditor, employee, anybody]) {
      const { phones } = succeeded(await client.get<HelpView>('/api/v1/help'));
      expect(phones).toEqual([
        { topic: 'SYSTEM', label: '系统操作问题', phone: '58511081' },
        { topic: 'POLICY', label: '业务政策问题', phone: '68940680' },
      ]);
    }
  });

  it('has a guide of each department with templates to download', async () => {
    const { guides } = succeeded(await anybody.get<HelpView>('/api/v1/help'));
    const haidian = guides?.find(({ departmentName }) => departmentName === '海淀区人社局');
    expect(haidian).toMatchObject({
      title: '海淀区人社局工作居住证办理指南',
      phone: '010-88506500',
      templates: [{ name: '附件1 单位诚信声明' }, { name: '员工诚信声明' }, { name: '附件4 承诺书' }],
    });
    expect(haidian?.notes.length).toBeGreaterThan(3);
    for (const { name, downloadUrl } of haidian?.templates ?? []) {
      const answer = await anybody.get(downloadUrl);
      expect(answer.headers.get('content-disposition')).toBe(
        `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.pdf`)}`,
      );
      const pages = (await textOf(answer.bytes)).split('\n');
      expect(pages).toHaveLength(1);
      expect(pages[0]).toContain(name.replaceAll(' ', ''));
    }
    expectRefused(await anybody.get('/api/v1/help/templates/toString'), 'FORBIDDEN_SCOPE');
  });

  it('a department’s administrator publishes its guide with document and telephone; everybody reads it', async () => {
    const admin = await trialClient(stack, 'haidian-admin');
    const path = '/api/v1/help/guides/mine';
    const guideOf = async (name: string) =>
      succeeded(await anybody.get<HelpView>('/api/v1/help')).guides?.find(
        ({ departmentName }) => departmentName === name,
      );
    expect(await guideOf('海淀区人社局')).toMatchObject({ body: null, documentUrl: null, publishedAt: null });

    const body = '办理地点：海淀区四季青路6号。\n工作日 9:00 至 17:00。';
    const upload = await pdfUpload('海淀区办理指南', { body, phone: '010-88506600' });
    const [first, again] = [
      await admin.upload<DepartmentGuideView>(path, upload, { key: 'guide-haidian-1' }),
      await admin.upload<DepartmentGuideView>(path, upload, { key: 'guide-haidian-1' }),
    ];
    expect(succeeded(first)).toMatchObject({ body, phone: '010-88506600', fileName: '海淀区办理指南.pdf' });
    expect(succeeded(again)).toEqual(succeeded(first));
    const guide = await guideOf('海淀区人社局');
    expect(guide).toEqual(succeeded(first));
    const document = await anybody.get(guide?.documentUrl ?? '');
    expect(document.bytes.equals(upload.file.bytes)).toBe(true);
    expect(await guideOf('朝阳区人社局')).toMatchObject({ body: null });

    // the text alone: document and telephone stay
    succeeded(await admin.upload(path, { fields: { body: '办理地点已变更。' } }));
    expect(await guideOf('海淀区人社局')).toMatchObject({
      body: '办理地点已变更。',
      phone: '010-88506600',
      documentUrl: guide?.documentUrl,
    });
    const events = await stack.sql(
      `select before ->> 'body' as before, after ->> 'body' as after from audit_event where action = 'guide.publish' order by seq`,
    );
    expect(events).toEqual([
      { before: null, after: body },
      { before: body, after: '办理地点已变更。' },
    ]);
  });

  it('a guide is checked like any form, and is nobody else’s to publish', async () => {
    const admin = await trialClient(stack, 'haidian-admin');
    const path = '/api/v1/help/guides/mine';
    const page = { name: '指南.pdf', mediaType: 'application/pdf', bytes: Buffer.from('<html>') };
    const faulty = await admin.upload(path, { fields: { phone: '12' }, file: page });
    expectRefused(faulty, 'VALIDATION_FAILED');
    expect(faultPointers(faulty)).toEqual(['/body', '/file', '/phone']);
    const unit = await trialClient(stack, 'unit1');
    const upload = await pdfUpload('指南', { body: '无' });
    for (const client of [unit, await clientAs(stack, 'SYSTEM_OPERATOR')]) {
      expectRefused(await client.upload(path, upload), 'FORBIDDEN_ACTION');
    }
    expectRefused(await anybody.upload(path, upload), 'AUTH_REQUIRED');
    expectRefused(await anybody.get(`/api/v1/help/guides/${randomUUID()}/document`), 'FORBIDDEN_SCOPE');
  });

  it('tells four ways to install the electronic licence and who authorizes whom', async () => {
    const { topics } = succeeded(
      await anybody.get<ElectronicLicenceHelpView>('/api/v1/help/electronic-licence'),
    );
    expect(topics[0]?.steps).toHaveLength(4);
    expect(topics[1]?.steps.join()).toContain('证照管理员');
  });

  it('answers without the database, guides apart', async () => {
    const server = new URL(stack.databaseUrl);
    const database = server.pathname.slice(1);
    server.pathname = '/postgres';
    const client = new Client({ connectionString: server.href });
    await client.connect();
    try {
      await client.query(`alter database ${database} allow_connections false`);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
        database,
      ]);
      const { phones, templates, guides } = succeeded(await anybody.get<HelpView>('/api/v1/help'));
      expect([phones.length, templates.length, guides]).toEqual([2, 3, null]);
      expect((await certificates('ENTERPRISE_OR_SEALED')).status).toBe(200);
    } finally {
      await client.query(`alter database ${database} allow_connections true`);
      await client.end();
    }
    expect(succeeded(await anybody.get<HelpView>('/api/v1/help')).guides).not.toBeNull();
  });
});
