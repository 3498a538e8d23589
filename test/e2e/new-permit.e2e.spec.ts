import type { ApplicationPage, ApplicationView } from '../../services/api/applications/application.views.js';
import type { AssociationDetailView } from '../../services/api/associations/association.views.js';
import type { AttachmentListView } from '../../services/api/attachments/attachment.views.js';
import type { ProfileView } from '../../services/api/employees/person.views.js';
import { sha256Of } from '../../infra/object-storage/object-store.js';
import { expectRefused } from '../support/api-client.js';
import {
  type Cast,
  decideAsUnit,
  decideLevel,
  DEPARTMENT_LEVELS,
  deskItem,
  draftNew,
  freezeAt,
  inReview,
  inStatus,
  linkedPerson,
  NEW_DRAFT,
  noticesAbout,
  openTask,
  passLevels,
  permitsOf,
  read,
  signInCast,
  submit,
  withdraw,
} from '../support/cast.js';
import {
  CONTRACT_FIELDS,
  completeProfile,
  pdfUpload,
  profile,
  registerEmployee,
  requestAssociation,
  succeeded,
  uploadEmployeeFiles,
  type LinkedEmployee,
} from '../support/people.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-04' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-04T10:00:00+08:00');
  person = await linkedPerson(cast);
});
afterAll(() => stack?.stop());

const listed = async (query: string): Promise<string[]> => {
  const { items } = succeeded(
    await cast.unit.get<ApplicationPage>(`/api/v1/applications?limit=100&${query}`),
  );
  return items.map((item) => item.id);
};

describe('an application for a new permit', () => {
  it('AC-57 of a linked, complete person with all files waits for the unit and stands in its list', async () => {
    const draft = await draftNew(person);
    expect(draft).toMatchObject({
      status: 'DRAFT',
      applicationNo: expect.stringMatching(/^NE20210804\d{6}$/),
    });
    expect(await listed('level=UNIT')).not.toContain(draft.id);

    const answer = await submit(person, draft.id, { wait: 10 });
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([200, 'wait=10']);
    expect(answer.body).toMatchObject({ status: 'UNIT_REVIEW', stage: '单位审批', round: 1 });
    expect(answer.body.processedVersion).toBe(answer.body.factVersion);
    expect(answer.body.files.map(({ catalogueCode }) => catalogueCode)).not.toContain('EMP_CONTRACT');
    expect(answer.body.submittedAt).toBe('2021-08-04T02:00:00.000Z');

    expect(await listed('level=UNIT&inFlight=true')).toContain(draft.id);
    const [told] = await noticesAbout(cast.unit, draft.id);
    expect(told).toMatchObject({ code: 'N-09', body: `${person.name} 的新办申请待单位审批` });
    expect(await read(cast.unit, draft.id)).toMatchObject({
      allowedActions: [
        { action: 'unitPass', allowed: true },
        { action: 'unitReturn', allowed: true },
        { action: 'reveal', allowed: true },
      ],
    });
    succeeded(await withdraw(person, draft.id));
  });

  it('AC-59 is refused without a link, and names the integrity statement that is missing', async () => {
    const stranger = await registerEmployee(stack);
    await completeProfile(stranger);
    expectRefused(await stranger.client.post('/api/v1/applications', NEW_DRAFT), 'ASSOC_NOT_ACTIVE');
    const associationId = await requestAssociation(stranger, cast.unit);
    expectRefused(await stranger.client.post('/api/v1/applications', NEW_DRAFT), 'ASSOC_NOT_ACTIVE');
    const path = `/api/v1/associations/${associationId}/confirmation`;
    succeeded(await cast.unit.upload(path, await pdfUpload('劳动合同', CONTRACT_FIELDS)));

    await uploadEmployeeFiles(stranger);
    const { items } = succeeded(await stranger.client.get<AttachmentListView>('/api/v1/attachments'));
    const statement = items.find(({ code }) => code === 'EMP_INTEGRITY_STATEMENT')?.files[0];
    succeeded(await stranger.client.delete(`/api/v1/attachments/files/${statement?.fileId}`));
    const { id } = await draftNew(stranger);
    const refused = await submit(stranger, id);
    expectRefused(refused, 'EMPLOYEE_ATTACHMENT_MISSING', {
      names: ['员工诚信声明'],
      codes: ['EMP_INTEGRITY_STATEMENT'],
    });
    expect(refused.bytes.toString('utf8')).toContain('INSURANCE_GAP');
    expect(await read(stranger.client, id)).toMatchObject({ status: 'DRAFT', round: 0, snapshotNo: 0 });
  });

  it('AC-64 is refused while another one of the person is in flight', async () => {
    const [first, second] = [await draftNew(person), await draftNew(person)];
    succeeded(await submit(person, first.id));
    const inFlight = { applicationNo: first.applicationNo };
    expectRefused(await submit(person, second.id), 'APP_IN_FLIGHT_EXISTS', inFlight);
    succeeded(await withdraw(person, first.id));
    succeeded(await submit(person, second.id));
    succeeded(await withdraw(person, second.id));
  });
});

