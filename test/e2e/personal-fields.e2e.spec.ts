import { randomUUID } from 'node:crypto';
import { REVEALABLE_CLASSES } from '../../domain/authority/personal-fields.js';
import type { ApplicationPage } from '../../services/api/applications/application.views.js';
import type {
  AssociationDetailView,
  AssociationPage,
  AssociationView,
  OwnAssociationsView,
} from '../../services/api/associations/association.views.js';
import type { AuditPage } from '../../services/api/audit/audit.dto.js';
import type { ProfileView } from '../../services/api/employees/person.views.js';
import type { MeView } from '../../services/api/identity/identity.views.js';
import type { ProgramTokenList } from '../../services/api/identity/own-account.views.js';
import type { PermitPage } from '../../services/api/permits/permit.views.js';
import type { ReviewTaskView } from '../../services/api/review/review.views.js';
import type { UnitProfileView } from '../../services/api/units/profile.views.js';
import type { UnitView } from '../../services/api/units/unit.views.js';
import { addAccount, clientAs } from '../support/accounts.js';
import { answerParts, type ApiDescription, type Schema } from '../support/api-description.js';
import { ApiClient, expectRefused, faultPointers, signIn } from '../support/api-client.js';
import {
  claim,
  claimed,
  decide,
  freezeAt,
  granted,
  inReview,
  linkedPerson,
  openTask,
  read,
  release,
  signInCast,
  submitted,
  withdraw,
  type Cast,
} from '../support/cast.js';
import { inTurn } from '../support/held-lock.js';
import {
  completeProfile,
  registerEmployee,
  requestAssociation,
  succeeded,
  trialClient,
  type LinkedEmployee,
} from '../support/people.js';
import { draftRenewal, permitHolder } from '../support/renewals.js';
import { reveal, revealedAt } from '../support/reveal.js';
import { startStack, type Stack } from '../support/stack.js';

const PHONE = '13900139000';
const ADDRESS = '北京市海淀区中关村大街1号';
const MAIL = 'someone@example.com';

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;
let applicationId: string;
let taskId: string;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
  person = await linkedPerson(cast);
  ({ id: applicationId } = await inReview(cast, person));
  ({ taskId } = await openTask(cast.reviewers.DISTRICT_FIRST, applicationId));
}, 120_000);
afterAll(() => stack?.stop());

const masked = (number: string): string => `${number.slice(0, 6)}********${number.slice(-4)}`;
const taskPath = () => `/api/v1/review-tasks/${taskId}`;
const linkPath = () => `/api/v1/associations/${person.associationId}`;

/** The button of 查看完整信息, as the front end finds it. */
function buttonOf({
  allowedActions,
}: {
  readonly allowedActions: readonly { readonly action: string }[];
}): readonly object[] {
  return allowedActions.filter(({ action }) => action === 'reveal');
}
const ALLOWED = [{ action: 'reveal', allowed: true }];
const refusedFor = (reason: string): readonly object[] => [{ action: 'reveal', allowed: false, reason }];

async function events(client: ApiClient, query: string): Promise<AuditPage['items']> {
  return succeeded(await client.get<AuditPage>(`/api/v1/audit-events?limit=100&${query}`)).items;
}

async function revealsOf(entity: string, id: string): Promise<AuditPage['items']> {
  const found = await events(cast.auditor, `entity=${entity}&entityId=${id}`);
  return found.filter(({ action }) => action === 'personalData.reveal');
}

/** Of a person who has asked the unit and waits. */
async function pendingLink() {
  const asker = await registerEmployee(stack);
  await completeProfile(asker);
  const id = await requestAssociation(asker, cast.unit);
  return { asker, id, path: `/api/v1/associations/${id}` };
}

