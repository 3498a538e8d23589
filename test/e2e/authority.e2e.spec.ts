import { randomUUID } from 'node:crypto';
import { ALL_ROLES, UNIT_ROLES, type Role } from '../../domain/authority/roles.js';
import { clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, type Answer } from '../support/api-client.js';
import {
  draftNew,
  freezeAt,
  inReview,
  linkedPerson,
  openTask,
  signInCast,
  type Cast,
} from '../support/cast.js';
import { registerEmployee, trialClient, type LinkedEmployee } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

const REVIEWERS = [
  'DISTRICT_FIRST_REVIEWER',
  'DISTRICT_SECOND_REVIEWER',
  'MUNICIPAL_REVIEWER',
  'FINAL_APPROVER',
];
const INVOLVED = [...UNIT_ROLES, 'EMPLOYEE', ...REVIEWERS, 'DEPARTMENT_ADMIN', 'AUDITOR'];
const ID = '00000000-0000-4000-8000-000000000000';

/** Who may do what at all in the story of NEW. Source: domain.md §2, §4.4, §4.5, §9. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'GET /api/v1/units/mine': UNIT_ROLES,
  'GET /api/v1/attachments': [...UNIT_ROLES, 'EMPLOYEE'],
  'POST /api/v1/attachments/EMP_ID/files': ['EMPLOYEE'],
  'POST /api/v1/attachments/UNIT_OTHER/files': UNIT_ROLES,
  [`DELETE /api/v1/attachments/files/${ID}`]: [...UNIT_ROLES, 'EMPLOYEE'],
  'GET /api/v1/employees/me': ['EMPLOYEE'],
  'PUT /api/v1/employees/me': ['EMPLOYEE'],
  'GET /api/v1/employees/me/insurance-months': ['EMPLOYEE'],
  'PUT /api/v1/employees/me/insurance-months': ['EMPLOYEE'],
  'POST /api/v1/associations': ['EMPLOYEE'],
  'GET /api/v1/associations/mine': ['EMPLOYEE'],
  [`POST /api/v1/associations/${ID}/withdrawal`]: ['EMPLOYEE'],
  'GET /api/v1/associations': UNIT_ROLES,
  [`GET /api/v1/associations/${ID}`]: UNIT_ROLES,
  [`POST /api/v1/associations/${ID}/confirmation`]: UNIT_ROLES,
  [`POST /api/v1/associations/${ID}/refusal`]: UNIT_ROLES,
  [`POST /api/v1/associations/${ID}/contract`]: UNIT_ROLES,
  [`POST /api/v1/associations/${ID}/reveal`]: UNIT_ROLES,
  'POST /api/v1/historical-requests': ['EMPLOYEE'],
  'GET /api/v1/historical-requests': UNIT_ROLES,
  [`POST /api/v1/applications/${ID}/contract`]: UNIT_ROLES,
  'GET /api/v1/applications': INVOLVED,
  [`GET /api/v1/applications/${ID}`]: INVOLVED,
  [`GET /api/v1/applications/${ID}/eligibility`]: INVOLVED,
  [`GET /api/v1/applications/${ID}/comparison`]: INVOLVED,
  [`GET /api/v1/applications/${ID}/files/${ID}`]: INVOLVED,
  [`POST /api/v1/applications/${ID}/unit-decision`]: UNIT_ROLES,
  [`POST /api/v1/applications/${ID}/reveal`]: UNIT_ROLES,
  [`GET /api/v1/applications/${ID}/receipt`]: [...UNIT_ROLES, 'EMPLOYEE', 'AUDITOR'],
  [`GET /api/v1/applications/${ID}/confirmation-form`]: [...UNIT_ROLES, 'EMPLOYEE', 'AUDITOR'],
  'GET /api/v1/review-tasks': [...REVIEWERS, 'DEPARTMENT_ADMIN'],
  [`GET /api/v1/review-tasks/${ID}`]: REVIEWERS,
  [`POST /api/v1/review-tasks/${ID}/claim`]: REVIEWERS,
  [`POST /api/v1/review-tasks/${ID}/release`]: REVIEWERS,
  [`POST /api/v1/review-tasks/${ID}/decision`]: REVIEWERS,
  [`POST /api/v1/review-tasks/${ID}/reveal`]: REVIEWERS,
  'GET /api/v1/permits/mine': ['EMPLOYEE'],
  'GET /api/v1/work-residence': UNIT_ROLES,
  'GET /api/v1/work-residence/renewals': UNIT_ROLES,
  'GET /api/v1/work-residence/employer-changes': UNIT_ROLES,
  'POST /api/v1/work-residence/renewals': UNIT_ROLES,
  'GET /api/v1/work-residence/board': UNIT_ROLES,
  'GET /api/v1/work-residence/board.xlsx': UNIT_ROLES,
  'GET /api/v1/work-residence/board.ics': UNIT_ROLES,
  'GET /api/v1/notices': ALL_ROLES,
  'GET /api/v1/audit-events': ['SYSTEM_OPERATOR', 'AUDITOR'],
  'GET /api/v1/clock': ALL_ROLES,
  'POST /api/v1/clock': ['SYSTEM_OPERATOR'],
  'POST /api/v1/invitations': ['DEPARTMENT_ADMIN', 'SYSTEM_OPERATOR'],
  'GET /api/v1/me': ALL_ROLES,
  'GET /api/v1/permits': [...REVIEWERS, 'DEPARTMENT_ADMIN', 'SYSTEM_OPERATOR', 'AUDITOR'],
  [`POST /api/v1/permits/${ID}/cancellation`]: ['FINAL_APPROVER', 'DEPARTMENT_ADMIN'],
  // units begin other kinds than NEW: whose act it is, the kind of business says
  'POST /api/v1/applications': [...UNIT_ROLES, 'EMPLOYEE'],
  [`PATCH /api/v1/applications/${ID}`]: [...UNIT_ROLES, 'EMPLOYEE'],
  [`POST /api/v1/applications/${ID}/submission`]: [...UNIT_ROLES, 'EMPLOYEE'],
  [`POST /api/v1/applications/${ID}/withdrawal`]: [...UNIT_ROLES, 'EMPLOYEE'],
  [`POST /api/v1/applications/${ID}/reinitiation`]: [...UNIT_ROLES, 'EMPLOYEE'],
};

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  cast = await signInCast(stack);
  await freezeAt(cast, '2021-08-05T10:00:00+08:00');
  person = await linkedPerson(cast);
});
afterAll(() => stack?.stop());

function ask(client: ApiClient, route: string): Promise<Answer<unknown>> {
  const [method = '', path = ''] = route.split(' ');
  return client.request(method, path, { key: randomUUID() });
}

/** What the answer says beside the id of the request. */
function saying({ status, bytes }: Answer<unknown>): string {
  return `${status} ${bytes.toString('utf8').replace(/"traceId":"[^"]*"/, '')}`;
}

