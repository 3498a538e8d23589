import type { AssociationPage } from '../../services/api/associations/association.views.js';
import type { AuditPage } from '../../services/api/audit/audit.dto.js';
import type { CorrectionPage, CorrectionView } from '../../services/api/corrections/correction.views.js';
import type { ProfileView } from '../../services/api/employees/person.views.js';
import type { MeView } from '../../services/api/identity/identity.views.js';
import type { NoticePage } from '../../services/api/notices/notices.dto.js';
import { addAccount, clientAs } from '../support/accounts.js';
import {
  expectRefused,
  faultPointers,
  refusalCodes,
  signIn,
  sortedStatuses,
  type Answer,
  type ApiClient,
} from '../support/api-client.js';
import { freezeAt, linkedPerson, signInCast, submitted, withdraw, type Cast } from '../support/cast.js';
import {
  registerEmployee,
  residentNumber,
  succeeded,
  trialClient,
  uploadFile,
  type TestEmployee,
} from '../support/people.js';
import { permitHolder } from '../support/renewals.js';
import { reveal, revealedAt } from '../support/reveal.js';
import { startStack, type Stack } from '../support/stack.js';

const CORRECTIONS = '/api/v1/identity-corrections';
const REASON = '注册时录入错误';

let stack: Stack;
let cast: Cast;
let admin: ApiClient;
let otherAdmin: ApiClient;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
  admin = await trialClient(stack, 'haidian-admin');
  otherAdmin = await clientAs(stack, 'DEPARTMENT_ADMIN');
}, 120_000);
afterAll(() => stack?.stop());

const pathOf = ({ id }: { readonly id: string }): string => `${CORRECTIONS}/${id}`;
const identityOf = ({ name, idNo }: TestEmployee, changes: object = {}): object => ({
  name,
  idNo,
  idType: 'RESIDENT_ID',
  reason: REASON,
  ...changes,
});
const ask = (person: TestEmployee, changes: object = {}): Promise<Answer<CorrectionView>> =>
  person.client.post<CorrectionView>(CORRECTIONS, identityOf(person, changes));
const decide = (by: ApiClient, correction: CorrectionView, body: object): Promise<Answer<CorrectionView>> =>
  by.post<CorrectionView>(`${pathOf(correction)}/decision`, body);
const approve = (by: ApiClient, correction: CorrectionView): Promise<Answer<CorrectionView>> =>
  decide(by, correction, { outcome: 'APPROVE' });

/** Without a link, with the scan of his document. */
async function registered(): Promise<TestEmployee> {
  const person = await registerEmployee(stack);
  await uploadFile(person.client, 'EMP_ID');
  return person;
}
/** At a unit of 海淀, whose department decides. */
async function employed(): Promise<TestEmployee> {
  return linkedPerson(cast);
}
async function profileOf({ client }: TestEmployee): Promise<ProfileView> {
  return succeeded(await client.get<ProfileView>('/api/v1/employees/me'));
}
async function notices(client: ApiClient, code: string): Promise<string[]> {
  const { items } = succeeded(await client.get<NoticePage>('/api/v1/notices?limit=100'));
  return items.filter((each) => each.code === code).map(({ body }) => body);
}
const masked = (number: string): string => `${number.slice(0, 6)}********${number.slice(-4)}`;