describe('the review of a new permit', () => {
  it('AC-63 moves on with a hint, which stands in its own block and is no part of the opinion', async () => {
    const { id } = await inReview(cast, person);
    await decideLevel(cast, 'DISTRICT_FIRST', id, { opinion: '材料齐全', hint: '请留意合同到期日' });
    const expected = {
      level: 'DISTRICT_FIRST',
      opinion: '材料齐全',
      hint: '请留意合同到期日',
      decision: 'PASS',
    };
    for (const client of [person.client, cast.unit, cast.reviewers.DISTRICT_SECOND]) {
      const view = await read(client, id);
      expect(view).toMatchObject({ status: 'IN_REVIEW', stage: '区级复审' });
      expect(view.timeline.find(({ level }) => level === 'DISTRICT_FIRST')).toMatchObject(expected);
    }
    const hint = await eventually(
      'N-14',
      async () => (await noticesAbout(person.client, id)).find(({ code }) => code === 'N-14') ?? null,
    );
    expect(hint.body).toBe('温馨提示：请留意合同到期日（仅供参考，不作为审核意见）');
    const { items } = succeeded(await cast.unit.get<ApplicationPage>('/api/v1/applications?limit=100'));
    expect(items.find((item) => item.id === id)?.lastOpinion).toBe('材料齐全');
    await decideLevel(cast, 'DISTRICT_SECOND', id, {
      outcome: 'RETURN',
      opinion: '请补充材料',
      hint: '另附说明',
    });
    succeeded(await withdraw(person, id));
  });

  it('AC-62 ends REJECTED with N-13; re-initiated, it carries in the contract that the unit has updated first', async () => {
    const { id } = await inReview(cast, person);
    await decideLevel(cast, 'DISTRICT_FIRST', id);
    expectRefused(await person.client.post(`/api/v1/applications/${id}/reinitiation`), 'STATE_NOT_ALLOWED');
    await decideLevel(cast, 'DISTRICT_SECOND', id, { outcome: 'REJECT', opinion: '劳动合同不清晰' });
    const rejected = await read(person.client, id);
    expect(rejected).toMatchObject({ status: 'REJECTED', permitId: null });
    expect(await deskItem(cast.reviewers.MUNICIPAL, id)).toBeUndefined();
    for (const client of [person.client, cast.unit]) {
      const told = await eventually(
        'N-13',
        async () => (await noticesAbout(client, id)).find(({ code }) => code === 'N-13') ?? null,
      );
      expect(told.body).toBe('新办审批不通过：劳动合同不清晰，请修改后重新发起');
    }

    const contract = await pdfUpload('新劳动合同', { ...CONTRACT_FIELDS, position: '首席工程师' });
    succeeded(await cast.unit.upload(`/api/v1/associations/${person.associationId}/contract`, contract));
    const made = succeeded(
      await person.client.post<ApplicationView>(`/api/v1/applications/${id}/reinitiation`),
    );
    expect(made).toMatchObject({
      status: 'DRAFT',
      previousApplicationId: id,
      details: rejected.details,
    });
    succeeded(await submit(person, made.id));
    succeeded(await decideAsUnit(cast.unit, made.id));

    const scans = ({ files }: Pick<ApplicationView, 'files'>) =>
      files.filter(({ catalogueCode }) => catalogueCode === 'EMP_CONTRACT').map(({ sha256 }) => sha256);
    const carried = await openTask(cast.reviewers.DISTRICT_FIRST, made.id);
    expect(scans(carried)).toEqual([sha256Of(contract.file.bytes)]);
    expect(carried.content).toMatchObject({ contract: { position: '首席工程师' } });
    expect(scans(await read(person.client, id))).toEqual(scans(rejected));
    expect(scans(rejected)).not.toEqual(scans(carried));
    expect((await read(person.client, id)).status).toBe('REJECTED');
    succeeded(await withdraw(person, made.id));
  });

  it('AC-61 ends with the last PASS on 2021-08-05: a permit for 2021-08-05..2024-08-04 and a form to print', async () => {
    const { id } = await inReview(cast, person);
    await passLevels(cast, id, DEPARTMENT_LEVELS.slice(0, 3));
    await freezeAt(cast, '2021-08-05T23:59:59+08:00');
    await decideLevel(cast, 'FINAL', id);
    const approved = await inStatus(person.client, id, 'APPROVED');
    expect(approved).toMatchObject({
      stage: null,
      permitNo: expect.stringMatching(/^BJ2021\d{7}$/),
      allowedActions: expect.arrayContaining([
        { action: 'withdraw', allowed: false, reason: 'STATE_NOT_ALLOWED' },
      ]),
    });
    expect(await permitsOf(person)).toMatchObject([
      {
        id: approved.permitId,
        permitNo: approved.permitNo,
        status: 'VALID',
        validFrom: '2021-08-05',
        validUntil: '2024-08-04',
        terms: [{ from: '2021-08-05', until: '2024-08-04' }],
        unitHistory: [{ from: '2021-08-05', to: null }],
      },
    ]);
    const form = await eventually('the confirmation form', async () => {
      const answer = await person.client.get(`/api/v1/applications/${id}/confirmation-form`);
      return answer.status === 200 ? answer : null;
    });
    expect(form.headers.get('content-type')).toBe('application/pdf');
    expect(form.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    for (const client of [person.client, cast.unit]) {
      const codes = (await noticesAbout(client, id)).map(({ code }) => code);
      expect(codes.filter((code) => code === 'N-12')).toHaveLength(1);
      expect(codes.filter((code) => code === 'N-10')).toHaveLength(4);
    }
    const draft = await draftNew(person);
    expectRefused(await submit(person, draft.id), 'HAS_LIVE_PERMIT', { permitNo: approved.permitNo });
  });

  it('AC-47 shows the unit that the education is 有效 now, and 待审核 again once the person changes it', async () => {
    const shown = async () => {
      const path = `/api/v1/associations/${person.associationId}`;
      const { person: data } = succeeded(await cast.unit.get<AssociationDetailView>(path));
      return data.education?.reviewStatusLabel;
    };
    expect(await shown()).toBe('有效');
    await completeProfile(person);
    expect(await shown()).toBe('有效');
    const { education, ...rest } = profile();
    const changed = { ...rest, education: { ...education, major: '软件工程' } };
    const { body } = await person.client.get<ProfileView>('/api/v1/employees/me');
    succeeded(await person.client.put('/api/v1/employees/me', changed, { ifMatch: body.version }));
    expect(await shown()).toBe('待审核');
  });
});
