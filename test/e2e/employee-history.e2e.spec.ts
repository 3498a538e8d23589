import { randomUUID } from 'node:crypto';
import type { ApplicationView, EligibilityView } from '../../services/api/applications/application.views.js';
import type { AssociationDetailView } from '../../services/api/associations/association.views.js';
import type { ProfileView } from '../../services/api/employees/person.views.js';
import { ApiClient, expectRefused, faultPointers } from '../support/api-client.js';
import { NewStory } from '../support/new-story.js';
import {
  completeProfile,
  linkEmployee,
  pdfUpload,
  profile,
  readUnit,
  registerEmployee,
  requestAssociation,
  succeeded,
  trialClient,
  uploadFile,
  uploadUnitFiles,
  type TestEmployee,
} from '../support/people.js';
import { revealedAt } from '../support/reveal.js';
import { startStack, type Stack } from '../support/stack.js';

const ME = '/api/v1/employees/me';
const SPOUSE = {
  relation: 'SPOUSE',
  name: '李娜',
  idType: 'RESIDENT_ID',
  idNo: '110108198802290010',
  birthDate: '1988-02-29',
};
const CHILD = {
  relation: 'CHILD',
  name: '李小宝',
  idType: 'PASSPORT',
  idNo: 'E12345678',
  birthDate: '2003-08-06',
};
const OVERSEAS = {
  school: 'University of Manchester',
  country: '英国',
  major: '数据科学',
  degree: '硕士',
  from: '2013-09-01',
  to: '2014-12-15',
};
let stack: Stack;
let unit: ApiClient;
let employee: TestEmployee;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  unit = await trialClient(stack, 'unit1');
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  employee = await registerEmployee(stack);
});

async function save(part: object): Promise<ProfileView> {
  const { version } = succeeded(await employee.client.get<ProfileView>(ME));
  return succeeded(
    await employee.client.put<ProfileView>(ME, { ...profile(), ...part }, { ifMatch: version }),
  );
}

async function faultsOf(part: object): Promise<string[]> {
  const answer = await employee.client.put(ME, { ...profile(), ...part }, { ifMatch: 1 });
  expectRefused(answer, 'VALIDATION_FAILED');
  return faultPointers(answer);
}

/** The facts of a rule that a draft of NEW does not meet yet; null where it does. */
async function lacking(permitType: string, rule: string): Promise<object | null> {
  const draft = succeeded(
    await employee.client.post<ApplicationView>('/api/v1/applications', {
      type: 'NEW',
      permitType,
      applicationBasis: 'DEGREE',
    }),
  );
  const path = `/api/v1/applications/${draft.id}/eligibility`;
  const { rules } = succeeded(await employee.client.get<EligibilityView>(path));
  return rules.find(({ code, result }) => code === rule && result === 'FAIL')?.facts ?? null;
}

/** As the approval of a permission application will leave it (domain.md §4.3). */
async function openPermission(permitType: string): Promise<void> {
  const { uscc } = await readUnit(unit);
  await stack.sql(
    `insert into business_permission (id, unit_id, permit_type, status, scope, supervising_department_id, opened_on)
     select gen_random_uuid(), u.id, $1, 'ACTIVE', 'FULL', d.id, '2021-01-04'
       from unit u, department d where u.uscc = $2 and d.permit_types ? $1
     on conflict do nothing`,
    [permitType, uscc],
  );
}

