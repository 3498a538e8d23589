import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { FORM_TEMPLATES } from '../../domain/help/form-templates.js';
import type { Role } from '../../domain/authority/roles.js';
import { sealFace } from '../../infra/database/snapshot-content.js';
import { PersonalData } from '../../infra/personal-data/personal-data.js';
import type { CaptchaView } from '../../services/api/identity/identity.views.js';
import type { RestrictionView } from '../../services/api/restrictions/restriction.views.js';
import { addAccount, clientAs } from './accounts.js';
import { ApiClient, signIn } from './api-client.js';
import type { ObjectKind, Principal } from './authority-rows.js';
import { decideAsUnit, deskItem, read, signInCast, submitted } from './cast.js';
import {
  linkEmployee,
  pdfUpload,
  registerEmployee,
  succeeded,
  trialClient,
  type LinkedEmployee,
} from './people.js';
import { publishPolicyNotice } from './policy-notices.js';
import type { Stack } from './stack.js';
import { newUnit } from './units.js';

/** The path of an object: its id, or of a file in an application both. */
export type Objects = Readonly<Record<ObjectKind, string>>;

export interface AuthorityWorld {
  readonly clients: Readonly<Record<Principal, ApiClient>>;
  readonly own: Objects;
  readonly other: Objects;
  /** What paths name that is nobody's, by the part of the path. */
  readonly shared: Readonly<Record<string, string>>;
}

/** Everybody of the matrix, and two worlds that have nothing to do with each other. */
export async function authorityWorld(stack: Stack): Promise<AuthorityWorld> {
  const cast = await signInCast(stack);
  const trial = (name: string): Promise<ApiClient> => trialClient(stack, name);
  const otherHandler = await trial('unit2');
  const otherFirst = await trial('chaoyang-first');
  const self = await linkEmployee(await registerEmployee(stack), cast.unit);
  const otherPerson = await linkEmployee(await registerEmployee(stack), otherHandler);
  const restricted = await newUnit(stack);
  const place = async (userName: string) => {
    const [row] = await stack.sql<{ unit_id: string; department_id: string }>(
      'select unit_id, department_id from account where user_name = $1',
      [userName],
    );
    assert.ok(row);
    return row;
  };
  const { unit_id: unitId } = await place('unit1');
  const { unit_id: otherUnitId } = await place('unit2');
  const { department_id: departmentId } = await place('haidian-first');
  const { department_id: otherDepartmentId } = await place('chaoyang-first');
  const member = (role: Role, id: string): Promise<ApiClient> => clientAs(stack, role, { departmentId: id });
  const clients: AuthorityWorld['clients'] = {
    anonymous: new ApiClient(stack.apiUrl),
    expired: await expiredClient(stack),
    disabled: await disabledClient(stack),
    newcomer: await trial('unit3'),
    self: self.client,
    otherPerson: otherPerson.client,
    handler: cast.unit,
    legal: await clientAs(stack, 'UNIT_LEGAL', { unitId }),
    otherHandler,
    restrictedHandler: restricted.client,
    first: cast.reviewers.DISTRICT_FIRST,
    second: cast.reviewers.DISTRICT_SECOND,
    interested: await interestedReviewer(stack, departmentId, unitId),
    otherFirst,
    otherSecond: await trial('chaoyang-second'),
    municipal: cast.reviewers.MUNICIPAL,
    final: cast.reviewers.FINAL,
    admin: await trial('haidian-admin'),
    otherAdmin: await member('DEPARTMENT_ADMIN', otherDepartmentId),
    operator: cast.operator,
    auditor: cast.auditor,
  };
  const restrict = async (subjectId: string, service: string): Promise<string> => {
    const body = { subjectKind: 'UNIT', subjectId, service, reason: '核查', from: '2021-08-05' };
    return succeeded(await cast.operator.post<RestrictionView>('/api/v1/restrictions', body)).id;
  };
  await restrict(restricted.id, 'WORK_RESIDENCE_PERMIT');
  const objects = async (
    person: LinkedEmployee,
    unit: ApiClient,
    reviewer: ApiClient,
    seat: Seat,
  ): Promise<Objects> => {
    const { id: application } = await submitted(person);
    succeeded(await decideAsUnit(unit, application));
    const [file] = (await read(person.client, application)).files;
    const task = await deskItem(reviewer, application);
    const [notice] = await stack.sql<{ id: string }>(
      `select id from notice where audience_kind = 'UNIT' and audience_id = $1 limit 1`,
      [seat.unitId],
    );
    const [owned] = await stack.sql<{ id: string }>(
      `select f.id from attachment_file f join application a on a.employee_id = f.owner_id
        where a.id = $1 and f.catalogue_code = 'EMP_ID' and f.removed_at is null`,
      [application],
    );
    assert.ok(file && task && notice && owned);
    return {
      application,
      applicationFile: `${application}/files/${file.fileId}`,
      association: person.associationId,
      task: task.taskId,
      permit: await insertPermit(stack, person, application, seat.departmentId),
      correction: await insertCorrection(stack, person, owned.id, seat.departmentId),
      restriction: await restrict(seat.unitId, 'TALENT_INTRODUCTION'),
      notice: notice.id,
      authorization: await insertAuthorization(stack, seat.unitId),
      ...(await insertAccountObjects(stack, seat)),
      file: owned.id,
    };
  };
  const admin = clients.admin;
  succeeded(await admin.upload('/api/v1/help/guides/mine', await pdfUpload('指南', { body: '办理指南' })));
  const captcha = succeeded(await clients.anonymous.post<CaptchaView>('/api/v1/captchas'));
  const notice = succeeded(await publishPolicyNotice(cast.operator, '通知'));
  return {
    clients,
    shared: {
      '/policy-notices/{id}': notice.id,
      '/captchas/{id}': captcha.id,
      '/guides/{departmentId}': departmentId,
      '/attachments/{code}': 'EMP_ID',
      '/templates/{code}': Object.keys(FORM_TEMPLATES)[0] ?? '',
      '/services/{service}': 'WORK_RESIDENCE_PERMIT',
      '/calendars/{year}': '2021',
      '/days/{date}': '2021-08-05',
      '/{number}': 'NONE',
      '/pages/{page}': '1',
    },
    own: await objects(self, cast.unit, clients.first, { userName: 'unit1', unitId, departmentId }),
    other: await objects(otherPerson, otherHandler, otherFirst, {
      userName: 'unit2',
      unitId: otherUnitId,
      departmentId: otherDepartmentId,
    }),
  };
}

