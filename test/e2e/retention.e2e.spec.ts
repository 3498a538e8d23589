import { MinioObjectStore } from '../../infra/object-storage/minio-object-store.js';
import { contentKey } from '../../infra/object-storage/object-store.js';
import type { AuditPage } from '../../services/api/audit/audit.dto.js';
import type { AttachmentSlotView } from '../../services/api/attachments/attachment.views.js';
import type { ApiClient, Upload } from '../support/api-client.js';
import { draftNew, freezeAt, inReview, linkedPerson, read, signInCast, type Cast } from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { pdfUpload, succeeded, type LinkedEmployee } from '../support/people.js';
import { publishPolicyNotice } from '../support/policy-notices.js';
import { renewFile } from '../support/renewals.js';
import { startStack, type Stack } from '../support/stack.js';

const TIMEOUT_MS = 180_000;
/** More than any period after the day on which the business clock begins. */
const LATER = '2023-09-01';
const FILE_AND_ITS_PICTURE = 2;

let stack: Stack;
let cast: Cast;
let store: MinioObjectStore;
let person: LinkedEmployee;
let applicationId: string;
let removed: { readonly upload: Upload; readonly fileId: string; readonly sha256: string };
let oldDraftId: string;
let freshDraftId: string;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  store = new MinioObjectStore(stack.objectStore);
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
  person = await linkedPerson(cast);
  ({ id: applicationId } = await inReview(cast, person));
  await renewFile(person.client, 'EMP_INCOME');
  const upload = await pdfUpload('其他材料');
  const { fileId, sha256 } = await uploadOther(person.client, upload);
  removed = { upload, fileId, sha256 };
  await eventually('the scan looked at', async () => {
    const [page] = await stack.sql('select page from scan_page where sha256 = $1', [sha256]);
    return page ?? null;
  });
  succeeded(await person.client.delete(`/api/v1/attachments/files/${fileId}`));
  ({ id: oldDraftId } = await draftNew(await linkedPerson(cast)));
  await publishPolicyNotice(cast.operator, '关于工作居住证办理的通知');
  await stack.sql(`insert into session (id, token_hash, account_id, role, login_method, ip, ends_at)
    select gen_random_uuid(), 'old-' || days, id, role, 'PASSWORD', '127.0.0.1', now() - make_interval(days => days)
      from account cross join (values (100), (300)) as t (days) where user_name = 'operator'`);
  await freezeAt(cast, LATER);
  ({ id: freshDraftId } = await draftNew(await linkedPerson(cast)));
  // after the last sign-in: each new one forgets old ones on its way
  await stack.sql(`insert into captcha (id, answer, expires_at)
    values (gen_random_uuid(), 'x', now() - interval '2 days'), (gen_random_uuid(), 'y', now() + interval '1 minute')`);
}, TIMEOUT_MS);
afterAll(async () => {
  store?.close();
  await stack?.stop();
});

async function uploadOther(client: ApiClient, upload: Upload): Promise<{ fileId: string; sha256: string }> {
  const slot = succeeded(
    await client.upload<AttachmentSlotView>('/api/v1/attachments/EMP_OTHER/files', upload),
  );
  const file = slot.files.at(-1);
  if (file === undefined) throw new Error('the slot is empty');
  const [row] = await stack.sql<{ sha256: string }>('select sha256 from attachment_file where id = $1', [
    file.fileId,
  ]);
  return { fileId: file.fileId, sha256: row?.sha256 ?? '' };
}
/** Label → rows, as the command prints them. */
function rowsOf(printed: string): Map<string, number> {
  const lines = printed.matchAll(/^(\d+) {2}\d+ {2}\S+ {2}\d+ {2}(.+)（.+）$/gm);
  return new Map([...lines].map(([, rows, label]) => [label ?? '', Number(rows)]));
}
const events = async () =>
  succeeded(await cast.auditor.get<AuditPage>('/api/v1/audit-events?entity=retention')).items;
const count = async (text: string): Promise<number> => (await stack.sql(text)).length;

describe('retention', () => {
  it(
    'tells what would go, removes it, and leaves what anything still needs',
    async () => {
      const before = await stack.sql('select id from attachment_file order by id');
      const told = rowsOf(await stack.admin('personal-data', 'retention', '--dry-run'));
      expect(told.get('从未提交的申请草稿')).toBe(1);
      expect(told.get('已删除且未随任何申请、合同提交的附件')).toBe(1);
      expect(told.get('过期的图形验证码')).toBe(1);
      expect(told.get('已结束的登录会话')).toBe(1);
      expect(await stack.sql('select id from attachment_file order by id')).toEqual(before);
      expect(await events()).toEqual([]);

      const done = rowsOf(await stack.admin('personal-data', 'retention'));
      expect(done.get('从未提交的申请草稿')).toBe(1);
      expect(done.get('没有任何记录引用的附件内容')).toBe(FILE_AND_ITS_PICTURE);
      expect(await count(`select from application where id = '${oldDraftId}'`)).toBe(0);
      expect(await count(`select from attachment_file where id = '${removed.fileId}'`)).toBe(0);
      expect(await store.head(contentKey(removed.sha256))).toBeNull();
      expect(await count(`select from session where token_hash like 'old-%'`)).toBe(1);
      expect(await count(`select from captcha where answer in ('x', 'y')`)).toBe(1);

      const [event, ...more] = await events();
      expect(more).toEqual([]);
      expect(event).toMatchObject({ actorRole: 'SYSTEM', after: { removed: { draft: { rows: 1 } } } });

      const again = rowsOf(await stack.admin('personal-data', 'retention'));
      expect([...again].filter(([, rows]) => rows > 0)).toEqual([]);
      expect(await events()).toHaveLength(1);
    },
    TIMEOUT_MS,
  );

  it('keeps the running matter: its frozen files, replaced ones too, documents, fresh drafts', async () => {
    const application = await read(person.client, applicationId);
    expect(application.status).toBe('IN_REVIEW');
    for (const { fileId } of application.files) {
      const answer = await person.client.get(`/api/v1/applications/${applicationId}/files/${fileId}`);
      expect(answer.status).toBe(200);
    }
    expect((await person.client.get(`/api/v1/applications/${applicationId}/receipt`)).status).toBe(200);
    expect(await count(`select from application where id = '${freshDraftId}'`)).toBe(1);
    for (const { object_key: key } of await stack.sql<{ object_key: string }>(
      'select object_key from stored_object',
    )) {
      expect(await store.head(key)).not.toBeNull();
    }
    for (const { sha256 } of await stack.sql<{ sha256: string }>('select sha256 from policy_notice')) {
      expect(await store.head(contentKey(sha256))).not.toBeNull();
    }
  });

  it('takes nothing from an upload of the same bytes, whichever is first', async () => {
    const { fileId } = await uploadOther(person.client, removed.upload);
    const answer = await person.client.get(`/api/v1/attachments/files/${fileId}`);
    expect(answer.status).toBe(200);
    await stack.sql(`update stored_object set stored_at = '2020-01-01' where sha256 = $1`, [removed.sha256]);
    await stack.admin('personal-data', 'retention');
    expect(await store.head(contentKey(removed.sha256))).not.toBeNull();
    expect((await person.client.get(`/api/v1/attachments/files/${fileId}`)).status).toBe(200);
  });
});
