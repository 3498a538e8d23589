import { randomUUID } from 'node:crypto';
import type { ApplicationView, EligibilityView } from '../../services/api/applications/application.views.js';
import type {
  AttachmentListView,
  AttachmentSlotView,
} from '../../services/api/attachments/attachment.views.js';
import type {
  CatalogueVersionsView,
  CatalogueVersionView,
} from '../../services/api/attachments/catalogue.dto.js';
import { clientAs } from '../support/accounts.js';
import { expectRefused, faultPointers, type Answer, type ApiClient } from '../support/api-client.js';
import {
  decideAsUnit,
  draftNew,
  freezeAt,
  linkedPerson,
  signInCast,
  submit,
  type Cast,
} from '../support/cast.js';
import { pdfUpload, succeeded, trialClient, uploadFile } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const PATH = '/api/v1/attachment-catalogues';

let stack: Stack;
let cast: Cast;
let haidian: string;
let chaoyangUnit: ApiClient;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-04', worker: false });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-05');
  chaoyangUnit = await trialClient(stack, 'unit2');
  const [department] = await stack.sql<{ id: string }>(`select id from department where district = '110108'`);
  haidian = department?.id ?? '';
}, 60_000);
afterAll(() => stack?.stop());

function publish(
  slots: readonly object[],
  given: object = {},
  key = `publish-${randomUUID()}`,
): Promise<Answer<CatalogueVersionView>> {
  const body = {
    departmentId: haidian,
    effectiveFrom: '2021-08-05',
    reason: '按海淀区办理指南',
    slots,
    ...given,
  };
  return cast.operator.post<CatalogueVersionView>(PATH, body, { key });
}

async function slot(client: ApiClient, code: string): Promise<AttachmentSlotView> {
  const { items } = succeeded(await client.get<AttachmentListView>('/api/v1/attachments'));
  const found = items.find((each) => each.code === code);
  if (found === undefined) throw new Error(`no slot ${code}`);
  return found;
}