describe('a person asks for the correction of who he is registered as', () => {
  it('and is told every reason against it at once; nothing is written', async () => {
    const person = await registerEmployee(stack);
    const refused = await ask(person, { reason: '' });
    expect(refusalCodes(refused)).toEqual(['EMPLOYEE_ATTACHMENT_MISSING', 'REASON_REQUIRED', 'NO_CHANGE']);
    expect((await person.client.get<CorrectionPage>(CORRECTIONS)).body.items).toEqual([]);
  });

  it('sees his own data whole, the document kept as it was, and asks for one at a time', async () => {
    const person = await employed();
    const idNo = residentNumber();
    const key = 'asked-once';
    const form = identityOf(person, { name: '李鸣', idNo });
    const correction = succeeded(await person.client.post<CorrectionView>(CORRECTIONS, form, { key }));
    expect(correction).toMatchObject({
      status: 'PENDING',
      statusLabel: '待审核',
      departmentName: '海淀区人社局',
      registered: { name: person.name, idNo: person.idNo },
      proposed: { name: '李鸣', idNo },
      reason: REASON,
      awaitsReader: false,
      allowedActions: [{ action: 'withdraw', allowed: true }],
    });
    expect(correction.fields).toEqual(expect.arrayContaining(['姓名', '证件号码']));
    const again = await person.client.post<CorrectionView>(CORRECTIONS, form, { key });
    expect(again.body.id).toBe(correction.id);
    expectRefused(await ask(person, { name: '李明明' }), 'STATE_NOT_ALLOWED');
    const { items } = (await person.client.get(`/api/v1/attachments`)).body as {
      items: { code: string; files: { fileId: string }[] }[];
    };
    const fileId = items.find(({ code }) => code === 'EMP_ID')?.files[0]?.fileId ?? '';
    succeeded(await person.client.delete(`/api/v1/attachments/files/${fileId}`));
    const scan = await admin.get(`${pathOf(correction)}/scan`);
    expect([scan.status, scan.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect((await profileOf(person)).name).toBe(person.name);
  });

  it('without a number that writes them, states sex and birth date', async () => {
    const person = await registered();
    const passport = { idType: 'PASSPORT', idNo: 'E12345678' };
    const faulty = await ask(person, passport);
    expect(faultPointers(faulty).toSorted()).toEqual(['/birthDate', '/sex']);
    const whole = { ...passport, birthDate: '1988-02-28', sex: 'FEMALE' };
    const correction = succeeded(await ask(person, whole));
    expect(correction.proposed).toMatchObject({ ...whole, idTypeLabel: '护照' });
  });

  it('and takes it back while nobody has decided; nobody else does', async () => {
    const person = await registered();
    const correction = succeeded(await ask(person, { name: '李鸣' }));
    const stranger = await registerEmployee(stack);
    expectRefused(await stranger.client.post(`${pathOf(correction)}/withdrawal`), 'FORBIDDEN_SCOPE');
    const taken = succeeded(await person.client.post<CorrectionView>(`${pathOf(correction)}/withdrawal`));
    expect(taken).toMatchObject({
      status: 'WITHDRAWN',
      allowedActions: [{ action: 'withdraw', allowed: false, reason: 'STATE_NOT_ALLOWED' }],
    });
    expectRefused(await person.client.post(`${pathOf(correction)}/withdrawal`), 'STATE_NOT_ALLOWED');
    succeeded(await ask(person, { name: '李鸣' }));
  });

  it('not for the number of somebody else', async () => {
    const [person, other] = [await registered(), await registerEmployee(stack)];
    const refused = await ask(person, { idNo: other.idNo });
    expectRefused(refused, 'VALIDATION_FAILED');
    expect(faultPointers(refused)).toEqual(['/idNo']);
  });

  it('not with a permit, whose face BASIC_INFO_CHANGE changes', async () => {
    const holder = await permitHolder(cast);
    expectRefused(await ask(holder, { name: '李鸣' }), 'HAS_LIVE_PERMIT');
  });
});

describe('the department of his unit decides', () => {
  it('with the numbers masked until they are revealed with a reason', async () => {
    const person = await employed();
    const correction = succeeded(await ask(person, { name: '李鸣' }));
    expect(await notices(admin, 'N-33')).toContain(`${person.name} 申请更正身份信息，请审核`);
    expect(await notices(cast.reviewers.DISTRICT_FIRST, 'N-33')).toEqual([]);
    const { items } = succeeded(await admin.get<CorrectionPage>(`${CORRECTIONS}?status=PENDING`));
    const listed = items.find(({ id }) => id === correction.id);
    expect(listed).toMatchObject({
      awaitsReader: true,
      registered: { idNo: masked(person.idNo), birthDate: correction.registered.birthDate },
    });
    expectRefused(await reveal(admin, pathOf(correction), { reason: '' }), 'REASON_REQUIRED');
    expect(await revealedAt(admin, pathOf(correction))).toEqual({
      '/registered/idNo': person.idNo,
      '/proposed/idNo': person.idNo,
    });
    for (const each of [
      await otherAdmin.get(pathOf(correction)),
      await otherAdmin.get(`${pathOf(correction)}/scan`),
      await approve(otherAdmin, correction),
      await reveal(otherAdmin, pathOf(correction)),
    ]) {
      expectRefused(each, 'FORBIDDEN_SCOPE');
    }
    const page = succeeded(await cast.auditor.get<CorrectionPage>(CORRECTIONS));
    expect(page.items.find(({ id }) => id === correction.id)).toMatchObject({
      awaitsReader: false,
      registered: { idNo: masked(person.idNo), birthDate: null },
    });
    const audit = `/api/v1/audit-events?entity=identity_correction&entityId=${correction.id}`;
    const { items: events } = succeeded(await cast.auditor.get<AuditPage>(audit));
    expect(events.map(({ action }) => action)).toEqual(['personalData.reveal', 'identityCorrection.request']);
    expect(JSON.stringify(events)).not.toContain(person.idNo);
  });

  it('against it with an opinion, which the person reads; he stays who he was', async () => {
    const person = await employed();
    const correction = succeeded(await ask(person, { name: '李鸣' }));
    expectRefused(await decide(admin, correction, { outcome: 'REJECT' }), 'OPINION_REQUIRED');
    const rejected = succeeded(await decide(admin, correction, { outcome: 'REJECT', opinion: '与证件不符' }));
    expect(rejected).toMatchObject({ status: 'REJECTED', opinion: '与证件不符', awaitsReader: false });
    expect(await notices(person.client, 'N-32')).toEqual(['您的身份信息更正申请未通过：与证件不符']);
    expect((await profileOf(person)).name).toBe(person.name);
    expectRefused(await approve(admin, correction), 'STATE_NOT_ALLOWED');
    expectRefused(await reveal(admin, pathOf(correction)), 'STATE_NOT_ALLOWED');
  });

  it('for it: profile, account, unit and search know him by the new data at once', async () => {
    const person = await employed();
    const idNo = residentNumber();
    const correction = succeeded(await ask(person, { name: '欧阳鸣', idNo }));
    const approved = succeeded(await approve(admin, correction));
    expect(approved).toMatchObject({ status: 'APPROVED', statusLabel: '已更正' });
    expect(await profileOf(person)).toMatchObject({ name: '欧阳鸣', idNo });
    const { body: me } = await person.client.get<MeView>('/api/v1/me');
    expect(JSON.stringify(me)).toContain('欧阳鸣');
    for (const filter of ['name=ouyang', `idNo=${idNo.slice(-4)}`, `idNo=${idNo}`]) {
      const { items } = succeeded(
        await cast.unit.get<AssociationPage>(`/api/v1/associations?${filter}&limit=100`),
      );
      expect(items.map(({ name }) => name)).toContain('欧阳鸣');
    }
    expect(await notices(person.client, 'N-32')).toEqual(['您的身份信息更正申请已通过，登记信息已更新']);
    expect(await notices(admin, 'N-33')).not.toContain(`${person.name} 申请更正身份信息，请审核`);
    expectRefused(await approve(admin, correction), 'STATE_NOT_ALLOWED');
    await registerEmployee(stack, { idNo: person.idNo }); // the wrong number is whose it is
  });

  it('not while an application is under review with the identity as it was, nor once a permit shows it', async () => {
    const person = await linkedPerson(cast);
    const correction = succeeded(await ask(person, { name: '李鸣' }));
    const application = await submitted(person);
    expectRefused(await approve(admin, correction), 'APP_IN_FLIGHT_EXISTS');
    expect((await profileOf(person)).name).toBe(person.name);
    succeeded(await withdraw(person, application.id));
    succeeded(await approve(admin, correction));
    expect((await profileOf(person)).name).toBe('李鸣');
    await submitted(person);
    expectRefused(await ask({ ...person, name: '李鸣' }, { name: '李明' }), 'APP_IN_FLIGHT_EXISTS');
  });

  it('not for a number that somebody has registered since', async () => {
    const person = await employed();
    const idNo = residentNumber();
    const correction = succeeded(await ask(person, { idNo }));
    await registerEmployee(stack, { idNo });
    const refused = await approve(admin, correction);
    expectRefused(refused, 'VALIDATION_FAILED');
    succeeded(await decide(admin, correction, { outcome: 'REJECT', opinion: '证件号码已被登记' }));
  });

  it('not by the person himself, under whichever of his numbers (R2)', async () => {
    const person = await employed();
    const correction = succeeded(await ask(person, { idNo: residentNumber() }));
    const [place] = await stack.sql<{ department_id: string }>(
      `select department_id from account where user_name = 'haidian-admin'`,
    );
    const himself = await addAccount(stack, 'DEPARTMENT_ADMIN', {
      departmentId: place?.department_id ?? '',
    });
    await stack.sql(
      `update account set person_index = (select person_index from account where user_name = $2) where id = $1`,
      [himself.id, person.userName],
    );
    const client = await signIn(stack.apiUrl, himself.userName, himself.password);
    expectRefused(await approve(client, correction), 'REVIEW_FOUR_EYES');
    expectRefused(await reveal(client, pathOf(correction)), 'REVIEW_FOUR_EYES');
    succeeded(await approve(admin, correction));
  });

  it('or he takes it back: of both at once one comes through', async () => {
    for (let round = 0; round < 3; round += 1) {
      const person = await employed();
      const correction = succeeded(await ask(person, { name: '李鸣' }));
      const both = await Promise.all([
        approve(admin, correction),
        person.client.post<CorrectionView>(`${pathOf(correction)}/withdrawal`),
      ]);
      expect(sortedStatuses(both)).toEqual([200, 409]);
      const { status } = succeeded(await person.client.get<CorrectionView>(pathOf(correction)));
      expect((await profileOf(person)).name).toBe(status === 'APPROVED' ? '李鸣' : person.name);
    }
  });
});

it('who works nowhere yet is decided by the city', async () => {
  const person = await registered();
  const correction = succeeded(await ask(person, { name: '李鸣' }));
  expectRefused(await admin.get(pathOf(correction)), 'FORBIDDEN_SCOPE');
  succeeded(await approve(await trialClient(stack, 'city-admin'), correction));
  expect((await profileOf(person)).name).toBe('李鸣');
});
