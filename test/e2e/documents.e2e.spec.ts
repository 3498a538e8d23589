import { Client as S3 } from 'minio';
import type { ApplicationView, DocumentView } from '../../services/api/applications/application.views.js';
import type { AuditEventView, AuditPage } from '../../services/api/audit/audit.dto.js';
import type { CheckView } from '../../services/api/documents/public-check.controller.js';
import { sha256Of } from '../../infra/object-storage/object-store.js';
import { ApiClient, expectRefused } from '../support/api-client.js';
import {
  decideAsUnit,
  decideLevel,
  draftNew,
  freezeAt,
  inStatus,
  linkedPerson,
  passLevels,
  read,
  signInCast,
  submit,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { registerEmployee, succeeded, trialClient, type LinkedEmployee } from '../support/people.js';
import { textOf } from '../support/pdf-text.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;
let visitor: ApiClient;
let id: string;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  visitor = new ApiClient(stack.apiUrl);
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
  person = await linkedPerson(cast);
  ({ id } = await draftNew(person));
});
afterAll(() => stack?.stop());

const document = (kind: string, round = 1): Promise<DocumentView> =>
  eventually(kind, async () => {
    const { documents } = await read(person.client, id);
    return documents.find((each) => each.kind === kind && each.round === round) ?? null;
  });