describe('附件目录 by department and version', () => {
  it('comes with the product as version 1, whole, for operators, department administrators and auditors', async () => {
    const admin = await clientAs(stack, 'DEPARTMENT_ADMIN', { departmentId: haidian });
    for (const client of [cast.operator, cast.auditor, admin]) {
      const { items } = succeeded(await client.get<CatalogueVersionsView>(PATH));
      expect(items).toMatchObject([{ version: 1, departmentId: null, publishedByName: null }]);
      expect(items[0]?.slots).toHaveLength(19);
    }
    expectRefused(await cast.unit.get(PATH), 'FORBIDDEN_ACTION');
    expectRefused(await admin.post(PATH, {}), 'FORBIDDEN_ACTION');
  });

  it('a department has its own number of files, text and size; other departments keep the city’s', async () => {
    const change = { code: 'UNIT_INTEGRITY_STATEMENT', maxFiles: 2, hintText: '须加盖公章', maxBytes: 2048 };
    const key = 'catalogue-haidian-1';
    const first = succeeded(await publish([change], {}, key));
    expect(first).toMatchObject({ version: 2, departmentId: haidian, effectiveFrom: '2021-08-05' });
    expect(succeeded(await publish([change], {}, key))).toEqual(first);
    expect(await slot(cast.unit, 'UNIT_INTEGRITY_STATEMENT')).toMatchObject({
      maxFiles: 2,
      hintText: '须加盖公章',
      maxBytes: 2048,
    });
    expect(await slot(chaoyangUnit, 'UNIT_INTEGRITY_STATEMENT')).toMatchObject({
      maxFiles: 1,
      hintText: '模板见办理指南附件1',
      maxBytes: null,
    });
    const upload = (client: ApiClient, bytes?: Buffer) => async () => {
      const form = await pdfUpload('单位诚信声明');
      const file = bytes === undefined ? form.file : { ...form.file, bytes };
      return client.upload('/api/v1/attachments/UNIT_INTEGRITY_STATEMENT/files', { ...form, file });
    };
    succeeded(await upload(cast.unit)());
    succeeded(await upload(cast.unit)());
    expectRefused(await upload(cast.unit)(), 'FILE_COUNT_EXCEEDED', { max: 2 });
    expectRefused(await upload(cast.unit, Buffer.alloc(4096, '%PDF-1.4\n'))(), 'FILE_TOO_LARGE');
    succeeded(await upload(chaoyangUnit)());
    expectRefused(await upload(chaoyangUnit)(), 'FILE_COUNT_EXCEEDED', { max: 1 });
  });

  it('counts from its day on, and begins with the department’s newest', async () => {
    const change = { code: 'UNIT_TAX_VOUCHER', hintText: '' };
    succeeded(await publish([change], { effectiveFrom: '2021-08-09' }));
    expect((await slot(cast.unit, 'UNIT_TAX_VOUCHER')).hintText).toBe('每年年初或信息变化时更新');
    await freezeAt(cast, '2021-08-09');
    expect((await slot(cast.unit, 'UNIT_TAX_VOUCHER')).hintText).toBeNull();
    expect((await slot(cast.unit, 'UNIT_INTEGRITY_STATEMENT')).maxFiles).toBe(2);
  });

  it('every fault is named with its pointer, and an unknown department is not accepted', async () => {
    const faulty = await publish(
      [
        { code: 'EMP_EDU', minFiles: 9 },
        { code: 'UNIT_CERT', requiredFor: [{ purpose: 'PROFILE', condition: 'HAS_FAMILY' }] },
      ],
      { effectiveFrom: '2021-08-01' },
    );
    expectRefused(faulty, 'VALIDATION_FAILED');
    expect(faultPointers(faulty)).toEqual([
      '/effectiveFrom',
      '/slots/0/maxFiles',
      '/slots/1/requiredFor/0/condition',
    ]);
    const unknown = await publish([{ code: 'EMP_EDU', maxFiles: 5 }], { departmentId: randomUUID() });
    expectRefused(unknown, 'FORBIDDEN_SCOPE');
    expect(faultPointers(unknown)).toEqual(['/departmentId']);
  });

  it('asks applicants of the department for other files; what was submitted before keeps its version', async () => {
    const early = await linkedPerson(cast);
    const { id } = await draftNew(early);
    succeeded(await submit(early, id));
    const leave = [
      { purpose: 'EMPLOYER_CHANGE', condition: 'ALWAYS' },
      { purpose: 'NEW', condition: 'ALWAYS' },
    ];
    succeeded(
      await publish([{ code: 'EMP_LEAVE_CERT', requiredFor: leave }], { effectiveFrom: '2021-08-09' }),
    );

    const late = await linkedPerson(cast);
    const draft = await draftNew(late);
    const missing = { names: ['原单位离职证明'], codes: ['EMP_LEAVE_CERT'] };
    const { rules } = succeeded(
      await late.client.get<EligibilityView>(`/api/v1/applications/${draft.id}/eligibility`),
    );
    expect(rules.find(({ code }) => code === 'EMPLOYEE_ATTACHMENT_MISSING')).toMatchObject({
      result: 'FAIL',
      facts: missing,
    });
    expectRefused(await submit(late, draft.id), 'EMPLOYEE_ATTACHMENT_MISSING', missing);
    await uploadFile(late.client, 'EMP_LEAVE_CERT');
    succeeded(await submit(late, draft.id));

    expect(succeeded<ApplicationView>(await decideAsUnit(cast.unit, id)).status).toBe('IN_REVIEW');
    const kept = await stack.sql(
      `select catalogue_version as version from application where id = any($1) order by catalogue_version`,
      [[id, draft.id]],
    );
    expect(kept).toEqual([{ version: 3 }, { version: 4 }]);
  });

  it('each publication stands in the audit trail with its reason', async () => {
    const events = await stack.sql(
      `select actor_role, reason from audit_event where action = 'attachmentCatalogue.publish'`,
    );
    expect(events).toEqual(Array(3).fill({ actor_role: 'SYSTEM_OPERATOR', reason: '按海淀区办理指南' }));
  });
});