const codeOf = ({ body }: Answer<unknown>): string => {
  const { code = '' }: { code?: string } = Object(body);
  return code;
};

describe('every route of the story', () => {
  it('asks who is there: without a session AUTH_REQUIRED', async () => {
    for (const client of [new ApiClient(stack.apiUrl), new ApiClient(stack.apiUrl, 'no such token')]) {
      for (const route of Object.keys(MAY)) expectRefused(await ask(client, route), 'AUTH_REQUIRED');
    }
  });

  it.each(ALL_ROLES.map((role) => [role]))(
    'refuses %s all that the role does on no object',
    async (role: Role) => {
      const [unit] = await stack.sql<{ id: string }>(`select id from unit where uscc = '91110108MA01C2D36P'`);
      const isUnitRole = UNIT_ROLES.some((each) => each === role);
      const client =
        role === 'EMPLOYEE'
          ? (await registerEmployee(stack)).client
          : await clientAs(stack, role, isUnitRole ? { unitId: unit?.id ?? '' } : {});
      const answers = await Promise.all(
        Object.entries(MAY).map(async ([route, roles]) => {
          const isRefused = codeOf(await ask(client, route)) === 'FORBIDDEN_ACTION';
          return [route, isRefused === !roles.includes(role)];
        }),
      );
      expect(answers.filter(([, isRight]) => !isRight).map(([route]) => route)).toEqual([]);
    },
  );
});