describe('the description of the API', () => {
  /** Each with the reason why it is nobody's secret. */
  const OPEN: Readonly<Record<string, string>> = {
    'UnitView.officeAddress': 'where a unit is found',
    'UnitTileView.officeAddress': 'where a unit is found',
    'GeneralView.officeAddress': 'where a unit is found',
    'UnitProfileView.registeredAddress': 'in the market register',
    'UnitListItem.registeredAddress': 'in the market register',
    'OwnSessionView.address': 'the network address of the reader himself',
    'DepartmentGuideView.phone': 'where a department is reached',
    'HelpPhoneView.phone': 'where the platform is reached',
    'PolicyView.incomeFromMonth': 'a parameter of a department',
  };
  const VAGUE: Readonly<Record<string, string>> = {
    'AuditEventView.before': 'digests and statuses; held against planted values below',
    'AuditEventView.after': 'the same',
    'RefusalView.facts': 'days, months and names of files of a rule (domain.md §7)',
    'EligibilityRuleView.facts': 'the same',
    'ExportedSectionView.headings': 'names of columns',
    'ExportedSectionView.rows': 'all that is held about the reader himself',
  };
  const LOOKS_PERSONAL =
    /id_?no|phone|mobile|mail|address|birth|ethnic|politic|marital|income|house|household/i;

  it('gives a class to every part of every answer that looks like data of a person', async () => {
    const { body } = await new ApiClient(stack.apiUrl).get<ApiDescription>('/openapi.json');
    const parts = answerParts(body);
    expect(parts.length).toBeGreaterThan(500);
    const looking = parts.filter(
      ({ name, schema }) => LOOKS_PERSONAL.test(name.split('.')[1] ?? '') && schema.type === 'string',
    );
    const without = looking.filter(({ schema }) => schema['x-personal'] === undefined);
    expect(without.map(({ name }) => name).toSorted()).toEqual(Object.keys(OPEN).toSorted());
    expect(looking.length - without.length).toBeGreaterThan(20);
  });

  it('describes what is in every part but a few, whose content is no field of a person', async () => {
    const { body } = await new ApiClient(stack.apiUrl).get<ApiDescription>('/openapi.json');
    const isVague = (schema: Schema): boolean =>
      schema.type === 'object' && schema.properties === undefined && schema.allOf === undefined;
    const vague = answerParts(body).filter(({ schema }) => isVague(schema.items ?? schema));
    expect(vague.map(({ name }) => name).toSorted()).toEqual(Object.keys(VAGUE).toSorted());
  });
});

