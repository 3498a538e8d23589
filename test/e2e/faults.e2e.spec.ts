import { randomUUID } from 'node:crypto';
import { clientAs } from '../support/accounts.js';
import {
  addressOf,
  clientFor,
  fieldPointers,
  nameOf,
  routesOf,
  withFaults,
  type ApiDescription,
  type DescribedRoute,
} from '../support/api-description.js';
import { ApiClient, expectRefused, faultPointers, type Answer } from '../support/api-client.js';
import { clientOf, enterByKey } from '../support/entry.js';
import {
  completeProfile,
  profile,
  registerEmployee,
  requestAssociation,
  trialClient,
  type TestEmployee,
} from '../support/people.js';
import { rowCounts } from '../support/row-counts.js';
import { startStack, type Stack } from '../support/stack.js';

const TOO_LONG = 'x'.repeat(400);
const JSON_TYPE = 'application/json';

let stack: Stack;
let visitor: ApiClient;
let employee: TestEmployee;
let unit: ApiClient;
let clients: readonly ApiClient[];
let description: ApiDescription;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  visitor = new ApiClient(stack.apiUrl);
  employee = await registerEmployee(stack);
  unit = await trialClient(stack, 'unit1');
  const staff = ['haidian-first', 'operator', 'auditor'].map((name) => trialClient(stack, name));
  clients = [
    visitor,
    employee.client,
    unit,
    ...(await Promise.all(staff)),
    await clientAs(stack, 'DEPARTMENT_ADMIN'),
    clientOf(stack, await enterByKey(stack, '91110108MA01C2D36P')),
  ];
  description = (await visitor.get<ApiDescription>('/openapi.json')).body;
});
afterAll(() => stack?.stop());

const ascending = (pointers: readonly string[]): string[] =>
  pointers.toSorted((one, other) => (one < other ? -1 : 1));

function ask(
  client: ApiClient,
  route: DescribedRoute,
  body?: string,
  type = JSON_TYPE,
): Promise<Answer<unknown>> {
  return client.request(route.method, addressOf(route), {
    key: randomUUID(),
    headers: { 'if-match': '"1"', ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body }),
  });
}

function jsonRoutes(): (DescribedRoute & { readonly example: object; readonly fields: readonly string[] })[] {
  return routesOf(description).flatMap((route) => {
    const content = route.operation.requestBody?.content[JSON_TYPE];
    if (content === undefined) return [];
    return [{ ...route, example: content.example ?? {}, fields: fieldPointers(description, content.schema) }];
  });
}