describe('residence, overseas education, study history and family', () => {
  it('are saved as whole lists and read back in their order, numbers sealed', async () => {
    const workHistory = profile().workHistory.map((each) => ({ ...each, leaveReason: '个人发展' }));
    const saved = await save({
      residenceKind: 'OWNED',
      overseasEducation: [OVERSEAS],
      studyHistory: [
        { from: '2010-09-01', to: '2013-07-01', school: '乙大学', degree: '硕士' },
        { from: '2006-09-01', to: '2010-07-01', school: '甲大学', major: '数学' },
      ],
      workHistory,
      familyMembers: [CHILD, SPOUSE],
    });
    expect(saved).toMatchObject({
      version: 2,
      residenceKind: 'OWNED',
      residenceKindLabel: '自有住房',
      overseasEducation: [{ ...OVERSEAS, certificationNo: null }],
      studyHistory: [
        { school: '甲大学', major: '数学', degree: null },
        { school: '乙大学', major: null },
      ],
      workHistory: [{ leaveReason: '个人发展' }, { leaveReason: '个人发展' }],
      familyMembers: [
        { ...SPOUSE, relationLabel: '配偶' },
        { ...CHILD, relationLabel: '子女' },
      ],
    });
    expect(
      await stack.sql(`select from family_member f where f::text ~ '110108198802290010|E12345678'`),
    ).toEqual([]);
    const none = await save({ familyMembers: [], overseasEducation: [], residenceKind: null });
    expect(none).toMatchObject({ version: 3, familyMembers: [], overseasEducation: [], residenceKind: null });
  });

  it('are written down in the audit trail as digests, never as numbers', async () => {
    const { id } = await save({ familyMembers: [SPOUSE] });
    const [event] = await stack.sql<{ after: { familyMembers: number; family: string } }>(
      `select after from audit_event where action = 'profile.edit' and entity_id = $1`,
      [id],
    );
    expect(event?.after).toMatchObject({ familyMembers: 1, studyPeriods: 1, workPeriods: 2 });
    expect(JSON.stringify(event)).not.toContain(SPOUSE.idNo);
  });

  it('belong to their person alone, need what he has read, and are saved once per key', async () => {
    const body = { ...profile(), familyMembers: [SPOUSE] };
    expectRefused(await new ApiClient(stack.apiUrl).put(ME, body, { ifMatch: 1 }), 'AUTH_REQUIRED');
    expectRefused(await unit.put(ME, body, { ifMatch: 1 }), 'FORBIDDEN_ACTION');
    expectRefused(await employee.client.put(ME, body), 'IF_MATCH_REQUIRED');
    const key = randomUUID();
    for (const _ of ['sent', 'sent again']) {
      const { familyMembers, version } = succeeded(
        await employee.client.put<ProfileView>(ME, body, { ifMatch: 1, key }),
      );
      expect([familyMembers.length, version]).toEqual([1, 2]);
    }
    expectRefused(await employee.client.put(ME, body, { ifMatch: 1 }), 'VERSION_CONFLICT');
  });

  it('answer each planted fault of the family with its pointer, those that ask for the day too', async () => {
    const familyMembers = [
      SPOUSE,
      { ...CHILD, birthDate: '2003-08-05', name: 'x' },
      { ...SPOUSE, birthDate: '1988-02-28' },
      { ...CHILD, idNo: 'E99999999', birthDate: '2021-08-06' },
      { ...CHILD, idNo: '!', birthDate: '2021-02-30' },
      { relation: 'COUSIN', name: '赵磊', idType: 'PASSPORT', idNo: 'E12345678', birthDate: '2010-01-01' },
    ];
    expect(await faultsOf({ phone: '1', familyMembers })).toEqual([
      '/familyMembers/1/birthDate',
      '/familyMembers/1/name',
      '/familyMembers/2/idNo',
      '/familyMembers/2/relation',
      '/familyMembers/3/birthDate',
      '/familyMembers/4/birthDate',
      '/familyMembers/4/idNo',
      '/familyMembers/5/idNo',
      '/familyMembers/5/relation',
      '/phone',
    ]);
  });

  it('answer each planted fault of study, work and residence with its pointer', async () => {
    const studyHistory = [
      { from: '2010-09-01', to: '2013-07-01', school: '甲大学' },
      { from: '2013-07-01', school: '' },
      { from: '2005-09-01', to: '2005-08-31', school: '丙大学', major: 1 },
    ];
    const overseasEducation = [{ ...OVERSEAS, to: OVERSEAS.from, country: '' }];
    const workHistory = [
      { from: '2013-08-01', employer: '甲', position: '工程师', leaveReason: 'x'.repeat(201) },
    ];
    expect(await faultsOf({ studyHistory, overseasEducation, workHistory, residenceKind: 'TENT' })).toEqual([
      '/overseasEducation/0/country',
      '/overseasEducation/0/to',
      '/residenceKind',
      '/studyHistory/1/from',
      '/studyHistory/1/school',
      '/studyHistory/2/major',
      '/studyHistory/2/to',
      '/workHistory/0/leaveReason',
    ]);
    expect(await faultsOf({ studyHistory: null, familyMembers: 'x', overseasEducation: undefined })).toEqual([
      '/familyMembers',
      '/overseasEducation',
      '/studyHistory',
    ]);
  });

  it('count for a complete profile: one study and one work period at least', async () => {
    const { missingFields } = await save({ studyHistory: [], workHistory: [] });
    expect(missingFields).toEqual(['studyHistory', 'workHistory']);
    const { associationCode: code } = await readUnit(unit);
    const asked = await employee.client.post('/api/v1/associations', { code });
    expectRefused(asked, 'EMPLOYEE_PROFILE_INCOMPLETE', { fields: missingFields });
  });
});

