import { randomUUID } from 'node:crypto';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { AuditPage } from '../../services/api/audit/audit.dto.js';
import type { ProfileView } from '../../services/api/employees/person.views.js';
import { idCheckCharacter } from '../../domain/identity/id-number.js';
import { expectRefused, faultPointers, refusalCodes, type Answer } from '../support/api-client.js';
import {
  decideAs,
  decideAsUnit,
  freezeAt,
  inStatus,
  passLevels,
  permitsOf,
  read,
  signInCast,
  submit,
  withdraw,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { textOf } from '../support/pdf-text.js';
import { profile, succeeded, trialClient, uploadFile, uploadUnitFiles } from '../support/people.js';
import {
  linkOf,
  permitHolder,
  prepareRenewal,
  renewalOf,
  renewFile,
  type PermitHolder,
} from '../support/renewals.js';
import { reveal } from '../support/reveal.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;
let named: PermitHolder;
let taught: PermitHolder;
let absorbed: PermitHolder;
let left: PermitHolder;

beforeAll(async () => {
  stack = await startStack({ startAt: '2018-08-07' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2018-08-07T10:00:00+08:00');
  await uploadUnitFiles(cast.unit);
  [named, taught, absorbed, left] = await Promise.all([
    permitHolder(cast),
    permitHolder(cast),
    permitHolder(cast),
    permitHolder(cast),
  ]);
}, 120_000);
afterAll(() => stack?.stop());

const form = (type: string, changes: readonly object[]) => ({
  type,
  permitType: 'BEIJING_WORK_RESIDENCE',
  changes,
});
const draft = (
  person: PermitHolder,
  type: string,
  changes: readonly object[],
): Promise<Answer<ApplicationView>> => person.client.post('/api/v1/applications', form(type, changes));
const drafted = async (person: PermitHolder, type: string, changes: readonly object[]): Promise<string> =>
  succeeded(await draft(person, type, changes)).id;

async function editProfile(person: PermitHolder, patch: object): Promise<ProfileView> {
  const { version } = succeeded(await person.client.get<ProfileView>('/api/v1/employees/me'));
  const body = { ...profile(), ...patch };
  return succeeded(await person.client.put<ProfileView>('/api/v1/employees/me', body, { ifMatch: version }));
}

describe('证件基础信息变更', () => {
  it('names every change that cannot be read, and what does not agree', async () => {
    const wrong = await draft(named, 'BASIC_INFO_CHANGE', [
      { field: 'name', to: '1' },
      { field: 'birthDate', to: '2018-02-30' },
      { field: 'phone', to: '13800138000' },
      { field: 'name', to: '王新名' },
      { field: 'photo' },
    ]);
    expectRefused(wrong, 'VALIDATION_FAILED');
    expect(faultPointers(wrong)).toEqual([
      '/changes/0/to',
      '/changes/1/to',
      '/changes/2/to',
      '/changes/3/to',
    ]);
    const sex = named.idNo.charAt(16) === '0' || Number(named.idNo.charAt(16)) % 2 === 0 ? 'MALE' : 'FEMALE';
    const disagreeing = await draft(named, 'BASIC_INFO_CHANGE', [{ field: 'sex', to: sex }]);
    expect(faultPointers(disagreeing)).toEqual(['/changes/0/to']);
    expectRefused(await draft(named, 'BASIC_INFO_CHANGE', []), 'VALIDATION_FAILED');
    const unit = await cast.unit.post(
      '/api/v1/applications',
      form('BASIC_INFO_CHANGE', [{ field: 'name', to: '王新名' }]),
    );
    expectRefused(unit, 'FORBIDDEN_ACTION');
  });

  it('AC-92 a field of the other kind → CHANGE_FIELD_WRONG_TYPE, no difference → NO_CHANGE', async () => {
    const wrongType = await drafted(named, 'BASIC_INFO_CHANGE', [
      { field: 'name', to: '王新名' },
      { field: 'currentAddress' },
    ]);
    expectRefused(await submit(named, wrongType), 'CHANGE_FIELD_WRONG_TYPE', { fields: ['currentAddress'] });
    const same = await drafted(named, 'BASIC_INFO_CHANGE', [{ field: 'name', to: named.name }]);
    expectRefused(await submit(named, same), 'NO_CHANGE');
    const basic = await drafted(named, 'BUSINESS_INFO_CHANGE', [{ field: 'photo' }]);
    const refused = await submit(named, basic);
    expect(refusalCodes(refused)).toEqual(['NO_CHANGE', 'CHANGE_FIELD_WRONG_TYPE']);
  });

  it("AC-65 AC-91 AC-93 the name: the unit's return and four levels; the old name before, the new one and a new form after", async () => {
    const id = await drafted(named, 'BASIC_INFO_CHANGE', [
      { field: 'name', to: '王新名', reason: '户口簿更名' },
    ]);
    expect(succeeded(await submit(named, id)).status).toBe('UNIT_REVIEW');
    expectRefused(await decideAsUnit(cast.unit, id, { outcome: 'RETURN' }), 'OPINION_REQUIRED');
    succeeded(await decideAsUnit(cast.unit, id, { outcome: 'RETURN', opinion: '请补充证明' }));
    expect((await read(named.client, id)).status).toBe('RETURNED');
    succeeded(await submit(named, id));
    expectRefused(await decideAsUnit(cast.unit, id, { outcome: 'PASS' }), 'UNIT_SELF_CHECK_REQUIRED');
    succeeded(await decideAsUnit(cast.unit, id));
    expect((await linkOf(cast.unit, named)).name).toBe(named.name);
    await passLevels(cast, id);
    const approved = await inStatus(named.client, id, 'APPROVED');
    expect(approved.changes).toEqual([
      { field: 'name', label: '姓名', from: named.name, to: '王新名', reason: '户口簿更名' },
    ]);
    const printed = await eventually('the form', async () => {
      const answer = await named.client.get(`/api/v1/applications/${id}/confirmation-form`);
      return answer.status === 200 ? answer.bytes : null;
    });
    expect(await textOf(printed)).toContain('王新名');
    expect((await linkOf(cast.unit, named)).name).toBe('王新名');
    expect(await permitsOf(named)).toMatchObject([{ status: 'VALID', validUntil: '2021-08-06' }]);
    const again = await drafted(named, 'BASIC_INFO_CHANGE', [{ field: 'name', to: '王新名' }]);
    expectRefused(await submit(named, again), 'NO_CHANGE');
  });

  it('a new number has to be nobody else’s, and comes in upper case with its type', async () => {
    const body = `110108${named.idNo.slice(6, 14)}${String((Number(named.idNo.slice(14, 17)) + 2) % 1000).padStart(3, '0')}`;
    const idNo = body + idCheckCharacter(body);
    const taken = await drafted(named, 'BASIC_INFO_CHANGE', [
      { field: 'idNo', to: taught.idNo },
      {
        field: 'birthDate',
        to: `${taught.idNo.slice(6, 10)}-${taught.idNo.slice(10, 12)}-${taught.idNo.slice(12, 14)}`,
      },
      { field: 'sex', to: Number(taught.idNo.charAt(16)) % 2 === 1 ? 'MALE' : 'FEMALE' },
    ]);
    expectRefused(await submit(named, taken), 'VALIDATION_FAILED');
    const free = await drafted(named, 'BASIC_INFO_CHANGE', [{ field: 'idNo', to: idNo }]);
    expect(succeeded(await submit(named, free)).status).toBe('UNIT_REVIEW');
    const masked = (number: string): string => `${number.slice(0, 6)}********${number.slice(-4)}`;
    const whole = { field: 'idNo', from: named.idNo, to: idNo };
    const hidden = { field: 'idNo', from: masked(named.idNo), to: masked(idNo) };
    expect((await read(named.client, free)).changes).toMatchObject([whole]);
    for (const reader of [cast.unit, cast.auditor])
      expect((await read(reader, free)).changes).toMatchObject([hidden]);

    const path = `/api/v1/applications/${free}`;
    const key = randomUUID();
    for (const _ of ['sent', 'sent again'])
      expect(succeeded(await reveal(cast.unit, path, {}, { key })).fields).toEqual([
        { pointer: '/changes/0/from', class: 'IDENTITY_NUMBER', value: named.idNo },
        { pointer: '/changes/0/to', class: 'IDENTITY_NUMBER', value: idNo },
      ]);
    const events = await cast.auditor.get<AuditPage>(`/api/v1/audit-events?entityId=${free}`);
    const reveals = events.body.items.filter(({ action }) => action === 'personalData.reveal');
    expect(reveals).toMatchObject([
      { entity: 'application', after: { fields: ['/changes/0/from', '/changes/0/to'] } },
    ]);
    expectRefused(await reveal(await trialClient(stack, 'unit2'), path), 'FORBIDDEN_SCOPE');
    for (const client of [named.client, cast.auditor])
      expectRefused(await reveal(client, path), 'FORBIDDEN_ACTION');
    succeeded(await withdraw(named, free));
    for (const again of [randomUUID(), key])
      expectRefused(await reveal(cast.unit, path, {}, { key: again }), 'STATE_NOT_ALLOWED');
  });
});

describe('业务信息变更', () => {
  it('AC-92 education: unit, DISTRICT_FIRST and DISTRICT_SECOND pass, then it is 有效', async () => {
    const education = {
      ...profile().education,
      highestDegree: '博士',
      academicDegree: '博士',
      graduatedOn: '2017-07-01',
    };
    const edited = await editProfile(taught, { education });
    expect(edited.education).toMatchObject({ reviewStatus: 'PENDING', reviewStatusLabel: '待审核' });
    const id = await drafted(taught, 'BUSINESS_INFO_CHANGE', [
      { field: 'education', reason: '取得博士学位' },
    ]);
    const submitted = succeeded(await submit(taught, id));
    expect(submitted.status).toBe('UNIT_REVIEW');
    expect(submitted.changes).toEqual([
      expect.objectContaining({ field: 'education', label: '教育信息', reason: '取得博士学位' }),
    ]);
    succeeded(await decideAsUnit(cast.unit, id));
    await passLevels(cast, id, ['DISTRICT_FIRST', 'DISTRICT_SECOND']);
    await inStatus(taught.client, id, 'APPROVED');
    const after = succeeded(await taught.client.get<ProfileView>('/api/v1/employees/me'));
    expect(after.education).toMatchObject({ highestDegree: '博士', reviewStatus: 'EFFECTIVE' });
    const again = await drafted(taught, 'BUSINESS_INFO_CHANGE', [{ field: 'education' }]);
    expectRefused(await submit(taught, again), 'NO_CHANGE');
  });

  it('AC-25 files of the change are frozen, the one that the change asks for has to be there', async () => {
    await editProfile(left, { currentAddress: '北京市朝阳区望京东路1号' });
    const id = await drafted(left, 'BUSINESS_INFO_CHANGE', [{ field: 'currentAddress' }]);
    const { items } = succeeded(
      await left.client.get<{ items: { code: string; files: { fileId: string }[] }[] }>(
        '/api/v1/attachments',
      ),
    );
    const [proof] = items.find(({ code }) => code === 'EMP_RESIDENCE')?.files ?? [];
    const path = `/api/v1/attachments/files/${proof?.fileId}`;
    succeeded(await left.client.delete(path));
    expectRefused(await submit(left, id), 'EMPLOYEE_ATTACHMENT_MISSING', { codes: ['EMP_RESIDENCE'] });
    await uploadFile(left.client, 'EMP_RESIDENCE');
    const before = succeeded(await submit(left, id)).files;
    await renewFile(left.client, 'EMP_INCOME');
    expect((await read(left.client, id)).files).toEqual(before);
    succeeded(await decideAsUnit(cast.unit, id));
    await decideAs(cast.reviewers.DISTRICT_FIRST, id, { outcome: 'REJECT', opinion: '住所证明不符' });
  });

  it('AC-93 with a SUSPENDED permit both kinds → PERMIT_NOT_VALID', async () => {
    const basic = await drafted(left, 'BASIC_INFO_CHANGE', [{ field: 'name', to: '王离职' }]);
    const business = await drafted(left, 'BUSINESS_INFO_CHANGE', [{ field: 'currentAddress' }]);
    const terms = { leaveDate: '2018-08-07', endReason: 'RESIGNED' };
    succeeded(await cast.unit.post(`/api/v1/associations/${left.associationId}/termination`, terms));
    for (const id of [basic, business]) {
      const refused = await submit(left, id);
      expectRefused(refused, 'PERMIT_NOT_VALID', { status: 'SUSPENDED' });
      expect(refusalCodes(refused)).toContain('ASSOC_NOT_ACTIVE');
    }
  });
});

const CHILD = {
  relation: 'CHILD',
  name: '王小宝',
  idType: 'PASSPORT',
  idNo: 'E12345678',
  birthDate: '2015-06-01',
};

describe('in the renewal window', () => {
  let carrying: string;

  it('AC-108 a RETURNED change is absorbed by the renewal: WITHDRAWN (并入续签), the renewal accepted', async () => {
    await freezeAt(cast, '2021-06-10T10:00:00+08:00');
    const id = await drafted(absorbed, 'BASIC_INFO_CHANGE', [{ field: 'name', to: '王并入' }]);
    const submitted = succeeded(await submit(absorbed, id));
    expect(submitted.hints.map(({ code }) => code)).toEqual(['H-RENEWAL-OPEN']);
    succeeded(await decideAsUnit(cast.unit, id, { outcome: 'RETURN', opinion: '请随续签办理' }));
    await prepareRenewal(absorbed, cast.unit);
    await editProfile(absorbed, { familyMembers: [CHILD] });
    expectRefused(await renewalOf(cast.unit, absorbed), 'APP_IN_FLIGHT_EXISTS', {
      applicationNo: submitted.applicationNo,
    });
    const renewal = succeeded(await renewalOf(cast.unit, absorbed, { absorb: true }));
    expect(renewal.status).toBe('IN_REVIEW');
    carrying = renewal.id;
    expect(await read(absorbed.client, id)).toMatchObject({ status: 'WITHDRAWN', closedReason: '并入续签' });
  });

  it('AC-77 while a renewal is in flight a change → COVERED_BY_RENEWAL', async () => {
    await editProfile(absorbed, { currentAddress: '北京市朝阳区望京东路2号' });
    const id = await drafted(absorbed, 'BUSINESS_INFO_CHANGE', [{ field: 'currentAddress' }]);
    expectRefused(await submit(absorbed, id), 'COVERED_BY_RENEWAL');
  });

  it('AC-107 its receipt names L and V, its form the new term and who comes along', async () => {
    const printed = (name: string): Promise<Buffer> =>
      eventually(name, async () => {
        const answer = await absorbed.client.get(`/api/v1/applications/${carrying}/${name}`);
        return answer.status === 200 ? answer.bytes : null;
      });
    const receipt = await textOf(await printed('receipt'));
    expect(receipt).toContain('2021年7月8日');
    expect(receipt).toContain('2021年8月6日');
    await passLevels(cast, carrying);
    const newForm = await textOf(await printed('confirmation-form'));
    for (const text of ['2021年8月7日', '2024年8月6日', '子女', '王小宝']) expect(newForm).toContain(text);
  });
});
