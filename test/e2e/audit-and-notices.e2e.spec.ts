import { randomUUID } from 'node:crypto';
import type { AuditPage } from '../../services/api/audit/audit.dto.js';
import type { NoticePage } from '../../services/api/notices/notices.dto.js';
import type { ClockView } from '../../services/api/operations/clock.dto.js';
import { addAccount, addDepartment, clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, faultPointers, signIn, trySignIn } from '../support/api-client.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
});
afterAll(() => stack?.stop());

describe('the audit trail', () => {
  it('AC-102 is read by the auditor with actor, role, time and place in the hash chain', async () => {
    const departmentId = await addDepartment(stack, 'DISTRICT');
    const account = await addAccount(stack, 'DEPARTMENT_ADMIN', { departmentId });
    await trySignIn(stack.apiUrl, account.userName, 'not the password');
    const admin = await signIn(stack.apiUrl, account.userName, account.password);
    await admin.post('/api/v1/invitations', { role: 'DEPARTMENT_ADMIN', personName: '王芳' });
    const auditor = await clientAs(stack, 'AUDITOR');

    const path = `/api/v1/audit-events?actorId=${account.id}`;
    const first = await auditor.get<AuditPage>(`${path}&limit=2`);
    expect(first.body.items.map(({ action }) => action)).toEqual(['invitation.create', 'session.start']);
    expect(first.body.items[0]).toMatchObject({
      actorId: account.id,
      actorRole: 'DEPARTMENT_ADMIN',
      actorName: '测试账号',
      loginMethod: 'PASSWORD',
      at: expect.stringMatching(/^2021-08-05T/),
      after: { role: 'DEPARTMENT_ADMIN', departmentId },
    });
    const rest = await auditor.get<AuditPage>(`${path}&limit=2&cursor=${first.body.nextCursor}`);
    expect(rest.body.items.map(({ action }) => action)).toEqual(['secondFactor.enrol', 'session.refused']);
    expect(rest.body.nextCursor).toBeNull();

    const isSealed = async (): Promise<boolean> => {
      const { body } = await auditor.get<AuditPage>(path);
      return body.items.every(({ sealPosition }) => sealPosition !== null);
    };
    const until = Date.now() + 20_000;
    while (!(await isSealed()) && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await isSealed()).toBe(true);
  });

  it('AC-102 is filtered by entity, entity id and day, both days included', async () => {
    const auditor = await clientAs(stack, 'AUDITOR');
    const count = async (query: string): Promise<number> =>
      (await auditor.get<AuditPage>(`/api/v1/audit-events?${query}`)).body.items.length;
    expect(await count('entity=account&from=2021-08-05&to=2021-08-05')).toBeGreaterThan(0);
    expect(await count('from=2021-08-06')).toBe(0);
    expect(await count('to=2021-08-04')).toBe(0);
    expect(await count(`entity=account&entityId=${randomUUID()}`)).toBe(0);
    expect(await count('applicationNo=NE20210805000001')).toBe(0);
    const backwards = await auditor.get('/api/v1/audit-events?from=2021-08-06&to=2021-08-05');
    expectRefused(backwards, 'VALIDATION_FAILED', { detail: '截止日期不得早于起始日期' });
    expect(faultPointers(backwards)).toEqual(['/to']);
    const faulty = await auditor.get('/api/v1/audit-events?actorId=x&from=y&cursor=z');
    expectRefused(faulty, 'VALIDATION_FAILED');
    expect(faultPointers(faulty)).toEqual(['/actorId', '/cursor', '/from']);
  });

  it('S-20 a day is one of Beijing: from its first instant to before the next one', async () => {
    const entityId = randomUUID();
    const instants = {
      'the last of the day before': '2020-02-28T15:59:59.999Z',
      'the first of the day': '2020-02-28T16:00:00.000Z',
      'the last of the day': '2020-02-29T15:59:59.999Z',
      'the first of the next': '2020-02-29T16:00:00.000Z',
    };
    for (const [reason, at] of Object.entries(instants)) {
      await stack.sql(
        `insert into audit_event (at, actor_role, action, entity, entity_id, reason)
         values ($1, 'SYSTEM', 'test.day', 'day', $2, $3)`,
        [at, entityId, reason],
      );
    }
    const auditor = await clientAs(stack, 'AUDITOR');
    const found = async (period: string): Promise<(string | null)[]> => {
      const path = `/api/v1/audit-events?entityId=${entityId}&${period}`;
      return (await auditor.get<AuditPage>(path)).body.items.map(({ reason }) => reason);
    };
    const [before, first, last, next] = Object.keys(instants);
    expect(await found('from=2020-02-29&to=2020-02-29')).toEqual([last, first]);
    expect(await found('from=2020-02-29')).toEqual([next, last, first]);
    expect(await found('to=2020-02-28')).toEqual([before]);
    expect(await found('')).toEqual([next, last, first, before]);
  });

  it('S-20 filters hold alone and together, page by page, while new events come in', async () => {
    const auditor = await clientAs(stack, 'AUDITOR');
    const [own, other] = [randomUUID(), randomUUID()];
    const [object, second] = [randomUUID(), randomUUID()];
    const made = [own, other].flatMap((actorId) =>
      [object, second].flatMap((entityId) =>
        ['NE1', 'NE2'].flatMap((applicationNo) =>
          ['2019-03-01', '2019-03-02'].map((day) => ({ actorId, entityId, applicationNo, day })),
        ),
      ),
    );
    const add = ({ actorId, entityId, applicationNo, day }: (typeof made)[number]): Promise<unknown> =>
      stack.sql(
        `insert into audit_event (at, actor_id, actor_role, action, entity, entity_id, application_no)
         values ($1, $2, 'UNIT_HANDLER', 'test.filter', 'sieve', $3, $4)`,
        [`${day}T04:00:00Z`, actorId, entityId, applicationNo],
      );
    for (const each of made) await add(each);
    const walk = async (filters: Readonly<Record<string, string>>): Promise<AuditPage['items'][number][]> => {
      const query = new URLSearchParams({ entity: 'sieve', limit: '3', ...filters });
      const found: AuditPage['items'][number][] = [];
      for (;;) {
        const { body } = await auditor.get<AuditPage>(`/api/v1/audit-events?${query.toString()}`);
        found.push(...body.items);
        if (body.nextCursor === null) return found;
        query.set('cursor', body.nextCursor);
        await add({ actorId: own, entityId: object, applicationNo: 'NE1', day: '2019-03-03' });
      }
    };
    const filters = {
      actorId: own,
      entityId: object,
      applicationNo: 'NE1',
      from: '2019-03-01',
      to: '2019-03-01',
    };
    const names = ['actorId', 'entityId', 'applicationNo', 'from'] as const;
    for (let chosen = 0; chosen < 2 ** names.length; chosen += 1) {
      const used = names.filter((_, index) => (chosen & (2 ** index)) !== 0);
      const query = Object.fromEntries(used.map((name) => [name, filters[name]]));
      // what comes in meanwhile is of another day
      const found = await walk({ ...query, to: used.includes('from') ? filters.to : '2019-03-02' });
      expect([used, found.length, new Set(found.map(({ seq }) => seq)).size]).toEqual([
        used,
        made.length / 2 ** used.length,
        made.length / 2 ** used.length,
      ]);
    }
    expect((await walk({ ...filters, entity: 'colander' })).length).toBe(0);
  });

  it('AC-102 changes for nobody: no role has a way, and the database refuses', async () => {
    const auditor = await clientAs(stack, 'AUDITOR');
    const operator = await clientAs(stack, 'SYSTEM_OPERATOR');
    for (const client of [auditor, operator]) {
      expectRefused(await client.delete('/api/v1/audit-events/1'), 'NOT_FOUND');
      expectRefused(await client.post('/api/v1/audit-events', {}), 'NOT_FOUND');
    }
    await expect(stack.sql(`update audit_event set reason = 'other'`)).rejects.toThrow('append-only');
    await expect(stack.sql('delete from audit_event')).rejects.toThrow('append-only');
  });

  it('AC-102 S-20 is for auditors and operators only; the auditor decides nothing', async () => {
    expect((await (await clientAs(stack, 'SYSTEM_OPERATOR')).get('/api/v1/audit-events')).status).toBe(200);
    for (const role of ['FINAL_APPROVER', 'DEPARTMENT_ADMIN', 'UNIT_HANDLER', 'EMPLOYEE'] as const) {
      expectRefused(await (await clientAs(stack, role)).get('/api/v1/audit-events'), 'FORBIDDEN_ACTION');
    }
    expectRefused(await new ApiClient(stack.apiUrl).get('/api/v1/audit-events'), 'AUTH_REQUIRED');
    const auditor = await clientAs(stack, 'AUDITOR');
    const decision = { outcome: 'PASS', opinion: '同意' };
    const answer = await auditor.post(`/api/v1/review-tasks/${randomUUID()}/decision`, decision);
    expectRefused(answer, 'FORBIDDEN_ACTION');
  });
});