describe('an object of somebody else', () => {
  it('gets the answer of one that does not exist: another person, another unit, another department', async () => {
    const { id } = await inReview(cast, person);
    const { taskId } = await openTask(cast.reviewers.DISTRICT_FIRST, id);
    const draft = await draftNew(person);
    const stranger = (await registerEmployee(stack)).client;
    const otherUnit = await trialClient(stack, 'unit2');
    const otherDepartment = await trialClient(stack, 'chaoyang-first');
    const asked: [ApiClient, string, string][] = [
      ...['', '/eligibility', '/comparison', '/receipt', '/confirmation-form', `/files/${ID}`].flatMap(
        (part): [ApiClient, string, string][] => [
          [stranger, `GET /api/v1/applications/:id${part}`, id],
          [otherUnit, `GET /api/v1/applications/:id${part}`, id],
          [cast.unit, `GET /api/v1/applications/:id${part}`, draft.id],
        ],
      ),
      ...['submission', 'withdrawal', 'reinitiation'].map((act): [ApiClient, string, string] => [
        stranger,
        `POST /api/v1/applications/:id/${act}`,
        id,
      ]),
      [otherDepartment, 'GET /api/v1/applications/:id', id],
      [otherUnit, 'GET /api/v1/associations/:id', person.associationId],
      [stranger, 'POST /api/v1/associations/:id/withdrawal', person.associationId],
      [otherDepartment, 'GET /api/v1/review-tasks/:id', taskId],
      [otherDepartment, 'POST /api/v1/review-tasks/:id/claim', taskId],
      [cast.reviewers.MUNICIPAL, 'GET /api/v1/review-tasks/:id', taskId],
    ];
    for (const [client, route, foreign] of asked) {
      const answer = await ask(client, route.replace(':id', foreign));
      expect([route, codeOf(answer)]).toEqual([route, 'FORBIDDEN_SCOPE']);
      expect(saying(answer)).toBe(saying(await ask(client, route.replace(':id', randomUUID()))));
    }
    const decision = { outcome: 'PASS', selfChecked: true, insuranceTaxConfirmed: true };
    const foreign = await otherUnit.post(`/api/v1/applications/${id}/unit-decision`, decision);
    expect(saying(foreign)).toBe(
      saying(await otherUnit.post(`/api/v1/applications/${randomUUID()}/unit-decision`, decision)),
    );
    expectRefused(foreign, 'FORBIDDEN_SCOPE');
    const [edited, missing] = await Promise.all(
      [id, randomUUID()].map((each) =>
        stranger.patch(`/api/v1/applications/${each}`, { applicationBasis: 'AWARD' }, { ifMatch: 1 }),
      ),
    );
    expect(edited && saying(edited)).toBe(missing && saying(missing));
  });

  it('stands in no list', async () => {
    const stranger = (await registerEmployee(stack)).client;
    const otherUnit = await trialClient(stack, 'unit2');
    for (const client of [stranger, otherUnit]) {
      expect((await client.get('/api/v1/applications')).body).toEqual({ items: [], nextCursor: null });
    }
    const otherDepartment = await trialClient(stack, 'chaoyang-first');
    expect((await otherDepartment.get('/api/v1/review-tasks')).body).toEqual({ items: [], nextCursor: null });
    expect((await otherUnit.get('/api/v1/associations')).body).toEqual({ items: [], nextCursor: null });
  });
});