const isGenuine = async (number: string, tail: string): Promise<boolean> => {
  const path = `/api/v1/public/documents/${number}?tail=${tail}`;
  return succeeded(await visitor.get<CheckView>(path)).valid;
};
const storedBytes = async (objectKey: string): Promise<Buffer> => {
  const { endpoint, accessKey, secretKey, bucket } = stack.objectStore;
  const { hostname, port, protocol } = new URL(endpoint);
  const store = new S3({
    endPoint: hostname,
    port: Number(port),
    useSSL: protocol === 'https:',
    accessKey,
    secretKey,
  });
  const chunks: Buffer[] = [];
  for await (const chunk of await store.getObject(bucket, objectKey)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

describe('the receipt', () => {
  it('AC-107 of a submission stands in the store under its hash, with number, legal time and hashes of the files', async () => {
    expectRefused(await person.client.get(`/api/v1/applications/${id}/receipt`), 'STATE_NOT_ALLOWED');
    const submitted = succeeded(await submit(person, id));
    const receipt = await document('RECEIPT');
    expect(receipt.number).toBe(`SL${submitted.applicationNo}01`);

    const stored = await storedBytes(receipt.objectKey);
    expect(receipt.objectKey).toBe(`content/${receipt.sha256.slice(0, 2)}/${receipt.sha256}`);
    expect(sha256Of(stored)).toBe(receipt.sha256);
    for (const client of [person.client, cast.unit, cast.auditor]) {
      const printed = await client.get(`/api/v1/applications/${id}/receipt`);
      expect([printed.status, printed.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect(printed.bytes.equals(stored)).toBe(true);
    }
    const text = await textOf(stored);
    for (const part of [receipt.number, submitted.applicationNo, person.name, '北京云程信息技术有限公司'])
      expect(text).toContain(part);
    expect(text).toMatch(/2021年8月5日10[:时]00/);
    expect(submitted.files).toHaveLength(7);
    for (const { sha256 } of submitted.files) expect(text).toContain(sha256.slice(0, 8));
    expect(text).not.toContain(person.idNo);
  });

  it('AC-107 verifies on the public page by number and the last four characters, and says nothing else', async () => {
    const { number } = await document('RECEIPT');
    const tail = person.idNo.slice(-4);
    const wrong = tail === '0000' ? '1111' : '0000';
    expect(await isGenuine(number, tail)).toBe(true);
    expect(await isGenuine(number, tail.toLowerCase())).toBe(true);
    expect(await isGenuine(number, wrong)).toBe(false);
    expect(await isGenuine('SLNE2021080599999901', tail)).toBe(false);
    const page = await visitor.get(`/check/${number}?tail=${tail}`);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.bytes.toString('utf8')).toContain('class="result valid"');
    expect(page.bytes.toString('utf8')).not.toContain(person.name);
    const other = await visitor.get(`/check/${number}?tail=${wrong}`);
    expect(other.bytes.toString('utf8')).toContain('class="result invalid"');
    expect((await visitor.get('/check/%3Cscript%3Ealert(1)')).bytes.toString('utf8')).not.toContain(
      '<script>',
    );
  });

  it('AC-107 is given for each submission anew; strangers do not get it', async () => {
    succeeded(await decideAsUnit(cast.unit, id, { outcome: 'RETURN', opinion: '请补充' }));
    const again = succeeded(await submit(person, id));
    const second = await document('RECEIPT', 2);
    expect(second.number).toBe(`SL${again.applicationNo}02`);
    const printed = await person.client.get(`/api/v1/applications/${id}/receipt`);
    expect(sha256Of(printed.bytes)).toBe(second.sha256);
    const stranger = await registerEmployee(stack);
    const otherUnit = await trialClient(stack, 'unit2');
    for (const client of [stranger.client, otherUnit]) {
      expectRefused(await client.get(`/api/v1/applications/${id}/receipt`), 'FORBIDDEN_SCOPE');
      expectRefused(await client.get(`/api/v1/applications/${id}/confirmation-form`), 'FORBIDDEN_SCOPE');
    }
  });
});

describe('the confirmation form', () => {
  it('AC-101 is refused at every stage before the approval', async () => {
    const refused = async (): Promise<void> => {
      for (const client of [person.client, cast.unit]) {
        const answer = await client.get(`/api/v1/applications/${id}/confirmation-form`);
        expectRefused(answer, 'STATE_NOT_ALLOWED');
      }
    };
    await refused();
    succeeded(await decideAsUnit(cast.unit, id));
    for (const level of ['DISTRICT_FIRST', 'DISTRICT_SECOND', 'MUNICIPAL'] as const) {
      await refused();
      await decideLevel(cast, level, id, {
        opinion: `${level} 同意`,
        hint: level === 'MUNICIPAL' ? '请留意' : '',
      });
    }
    await refused();
  });

  it('AC-101 AC-61 is printed after it, says what was approved and is valid on the public page', async () => {
    await passLevels(cast, id, ['FINAL']);
    const { permitNo, applicationNo } = await inStatus(person.client, id, 'APPROVED');
    const form = await document('CONFIRMATION_FORM', 2);
    const printed = await person.client.get(`/api/v1/applications/${id}/confirmation-form`);
    expect([printed.status, sha256Of(printed.bytes)]).toEqual([200, form.sha256]);
    const text = await textOf(printed.bytes);
    const parts = [
      form.number,
      person.name,
      person.idNo,
      permitNo ?? '',
      applicationNo,
      '91110108MA01C2D36P',
    ];
    for (const part of [...parts, '海淀区人社局', '2021年8月5日', '2024年8月4日'])
      expect(text).toContain(part);
    expect(await isGenuine(form.number, person.idNo.slice(-4))).toBe(true);
    const { number } = await document('RECEIPT', 1);
    expect(await isGenuine(number, person.idNo.slice(-4))).toBe(true);
  });
});

describe('AC-102 the audit trail of decisions', () => {
  const events = async (
    application: Pick<ApplicationView, 'applicationNo'>,
  ): Promise<readonly AuditEventView[]> => {
    const path = `/api/v1/audit-events?applicationNo=${application.applicationNo}&limit=100`;
    return succeeded(await cast.auditor.get<AuditPage>(path)).items.toReversed();
  };

  it('AC-102 names actor, role, time, before, after and opinion of each', async () => {
    const decisions = (await events(await read(person.client, id))).filter(({ action }) =>
      action.startsWith('review.'),
    );
    const at = '2021-08-05T02:00:00.000Z';
    const seen = {
      at,
      recordedAt: expect.any(String),
      entity: 'application',
      entityId: id,
      loginMethod: 'PASSWORD',
    };
    const pass = (passed: number) => ({
      before: { round: 2, passed: passed - 1 },
      after: { round: 2, passed, outcome: 'PASS' },
    });
    expect(decisions).toMatchObject([
      {
        ...seen,
        action: 'review.return',
        actorName: '王静',
        actorRole: 'UNIT_HANDLER',
        before: { status: 'UNIT_REVIEW', round: 1, passed: 0 },
        after: { status: 'RETURNED', round: 1, passed: 0, outcome: 'RETURN' },
        reason: '请补充',
      },
      { ...seen, action: 'review.pass', actorRole: 'UNIT_HANDLER', ...pass(1), reason: null },
      {
        ...seen,
        actorName: '周敏',
        actorRole: 'DISTRICT_FIRST_REVIEWER',
        ...pass(2),
        reason: 'DISTRICT_FIRST 同意',
      },
      {
        ...seen,
        actorName: '郑强',
        actorRole: 'DISTRICT_SECOND_REVIEWER',
        ...pass(3),
        reason: 'DISTRICT_SECOND 同意',
      },
      {
        ...seen,
        actorName: '卫东',
        actorRole: 'MUNICIPAL_REVIEWER',
        before: { passed: 3 },
        after: { passed: 4, hint: '请留意', snapshotNo: 3, taskId: expect.any(String) },
        reason: 'MUNICIPAL 同意',
      },
      { ...seen, actorName: '蒋丽', actorRole: 'FINAL_APPROVER', ...pass(5), reason: '材料齐全' },
    ]);
  });

  it('AC-102 tells the whole course: submissions, claims, the conclusion and the prints', async () => {
    const actions = (await events(await read(person.client, id))).map(({ action }) => action);
    const count = (name: string): number => actions.filter((action) => action === name).length;
    expect(actions[0]).toBe('application.create');
    expect(
      ['application.submit', 'task.claim', 'application.conclude', 'permit.grant', 'document.issue'].map(
        count,
      ),
    ).toEqual([2, 4, 1, 1, 3]);
    expect(count('document.print')).toBe(5);
    const concluded = (await events(await read(person.client, id))).find(
      ({ action }) => action === 'application.conclude',
    );
    expect(concluded).toMatchObject({ actorRole: 'SYSTEM', actorId: null, after: { status: 'APPROVED' } });
  });

  it('AC-102 the auditor reads the application and its task, and decides nothing', async () => {
    expect((await read(cast.auditor, id)).allowedActions).toEqual([]);
    const { timeline } = await read(cast.auditor, id);
    expect(timeline.filter(({ decision }) => decision !== null)).toHaveLength(6);
    expectRefused(await submit({ client: cast.auditor }, id), 'FORBIDDEN_ACTION');
    expectRefused(await decideAsUnit(cast.auditor, id), 'FORBIDDEN_ACTION');
    for (const method of ['post', 'put', 'patch'] as const) {
      expectRefused(await cast.auditor[method]('/api/v1/audit-events/1', { reason: '' }), 'NOT_FOUND');
    }
    expectRefused(await cast.auditor.delete('/api/v1/audit-events/1'), 'NOT_FOUND');
  });
});