describe('the family and education of an applicant', () => {
  it('AC-47 are shown to his unit with masked numbers, and to nobody else’s', async () => {
    const { associationId } = await linkEmployee(employee, unit);
    await save({ familyMembers: [SPOUSE, CHILD], overseasEducation: [OVERSEAS] });
    const path = `/api/v1/associations/${associationId}`;
    const { person } = succeeded(await unit.get<AssociationDetailView>(path));
    expect(person).toMatchObject({
      residenceKindLabel: '租赁',
      overseasEducation: [OVERSEAS],
      studyHistory: [{ school: '北京理工大学' }],
      workHistory: [{}, {}],
      familyMembers: [
        { name: '李*', idNo: '110108********0010', birthDate: null },
        { name: '李**', idNo: '*****5678', birthDate: null },
      ],
    });
    expect(await revealedAt(unit, path, { classes: ['FAMILY'] })).toEqual({
      '/person/familyMembers/0/name': SPOUSE.name,
      '/person/familyMembers/0/idNo': SPOUSE.idNo,
      '/person/familyMembers/0/birthDate': SPOUSE.birthDate,
      '/person/familyMembers/1/name': CHILD.name,
      '/person/familyMembers/1/idNo': CHILD.idNo,
      '/person/familyMembers/1/birthDate': CHILD.birthDate,
    });
    expectRefused(await (await trialClient(stack, 'unit2')).get(path), 'FORBIDDEN_SCOPE');
  });

  it('ask for 随往人员证明 as soon as there is family', async () => {
    await linkEmployee(employee, unit);
    const missing = () => lacking('BEIJING_WORK_RESIDENCE', 'EMPLOYEE_ATTACHMENT_MISSING');
    expect(await missing()).toBeNull();
    await save({ familyMembers: [SPOUSE] });
    expect(await missing()).toEqual({ names: ['随往人员证明'], codes: ['EMP_FAMILY'] });
    await uploadFile(employee.client, 'EMP_FAMILY');
    expect(await missing()).toBeNull();
  });

  it('ask an overseas returnee for overseas education, and nobody else', async () => {
    await linkEmployee(employee, unit);
    const overseas = 'OVERSEAS_RETURNEE_WORK_RESIDENCE';
    await openPermission(overseas);
    const rule = 'EMPLOYEE_PROFILE_INCOMPLETE';
    expect(await lacking(overseas, rule)).toEqual({ fields: ['overseasEducation'] });
    expect(await lacking('BEIJING_WORK_RESIDENCE', rule)).toBeNull();
    await save({ overseasEducation: [OVERSEAS] });
    expect(await lacking(overseas, rule)).toBeNull();
    expect(await lacking(overseas, 'EMPLOYEE_ATTACHMENT_MISSING')).toMatchObject({
      codes: ['EMP_OVERSEAS_EDU'],
    });
  });

  it('AC-49 ask for the details of a title with 是, and for none with 否', async () => {
    await linkEmployee(employee, unit);
    const titled = (title: object) => save({ education: { ...profile().education, ...title } });
    const rule = 'TITLE_DETAILS_REQUIRED';
    await titled({ holdsProfessionalTitle: true, titleName: '高级工程师', titleLevel: '副高' });
    expect(await lacking('BEIJING_WORK_RESIDENCE', rule)).toEqual({ fields: ['titleCertNo', 'titleDate'] });
    const details = {
      titleName: '高级工程师',
      titleLevel: '副高',
      titleCertNo: 'G1',
      titleDate: '2019-06-01',
    };
    await titled({ holdsProfessionalTitle: true, ...details });
    expect(await lacking('BEIJING_WORK_RESIDENCE', rule)).toBeNull();
    expect(await lacking('BEIJING_WORK_RESIDENCE', 'EMPLOYEE_ATTACHMENT_MISSING')).toMatchObject({
      codes: ['EMP_TITLE'],
    });
    await titled({ holdsProfessionalTitle: false });
    expect(await lacking('BEIJING_WORK_RESIDENCE', rule)).toBeNull();
  });

  it('T7 count an overseas returnee’s months from his first contract, anybody else’s for three years', async () => {
    await completeProfile(employee);
    await uploadUnitFiles(unit);
    const id = await requestAssociation(employee, unit);
    const contract = { position: '研究员', startDate: '2021-06-01', openEnded: 'true' };
    const path = `/api/v1/associations/${id}/confirmation`;
    succeeded(await unit.upload(path, await pdfUpload('劳动合同', contract)));
    const overseas = 'OVERSEAS_RETURNEE_WORK_RESIDENCE';
    await openPermission(overseas);
    expect(await lacking(overseas, 'INSURANCE_GAP')).toEqual({ months: ['2021-06', '2021-07'] });
    expect(await lacking('BEIJING_WORK_RESIDENCE', 'INSURANCE_GAP')).toMatchObject({
      months: { length: 36 },
    });
  });

  it('stand in the frozen application as they were submitted', async () => {
    const linked = await linkEmployee(employee, unit);
    await save({ familyMembers: [SPOUSE], overseasEducation: [OVERSEAS] });
    await uploadFile(employee.client, 'EMP_FAMILY');
    const story = await NewStory.draft(stack, { employee: linked, unit });
    succeeded(await story.submit());
    await save({ familyMembers: [], overseasEducation: [], residenceKind: 'UNIT' });
    succeeded(await story.unitDecides());
    const { content, taskId } = await story.claim('DISTRICT_FIRST');
    expect(content).toMatchObject({
      person: { residenceKind: 'RENTED' },
      overseasEducation: [OVERSEAS],
      studyHistory: [{ from: '2010-09-01', to: '2013-07-01', school: '北京理工大学' }],
      workHistory: [{ leaveReason: null }, {}],
      familyMembers: [{ relation: 'SPOUSE' }],
    });
    const task = `/api/v1/review-tasks/${taskId}`;
    expect(await revealedAt(await story.reviewer('DISTRICT_FIRST'), task, { classes: ['FAMILY'] })).toEqual({
      '/content/familyMembers/0/name': SPOUSE.name,
      '/content/familyMembers/0/idNo': SPOUSE.idNo,
      '/content/familyMembers/0/birthDate': SPOUSE.birthDate,
    });
  });
});
