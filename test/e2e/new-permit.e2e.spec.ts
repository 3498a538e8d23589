import { randomUUID } from 'node:crypto';
import type { ApplicationPage } from '../../services/api/applications/application.views.js';
import type { AuditEventView, AuditPage } from '../../services/api/audit/audit.dto.js';
import { sha256Of } from '../../infra/object-storage/object-store.js';
import { expectRefused } from '../support/api-client.js';
import {
  decideLevel,
  deskItem,
  draftNew,
  freezeAt,
  granted,
  inReview,
  inStatus,
  linkedPerson,
  noticesAbout,
  openTask,
  passLevels,
  permitsOf,
  read,
  signInCast,
  submit,
  submitted,
  withdraw,
  type Cast,
} from '../support/cast.js';
import {
  CONTRACT_FIELDS,
  completeProfile,
  insuranceMonths,
  pdfUpload,
  registerEmployee,
  requestAssociation,
  succeeded,
  uploadEmployeeFiles,
  uploadFile,
  type LinkedEmployee,
} from '../support/people.js';
import { DEPARTMENT_LEVELS } from '../support/new-story.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-04' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-04T10:00:00+08:00');
});
afterAll(() => stack?.stop());

const listed = async (query: string): Promise<string[]> => {
  const { items } = succeeded(await cast.unit.get<ApplicationPage>(`/api/v1/applications?limit=100&${query}`));
  return items.map((item) => item.id);
};

describe('an application for a new permit', () => {
  it('AC-57 of a linked, complete person with all files waits for the unit and stands in its list', async () => {
    const person = await linkedPerson(cast);
    const draft = await draftNew(person);
    expect(draft).toMatchObject({ status: 'DRAFT', applicationNo: expect.stringMatching(/^NE20210804\d{6}$/) });
    expect(await listed('level=UNIT')).not.toContain(draft.id);

    const answer = await submit(person, draft.id, { wait: 10 });
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([200, 'wait=10']);
    expect(answer.body).toMatchObject({ status: 'UNIT_REVIEW', stage: '单位审批', round: 1 });
    expect(answer.body.processedVersion).toBe(answer.body.factVersion);
    expect(answer.body.files.map(({ catalogueCode }) => catalogueCode)).not.toContain('EMP_CONTRACT');
    expect(answer.body.submittedAt).toBe('2021-08-04T02:00:00.000Z');

    expect(await listed('level=UNIT&inFlight=true')).toContain(draft.id);
    const [told] = await noticesAbout(cast.unit, draft.id);
    expect(told).toMatchObject({ code: 'N-09', body: `${person.name}的新办申请待单位审批`.replace('的', ' 的') });
    expect(await read(cast.unit, draft.id)).toMatchObject({
      allowedActions: [
        { action: 'unitPass', allowed: true },
        { action: 'unitReturn', allowed: true },
      ],
    });
    succeeded(await withdraw(person, draft.id));
  });

  it('AC-59 is refused without a link, and names the integrity statement that is missing', async () => {
    const person = await registerEmployee(stack);
    await completeProfile(person);
    const draft = { type: 'NEW', permitType: 'BEIJING_WORK_RESIDENCE', applicationBasis: 'DEGREE' };
    expectRefused(await person.client.post('/api/v1/applications', draft), 'ASSOC_NOT_ACTIVE');
    const associationId = await requestAssociation(person, cast.unit);
    expectRefused(await person.client.post('/api/v1/applications', draft), 'ASSOC_NOT_ACTIVE');
    const path = `/api/v1/associations/${associationId}/confirmation`;
    succeeded(await cast.unit.upload(path, await pdfUpload('劳动合同', CONTRACT_FIELDS)));

    await uploadEmployeeFiles(person);
    const { items } = succeeded(
      await person.client.get<{ items: { code: string; files: { id: string }[] }[] }>('/api/v1/attachments'),
    );
    const statement = items.find(({ code }) => code === 'EMP_INTEGRITY_STATEMENT')?.files[0];
    succeeded(await person.client.delete(`/api/v1/attachments/files/${statement?.id}`));
    const { id } = await draftNew(person);
    const refused = await submit(person, id);
    expectRefused(refused, 'EMPLOYEE_ATTACHMENT_MISSING', {
      names: ['员工诚信声明'],
      codes: ['EMP_INTEGRITY_STATEMENT'],
    });
    expect(refused.bytes.toString('utf8')).toContain('INSURANCE_GAP');
    expect(await read(person.client, id)).toMatchObject({ status: 'DRAFT', round: 0, snapshotNo: 0 });
  });

  it('AC-64 is refused while another one of the person is in flight', async () => {
    const person = await linkedPerson(cast);
    const [first, second] = [await draftNew(person), await draftNew(person)];
    succeeded(await submit(person, first.id));
    const inFlight = { applicationNo: first.applicationNo };
    expectRefused(await submit(person, second.id), 'APP_IN_FLIGHT_EXISTS', inFlight);
    succeeded(await withdraw(person, first.id));
    succeeded(await submit(person, second.id));
    succeeded(await withdraw(person, second.id));
  });
});