describe('a body with faults', () => {
  it('of every route: k planted faults are k entries with their pointers, and nothing is written', async () => {
    const before = await rowCounts(stack);
    const routes = jsonRoutes();
    expect(routes.length).toBeGreaterThan(10);
    for (const route of routes) {
      const client = await clientFor(clients, (each) => ask(each, route, '{"unknown":1}'));
      const told: unknown[] = [];
      const expected: unknown[] = [];
      const plants = [['/unknown'], ...route.fields.map((_, index) => route.fields.slice(0, index + 1))];
      for (const pointers of [...plants, [...route.fields, '/unknown']]) {
        const answer = await ask(
          client,
          route,
          JSON.stringify(withFaults(route.example, pointers, { planted: 1 })),
        );
        expectRefused(answer, 'VALIDATION_FAILED');
        told.push(faultPointers(answer));
        expected.push(ascending(pointers));
      }
      expect([nameOf(route), told]).toEqual([nameOf(route), expected]);
    }
    expect(await rowCounts(stack)).toEqual(before);
  });

  it('of every route: what is no object, cannot be read, or has another type is refused, never a failure of the server', async () => {
    const before = await rowCounts(stack);
    const bodies = ['[]', '[{}]', 'null', '1', '"text"', '{', '', '{"__proto__":{"x":1}}', '{"a":"\\ud800"}'];
    for (const route of jsonRoutes()) {
      const client = await clientFor(clients, (each) => ask(each, route, '{"unknown":1}'));
      for (const body of bodies) {
        const answer = await ask(client, route, body);
        expect([nameOf(route), body, answer.status]).toEqual([nameOf(route), body, 422]);
        expectRefused(answer, 'VALIDATION_FAILED');
      }
      const foreign = await ask(client, route, JSON.stringify(route.example), 'text/plain');
      expect([nameOf(route), foreign.status]).toEqual([nameOf(route), 422]);
    }
    expect(await rowCounts(stack)).toEqual(before);
  });

  it('that is nested without end is refused before anything walks through it', async () => {
    const nested = `{"userName":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const headers = { 'content-type': 'application/json' };
    const asVisitor = await visitor.request('POST', '/api/v1/sessions', { body: nested, headers });
    expectRefused(asVisitor, 'VALIDATION_FAILED');
    const asUnit = await unit.request('POST', '/api/v1/me/program-tokens', {
      body: nested,
      headers,
      key: randomUUID(),
    });
    expectRefused(asUnit, 'VALIDATION_FAILED');
  });

  it('that is too large is refused before it is read to its end', async () => {
    const answer = await visitor.post('/api/v1/sessions', { userName: 'x'.repeat(1_100_000) });
    expectRefused(answer, 'FILE_TOO_LARGE');
  });

  it('with a character that no text may hold names the field', async () => {
    const nul = 'a\0b';
    const half = '汉\ud800';
    const body = { ...profile(), ethnicity: half, householdRegister: nul, workHistory: [] };
    const answer = await employee.client.put('/api/v1/employees/me', body, { ifMatch: 1 });
    expect(faultPointers(answer)).toEqual(['/ethnicity', '/householdRegister']);
    const opinion = await unit.post(`/api/v1/associations/${randomUUID()}/refusal`, { reason: nul });
    expect(faultPointers(opinion)).toEqual(['/reason']);
  });
});

describe('a list in the place of an object', () => {
  it('is a fault of every part and of every item, and nothing is written', async () => {
    const before = await rowCounts(stack);
    let parts = 0;
    for (const route of jsonRoutes()) {
      const client = await clientFor(clients, (each) => ask(each, route, '{"unknown":1}'));
      const holders = new Set(route.fields.map((pointer) => pointer.split('/')[1] ?? ''));
      const nested = [...holders].filter((name) =>
        route.fields.some((pointer) => pointer.startsWith(`/${name}/`)),
      );
      for (const name of nested) {
        const isList = route.fields.some((pointer) => pointer.startsWith(`/${name}/0`));
        const answer = await ask(
          client,
          route,
          JSON.stringify({ ...route.example, [name]: isList ? [[]] : [] }),
        );
        expectRefused(answer, 'VALIDATION_FAILED');
        expect([nameOf(route), faultPointers(answer)]).toEqual([
          nameOf(route),
          expect.arrayContaining([`/${name}`]),
        ]);
        parts += 1;
      }
    }
    expect(parts).toBeGreaterThan(8);
    expect(await rowCounts(stack)).toEqual(before);
  });
});

describe('a query with faults', () => {
  it('of every list: k planted faults are k entries with their pointers', async () => {
    const routes = routesOf(description).filter(({ operation }) =>
      operation.parameters?.some((parameter) => parameter.in === 'query'),
    );
    expect(routes.length).toBeGreaterThan(6);
    for (const route of routes) {
      const parameters = route.operation.parameters?.filter((each) => each.in === 'query') ?? [];
      const names = parameters.map(({ name }) => name);
      // one that has to be there is a fault also where it is left out
      const required = parameters.flatMap((each) => (each.required === true ? [each.name] : []));
      const client = await clientFor(clients, (each) => each.get(`${addressOf(route)}?unknown=1`));
      for (const planted of names.map((_, index) => ['unknown', ...names.slice(0, index + 1)])) {
        const query = planted.map((name) => `${name}=${TOO_LONG}`).join('&');
        const answer = await client.get(`${addressOf(route)}?${query}`);
        expectRefused(answer, 'VALIDATION_FAILED');
        expect([nameOf(route), faultPointers(answer)]).toEqual([
          nameOf(route),
          ascending([...new Set([...planted, ...required])].map((name) => `/${name}`)),
        ]);
      }
    }
  });

  it('whose cursor is none of ours is refused, whatever it looks like', async () => {
    const forged = [
      ['1 (x)', randomUUID()],
      ['2021-08-05T01:00:00.000Z', '-'.repeat(36)],
      ['2021-08-05', randomUUID()],
      {},
    ];
    for (const position of forged) {
      const cursor = Buffer.from(JSON.stringify(position)).toString('base64url');
      const answer = await employee.client.get(`/api/v1/applications?cursor=${cursor}`);
      expect(faultPointers(answer)).toEqual(['/cursor']);
    }
    for (const limit of ['0', '101', '-1', '1.5', '1e1', '%20']) {
      const answer = await employee.client.get(`/api/v1/applications?limit=${limit}`);
      expect(faultPointers(answer)).toEqual(['/limit']);
    }
  });
});

describe('a form with faults', () => {
  it('of an upload and of a contract: each field, the file and what is unknown, all at once', async () => {
    const before = await rowCounts(stack);
    const file = { name: 'scan.docx', mediaType: 'application/msword', bytes: Buffer.from('no PDF') };
    const upload = await employee.client.upload('/api/v1/attachments/EMP_ID/files', {
      fields: { tag: TOO_LONG, replaces: 'x', unknown: '1' },
      file,
    });
    expect(faultPointers(upload)).toEqual(['/file', '/replaces', '/tag', '/unknown']);
    expect(await rowCounts(stack)).toEqual(before);

    await completeProfile(employee);
    const id = await requestAssociation(employee, unit);
    const asked = await rowCounts(stack);
    const fields = {
      position: TOO_LONG,
      startDate: 'x',
      endDate: '2021-02-30',
      openEnded: 'maybe',
      unknown: '1',
    };
    const contract = await unit.upload(`/api/v1/associations/${id}/confirmation`, { fields, file });
    expect(faultPointers(contract)).toEqual([
      '/endDate',
      '/file',
      '/openEnded',
      '/position',
      '/startDate',
      '/unknown',
    ]);
    expect(await rowCounts(stack)).toEqual(asked);
  });

  it('that is no form, or breaks off, is refused', async () => {
    const path = '/api/v1/attachments/EMP_ID/files';
    for (const [type, body] of [
      [JSON_TYPE, '{}'],
      ['multipart/form-data; boundary=x', 'no form'],
      ['multipart/form-data', '--x--'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF',
      ],
    ]) {
      const headers = { 'content-type': type ?? '' };
      const answer = await employee.client.request('POST', path, {
        key: randomUUID(),
        headers,
        body: body ?? '',
      });
      expect([type, body, answer.status]).toEqual([type, body, 422]);
    }
  });
});

describe('an address with faults', () => {
  it('is refused or unknown, never a failure of the server', async () => {
    for (const route of routesOf(description).filter(({ path }) => path.includes('{'))) {
      const client = await clientFor(clients, (each) => ask(each, route));
      for (const id of ['x', '%00', '%27', '%E0%A4%A', '..%2F..', TOO_LONG]) {
        const path = route.path.replaceAll(/\{\w+\}/g, id);
        const answer = await client.request(route.method, path, {
          key: randomUUID(),
          headers: { 'if-match': '"1"' },
        });
        expect([nameOf(route), id, answer.status < 500]).toEqual([nameOf(route), id, true]);
        const type = answer.headers.get('content-type') ?? '';
        const isProblem = answer.status < 400 || type.startsWith('application/problem+json');
        expect([nameOf(route), id, isProblem]).toEqual([nameOf(route), id, true]);
      }
    }
  });

  it('with an id of any length is refused as any that is none', async () => {
    const answers = await Promise.all(
      ['a', 'a'.repeat(5_000)].map((id) => unit.get(`/api/v1/applications/${id}`)),
    );
    for (const answer of answers) expectRefused(answer, 'VALIDATION_FAILED');
  });

  it('with a version that no row can have is a stale version', async () => {
    const headers = { 'if-match': '"99999999999999999999"' };
    const answer = await employee.client.put('/api/v1/employees/me', profile(), { headers });
    expect(answer.status).toBe(412);
    expectRefused(answer, 'VERSION_CONFLICT');
  });
});