describe('notices', () => {
  async function tell(
    kind: string,
    id: string,
    body: string,
    minute: number,
    isResolved = false,
  ): Promise<void> {
    await stack.sql(
      `insert into notice (id, natural_key, code, body, audience_kind, audience_id, business_ref, published_at, resolved_at)
       values ($1, $2, 'N-20', $3, $4, $5, '{}', $6, $7)`,
      [
        randomUUID(),
        randomUUID(),
        body,
        kind,
        id,
        `2021-08-05T01:${String(minute).padStart(2, '0')}:00Z`,
        isResolved ? '2021-08-05T02:00:00Z' : null,
      ],
    );
  }

  it('are those of the account and its department, newest first, page by page; resolved ones when asked', async () => {
    const departmentId = await addDepartment(stack, 'DISTRICT');
    const account = await addAccount(stack, 'DISTRICT_FIRST_REVIEWER', { departmentId });
    await tell('DEPARTMENT', departmentId, 'first', 1);
    await tell('ACCOUNT', account.id, 'second', 2);
    await tell('DEPARTMENT', departmentId, 'done', 3, true);
    await tell('DEPARTMENT', departmentId, 'third', 4);
    await tell('DEPARTMENT', await addDepartment(stack, 'DISTRICT'), 'foreign', 5);
    await tell('UNIT', departmentId, 'of a unit', 6);
    const client = await signIn(stack.apiUrl, account.userName, account.password);

    const bodies = async (query: string): Promise<[string[], string | null]> => {
      const { body } = await client.get<NoticePage>(`/api/v1/notices?${query}`);
      return [body.items.map((notice) => notice.body), body.nextCursor];
    };
    const [first, cursor] = await bodies('limit=2');
    expect(first).toEqual(['third', 'second']);
    expect(await bodies(`limit=2&cursor=${cursor}`)).toEqual([['first'], null]);
    expect(await bodies('all=true')).toEqual([['third', 'done', 'second', 'first'], null]);
    expectRefused(await client.get('/api/v1/notices?cursor=x'), 'VALIDATION_FAILED');
    expectRefused(await client.get('/api/v1/notices?limit=0'), 'VALIDATION_FAILED');
  });

  it('are nobody’s without signing in', async () => {
    expectRefused(await new ApiClient(stack.apiUrl).get('/api/v1/notices'), 'AUTH_REQUIRED');
  });
});

describe('the business clock', () => {
  it('is moved by the operator, forward only, and once per key', async () => {
    const operator = await clientAs(stack, 'SYSTEM_OPERATOR');
    const move = { at: '2021-08-07T01:00:00Z', frozen: true };
    const key = randomUUID();
    for (const _ of ['sent', 'sent again']) {
      const answer = await operator.post<ClockView>('/api/v1/clock', move, { key });
      expect(answer.body).toEqual({ now: '2021-08-07T01:00:00.000Z', today: '2021-08-07', frozen: true });
    }
    expectRefused(await operator.post('/api/v1/clock', { at: '2021-08-06' }), 'CLOCK_BACKWARDS');
    const employee = await clientAs(stack, 'EMPLOYEE');
    expectRefused(await employee.post('/api/v1/clock', move), 'FORBIDDEN_ACTION');
  });
});