interface Seat {
  /** Of the unit's handler. */
  readonly userName: string;
  readonly unitId: string;
  readonly departmentId: string;
}

/** A session and a program's token of the handler, a member and an invitation of the department. */
async function insertAccountObjects(
  stack: Stack,
  { userName, departmentId }: Seat,
): Promise<Pick<Objects, 'session' | 'programToken' | 'member' | 'invitation'>> {
  const ids = { session: randomUUID(), programToken: randomUUID(), invitation: randomUUID() };
  await stack.sql(
    `insert into session (id, token_hash, account_id, role, login_method, ip, ends_at)
     select $1::uuid, $1::text, id, role, 'PASSWORD', '127.0.0.1', clock_timestamp() + interval '1 hour'
       from account where user_name = $2`,
    [ids.session, userName],
  );
  await stack.sql(
    `insert into program_token (id, token_hash, account_id, role, name, actions, expires_at)
     select $1::uuid, $1::text, id, role, '程序', '[]', clock_timestamp() + interval '1 day'
       from account where user_name = $2`,
    [ids.programToken, userName],
  );
  const { id: member } = await addAccount(stack, 'DISTRICT_FIRST_REVIEWER', { departmentId });
  await stack.sql(
    `insert into invitation (id, token_hash, role, department_id, person_name, invited_by, expires_at)
     values ($1::uuid, $1::text, 'DISTRICT_FIRST_REVIEWER', $2, '王芳', $3, clock_timestamp() + interval '1 day')`,
    [ids.invitation, departmentId, member],
  );
  return { ...ids, member };
}