describe('one person, seen by each', () => {
  it('himself sees all of it', async () => {
    const own = succeeded(await person.client.get<ProfileView>('/api/v1/employees/me'));
    expect(own).toMatchObject({
      idNo: person.idNo,
      phone: PHONE,
      email: MAIL,
      currentAddress: ADDRESS,
      ethnicity: '汉族',
      birthDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    const { items } = succeeded(await person.client.get<ApplicationPage>('/api/v1/applications'));
    expect(items[0]?.idNo).toBe(person.idNo);
  });

  it('his unit checks birth date and background, and sees number, telephone and address masked', async () => {
    const detail = succeeded(await cast.unit.get<AssociationDetailView>(linkPath()));
    expect(detail.person).toMatchObject({
      idNo: masked(person.idNo),
      phone: '139****9000',
      email: 's***@example.com',
      currentAddress: '北京市海淀区***',
      householdRegister: '河北省石家庄市长安区***',
      ethnicity: '汉族',
      birthDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    const text = JSON.stringify(detail);
    for (const secret of [person.idNo, PHONE, MAIL, ADDRESS]) expect(text).not.toContain(secret);
  });

  it('a reviewer who has not claimed sees what the task is about, the one who has it in hand what he must check', async () => {
    const first = cast.reviewers.DISTRICT_FIRST;
    const unclaimed = succeeded(await first.get<ReviewTaskView>(taskPath()));
    expect(unclaimed).toMatchObject({
      holdsClaim: false,
      content: {
        person: {
          name: person.name,
          idNo: masked(person.idNo),
          phone: '139****9000',
          birthDate: null,
          ethnicity: null,
        },
        education: { school: '北京理工大学' },
        insuranceMonths: expect.arrayContaining([expect.objectContaining({ taxableIncome: null })]),
      },
    });
    const inHand = succeeded(await claim(first, taskId));
    expect(inHand).toMatchObject({
      holdsClaim: true,
      content: {
        person: {
          idNo: masked(person.idNo),
          phone: '139****9000',
          email: 's***@example.com',
          currentAddress: '北京市海淀区***',
          birthDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
          ethnicity: '汉族',
        },
        insuranceMonths: expect.arrayContaining([expect.objectContaining({ taxableIncome: '32000.00' })]),
      },
    });
    for (const view of [unclaimed, inHand]) {
      const text = JSON.stringify(view);
      for (const secret of [person.idNo, PHONE, MAIL, ADDRESS]) expect(text).not.toContain(secret);
    }
    succeeded(await release(first, taskId));
  });

  it('a unit keeps the data of its own contacts', async () => {
    const whole = succeeded(await cast.unit.get<UnitProfileView>('/api/v1/units/mine/profile'));
    expect(whole.contacts?.handlers[0]?.idNo).toMatch(/^\d{17}[\dX]$/);
    expect(whole.contacts?.handlers[0]?.mobile).toMatch(/^1\d{10}$/);
    const tile = succeeded(await cast.unit.get<UnitView>('/api/v1/units/mine'));
    expect(tile.handlers[0]?.mobile).toBe(whole.contacts?.handlers[0]?.mobile);
  });

  it('departments, operators and auditors find permits by masked numbers', async () => {
    const holder = await linkedPerson(cast);
    await granted(cast, holder);
    for (const client of [cast.reviewers.FINAL, cast.operator, cast.auditor]) {
      const { items } = succeeded(await client.get<PermitPage>('/api/v1/permits?limit=100'));
      const found = items.find(
        ({ holderName, idNo }) => holderName === holder.name && idNo === masked(holder.idNo),
      );
      expect(found).toBeDefined();
      expect(JSON.stringify(items)).not.toContain(holder.idNo);
    }
  });
});

describe('revealing', () => {
  it('gives the reviewer who has the task in hand what he asks for, once for each key, in the audit trail', async () => {
    const first = cast.reviewers.DISTRICT_FIRST;
    succeeded(await claim(first, taskId));
    const key = randomUUID();
    const asked = { classes: ['IDENTITY_NUMBER', 'CONTACT'], reason: '与身份证原件核对' };
    const answer = succeeded(await reveal(first, taskPath(), asked, { key }));
    expect(answer).toEqual({
      fields: [
        { pointer: '/content/person/phone', class: 'CONTACT', value: PHONE },
        { pointer: '/content/person/idNo', class: 'IDENTITY_NUMBER', value: person.idNo },
        { pointer: '/content/person/email', class: 'CONTACT', value: MAIL },
      ],
    });
    expect(succeeded(await reveal(first, taskPath(), asked, { key }))).toEqual(answer);
    expectRefused(
      await reveal(first, taskPath(), { ...asked, reason: '另一原因' }, { key }),
      'IDEMPOTENCY_KEY_REUSED',
    );
    const { employeeId } = succeeded(await cast.unit.get<AssociationDetailView>(linkPath()));
    const { applicationNo } = await read(person.client, applicationId);
    expect(await revealsOf('review_task', taskId)).toMatchObject([
      {
        actorRole: 'DISTRICT_FIRST_REVIEWER',
        applicationNo,
        reason: '与身份证原件核对',
        before: null,
        after: {
          employeeId,
          classes: ['IDENTITY_NUMBER', 'CONTACT'],
          fields: ['/content/person/phone', '/content/person/idNo', '/content/person/email'],
        },
      },
    ]);
  });

  it('needs a reason and classes that there are', async () => {
    const first = cast.reviewers.DISTRICT_FIRST;
    expectRefused(await reveal(first, taskPath(), { reason: '' }), 'REASON_REQUIRED');
    expectRefused(await reveal(first, taskPath(), { reason: '   ' }), 'REASON_REQUIRED');
    for (const classes of [[], ['INCOME'], ['CONTACT', 'CONTACT'], 'CONTACT', null]) {
      const refused = await reveal(first, taskPath(), { classes });
      expectRefused(refused, 'VALIDATION_FAILED');
      expect(faultPointers(refused)).toEqual(['/classes']);
    }
    const long = await reveal(first, taskPath(), { classes: [], reason: '字'.repeat(201) });
    expect(faultPointers(long)).toEqual(['/classes', '/reason']);
  });

  it('is refused to a colleague, to whoever has given the task back, to other departments and once it is decided', async () => {
    const first = cast.reviewers.DISTRICT_FIRST;
    const { account } = succeeded(await first.get<MeView>('/api/v1/me'));
    const departmentId = account.department?.id ?? '';
    const colleague = await clientAs(stack, 'DISTRICT_FIRST_REVIEWER', { departmentId });
    expectRefused(await reveal(colleague, taskPath()), 'TASK_ALREADY_CLAIMED');
    expectRefused(await reveal(cast.reviewers.DISTRICT_SECOND, taskPath()), 'FORBIDDEN_SCOPE');
    const elsewhere = await clientAs(stack, 'DISTRICT_FIRST_REVIEWER');
    const foreign = await reveal(elsewhere, taskPath());
    const missing = await reveal(elsewhere, `/api/v1/review-tasks/${randomUUID()}`);
    for (const refused of [foreign, missing]) expectRefused(refused, 'FORBIDDEN_SCOPE');
    for (const client of [cast.unit, person.client, cast.operator, cast.auditor])
      expectRefused(await reveal(client, taskPath()), 'FORBIDDEN_ACTION');

    const key = randomUUID();
    succeeded(await reveal(first, taskPath(), {}, { key }));
    succeeded(await release(first, taskId));
    // neither anew nor by the key of what was answered before
    expectRefused(await reveal(first, taskPath()), 'TASK_NOT_CLAIMED');
    expectRefused(await reveal(first, taskPath(), {}, { key }), 'TASK_NOT_CLAIMED');
    expectRefused(await reveal(colleague, taskPath()), 'TASK_NOT_CLAIMED');
    const task = await claimed(first, applicationId);
    expect(task.allowedActions).toContainEqual({ action: 'reveal', allowed: true });
    const decided = succeeded(await decide(first, task));
    expect(decided.holdsClaim).toBe(false);
    expect(decided.content.person?.birthDate).toBeNull();
    expectRefused(await reveal(first, taskPath()), 'TASK_ALREADY_DECIDED');
  });

  it('gives the unit what it asks for of whom it employs, and nobody else', async () => {
    const whole = await revealedAt(cast.unit, linkPath());
    expect(whole).toEqual({
      '/idNo': person.idNo,
      '/phone': PHONE,
      '/person/phone': PHONE,
      '/person/idNo': person.idNo,
      '/person/householdRegister': '河北省石家庄市长安区',
      '/person/currentAddress': ADDRESS,
      '/person/email': MAIL,
    });
    const other = await trialClient(stack, 'unit2');
    expectRefused(await reveal(other, linkPath()), 'FORBIDDEN_SCOPE');
    expectRefused(await reveal(other, `/api/v1/associations/${randomUUID()}`), 'FORBIDDEN_SCOPE');
    for (const client of [person.client, cast.reviewers.FINAL, cast.operator, cast.auditor])
      expectRefused(await reveal(client, linkPath()), 'FORBIDDEN_ACTION');
    expect(await revealsOf('association', person.associationId)).toMatchObject([
      { after: { classes: REVEALABLE_CLASSES }, actorRole: 'UNIT_HANDLER' },
    ]);
  });

  it('is among the actions of an application for its unit, with the reason where it is refused', async () => {
    const asker = await linkedPerson(cast);
    const { id } = await submitted(asker);
    const path = `/api/v1/applications/${id}`;
    expect(buttonOf(await read(cast.unit, id))).toEqual(ALLOWED);
    succeeded(await reveal(cast.unit, path));
    for (const client of [asker.client, cast.auditor]) {
      expect(buttonOf(await read(client, id))).toEqual([]);
      expectRefused(await reveal(client, path), 'FORBIDDEN_ACTION');
    }
    succeeded(await withdraw(asker, id));
    expect(buttonOf(await read(cast.unit, id))).toEqual(refusedFor('STATE_NOT_ALLOWED'));
    expectRefused(await reveal(cast.unit, path), 'STATE_NOT_ALLOWED', { status: 'WITHDRAWN' });
  });

  it('is among the actions of a link for its unit, from the request on and until it ends', async () => {
    const { asker, id, path } = await pendingLink();
    const query = `/api/v1/associations?status=PENDING&idNo=${asker.idNo}`;
    const { items } = succeeded(await cast.unit.get<AssociationPage>(query));
    expect(items.map(buttonOf)).toEqual([ALLOWED]);
    expect(buttonOf(succeeded(await cast.unit.get<AssociationDetailView>(path)))).toEqual(ALLOWED);
    const own = succeeded(await asker.client.get<OwnAssociationsView>('/api/v1/associations/mine'));
    expect(own.current && buttonOf(own.current)).toEqual([]);

    const key = randomUUID();
    const answers = [await reveal(cast.unit, path, {}, { key }), await reveal(cast.unit, path, {}, { key })];
    const [first, again] = answers.map(succeeded);
    expect(first?.fields).toContainEqual({ pointer: '/idNo', class: 'IDENTITY_NUMBER', value: asker.idNo });
    expect(again).toEqual(first);
    expect(await revealsOf('association', id)).toHaveLength(1);

    const refused = await cast.unit.post<AssociationView>(`${path}/refusal`, { reason: '非本单位员工' });
    expect(buttonOf(succeeded(refused))).toEqual(refusedFor('FORBIDDEN_SCOPE'));
    for (const each of [key, randomUUID()])
      expectRefused(await reveal(cast.unit, path, {}, { key: each }), 'FORBIDDEN_SCOPE');
    expect(await revealsOf('association', id)).toHaveLength(1);
  });

  it('answers nothing of an application that is withdrawn before it is in the audit trail', async () => {
    const asker = await linkedPerson(cast);
    const inFlight = await submitted(asker);
    const holder = await permitHolder(cast);
    const draft = await draftRenewal(cast.unit, holder);
    for (const [initiator, { id }] of [
      [asker, inFlight],
      [{ client: cast.unit }, draft],
    ] as const) {
      const [withdrawal, revealed] = await inTurn<unknown>(
        stack,
        id,
        [
          () => withdraw(initiator, id),
          () => reveal(cast.unit, `/api/v1/applications/${id}`, { against: 'APPROVED' }),
        ],
        { row: 'applicant' },
      );
      expect(withdrawal?.status).toBe(200);
      if (revealed !== undefined) expectRefused(revealed, 'STATE_NOT_ALLOWED', { status: 'WITHDRAWN' });
      for (const secret of [asker.idNo, holder.idNo, PHONE])
        expect(revealed?.bytes.toString('utf8')).not.toContain(secret);
      expect(await revealsOf('application', id)).toEqual([]);
    }
  });

  it('answers nothing of a link that ends before it is in the audit trail', async () => {
    const { asker, id, path } = await pendingLink();
    const employed = await linkedPerson(cast);
    const employedPath = `/api/v1/associations/${employed.associationId}`;
    const leaving = { leaveDate: '2021-08-05', endReason: 'RESIGNED' };
    for (const [linkId, end, revealing] of [
      [id, () => asker.client.post(`${path}/withdrawal`), () => reveal(cast.unit, path)],
      [
        employed.associationId,
        () => cast.unit.post(`${employedPath}/termination`, leaving),
        () => reveal(cast.unit, employedPath),
      ],
    ] as const) {
      const [ended, revealed] = await inTurn<unknown>(stack, linkId, [end, revealing], { row: 'linked' });
      expect(ended?.status).toBe(200);
      if (revealed !== undefined) expectRefused(revealed, 'FORBIDDEN_SCOPE');
      for (const secret of [asker.idNo, employed.idNo, PHONE])
        expect(revealed?.bytes.toString('utf8')).not.toContain(secret);
      expect(await revealsOf('association', linkId)).toEqual([]);
    }
  });

  it('is no act of programs', async () => {
    const tokens = succeeded(await cast.unit.get<ProgramTokenList>('/api/v1/me/program-tokens'));
    expect(tokens.availableActions).toContain('association.list');
    expect(tokens.availableActions.filter((action) => action.includes('reveal'))).toEqual([]);
  });

  it('is done now and then: a harvest is RATE_LIMITED', async () => {
    const { account } = succeeded(await cast.unit.get<MeView>('/api/v1/me'));
    const { id: unitId = '' } = account.unit ?? {};
    const greedy = await addAccount(stack, 'UNIT_HANDLER', { unitId });
    const client = await signIn(stack.apiUrl, greedy.userName, greedy.password);
    const statuses: number[] = [];
    for (let count = 0; count < 90; count += 1) statuses.push((await reveal(client, linkPath())).status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(60);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  });
});

describe('the audit trail', () => {
  it('S-20 has exports with period and number of rows, and is searched by operator and auditor', async () => {
    const period = 'from=2021-08-01&to=2021-12-31';
    for (const format of ['xlsx', 'ics']) {
      const file = await cast.unit.get(`/api/v1/work-residence/board.${format}?${period}`);
      expect(file.status).toBe(200);
    }
    const { account } = succeeded(await cast.unit.get<MeView>('/api/v1/me'));
    for (const reader of [cast.operator, cast.auditor]) {
      const found = await events(reader, `actorId=${account.id}&entityId=${account.unit?.id}`);
      expect(found.filter(({ action }) => action === 'permitBoard.export')).toMatchObject([
        { after: { format: 'ICS', from: '2021-08-01', to: '2021-12-31', rows: expect.any(Number) } },
        { after: { format: 'XLSX', from: '2021-08-01', to: '2021-12-31', rows: expect.any(Number) } },
      ]);
    }
  });

  it('holds no value of what anybody has said of himself', async () => {
    const rows = await stack.sql<{ text: string }>(
      `select coalesce(before::text, '') || coalesce(after::text, '') || coalesce(reason, '') as text from audit_event`,
    );
    expect(rows.length).toBeGreaterThan(100);
    const text = rows.map((row) => row.text).join('\n');
    for (const secret of [
      person.idNo,
      PHONE,
      '13800138000',
      MAIL,
      ADDRESS,
      '河北省石家庄市长安区',
      '32000.00',
    ])
      expect(text).not.toContain(secret);
  });
});