async function insertAuthorization(stack: Stack, unitId: string): Promise<string> {
  const id = randomUUID();
  await stack.sql(
    `insert into unit_authorization (id, unit_id, method, role, person_name, person_index, id_type, id_no_sealed,
                                     mobile_sealed, granted_by)
     select $1::uuid, $2, 'E_LICENCE', 'UNIT_HANDLER', '办事人', $1::uuid::text, id_type, id_no_sealed, phone_sealed, $1::uuid
       from employee limit 1`,
    [id, unitId],
  );
  return id;
}

function personalDataOf({ environment }: Stack): PersonalData {
  return PersonalData.withKeys({
    dataKeys: environment['JUZHENG_DATA_KEYS'] ?? '',
    indexKey: environment['JUZHENG_INDEX_KEY'] ?? '',
  });
}

/** Whose it is, too, not whether it could be asked for. */
async function insertCorrection(
  stack: Stack,
  { name, idNo }: LinkedEmployee,
  scanFileId: string,
  departmentId: string,
): Promise<string> {
  const id = randomUUID();
  const identity = { name, idNo, idType: 'RESIDENT_ID', sex: 'MALE', birthDate: '1990-01-01' };
  const personalData = personalDataOf(stack);
  const sealed = (changes: object): string => personalData.sealJson({ ...identity, ...changes });
  await stack.sql(
    `insert into identity_correction (id, employee_id, department_id, status, registered_sealed, proposed_sealed, reason,
                                      scan_file_id, scan_file_name, scan_media_type, scan_sha256)
     select $1, owner_id, $2, 'PENDING', $3, $4, '姓名录入错误', id, file_name, 'application/pdf', sha256
       from attachment_file where id = $5`,
    [id, departmentId, sealed({}), sealed({ name: '王鸣' }), scanFileId],
  );
  return id;
}

/** Authority asks whose a permit is, not how it came to be. */
async function insertPermit(
  stack: Stack,
  { name, idNo }: LinkedEmployee,
  applicationId: string,
  departmentId: string,
): Promise<string> {
  const id = randomUUID();
  const person = {
    name,
    idNo,
    idType: 'RESIDENT_ID',
    sex: 'MALE',
    birthDate: '1990-01-01',
    ethnicity: '汉族',
  } as const;
  const face = sealFace(
    { ...person, birthDate: knownDate(person.birthDate), householdRegister: null },
    personalDataOf(stack),
  );
  await stack.sql(
    `insert into permit (id, permit_no, permit_type, employee_id, holder_snapshot_sealed, supervising_department_id,
                         status, valid_from, valid_until)
     select $1, $2, permit_type, employee_id, $5, $3, 'SUSPENDED', '2021-08-05', '2024-08-04'
       from application where id = $4`,
    [id, `T${id.slice(0, 8)}`, departmentId, applicationId, face],
  );
  return id;
}

async function expiredClient(stack: Stack): Promise<ApiClient> {
  const account = await addAccount(stack, 'AUDITOR');
  const client = await signIn(stack.apiUrl, account.userName, account.password);
  await stack.sql(
    `update session set ends_at = clock_timestamp() - interval '1 second' where account_id = $1`,
    [account.id],
  );
  return client;
}

async function disabledClient(stack: Stack): Promise<ApiClient> {
  const account = await addAccount(stack, 'SYSTEM_OPERATOR');
  const client = await signIn(stack.apiUrl, account.userName, account.password);
  await stack.sql(`update account set status = 'DISABLED' where id = $1`, [account.id]);
  return client;
}

/** A first reviewer of the department who works at the applicant's unit. */
async function interestedReviewer(stack: Stack, departmentId: string, unitId: string): Promise<ApiClient> {
  const account = await addAccount(stack, 'DISTRICT_FIRST_REVIEWER', { departmentId });
  const { userName } = await registerEmployee(stack);
  await stack.sql(
    `insert into association (id, unit_id, employee_id, status, requested_at)
     select gen_random_uuid(), $1, employee_id, 'ACTIVE', business_now() from account where user_name = $2`,
    [unitId, userName],
  );
  await stack.sql(
    `update account set person_index = (select person_index from account where user_name = $2) where id = $1`,
    [account.id, userName],
  );
  return signIn(stack.apiUrl, account.userName, account.password);
}
