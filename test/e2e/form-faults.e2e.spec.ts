import { randomUUID } from 'node:crypto';
import type { InvitationView } from '../../services/api/identity/identity.views.js';
import {
  addressOf,
  fieldPointers,
  nameOf,
  routesOf,
  withFaults,
  type ApiDescription,
  type DescribedRoute,
} from '../support/api-description.js';
import { ApiClient, faultPointers, type Answer } from '../support/api-client.js';
import { clientOf, enterByKey } from '../support/entry.js';
import { FORMS, type Callers, type FormFile, type FormRow } from '../support/form-faults.js';
import {
  completeProfile,
  linkEmployee,
  registerEmployee,
  requestAssociation,
  succeeded,
  trialClient,
} from '../support/people.js';
import { samplePdf } from '../support/sample-pdfs.js';
import { rowCounts } from '../support/row-counts.js';
import { startStack, type Stack } from '../support/stack.js';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'multipart/form-data';

interface Form extends DescribedRoute {
  readonly name: string;
  readonly isMultipart: boolean;
  readonly example: object;
  readonly fields: readonly string[];
}

let stack: Stack;
let callers: Callers;
let forms: readonly Form[];
/** Rows that a form speaks of, by route. */
let links: Readonly<Record<string, string>>;
let invitation: InvitationView;
let password: string;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  const visitor = new ApiClient(stack.apiUrl);
  const client = (name: string): Promise<ApiClient> => trialClient(stack, name);
  const employee = await registerEmployee(stack);
  password = employee.password;
  callers = {
    visitor,
    employee: employee.client,
    unit: await client('unit1'),
    legal: clientOf(stack, await enterByKey(stack, '91110108MA01C2D36P')),
    newcomer: await client('unit3'),
    reviewer: await client('haidian-first'),
    administrator: await client('haidian-admin'),
    operator: await client('operator'),
  };
  const asking = await registerEmployee(stack);
  await completeProfile(asking);
  const linked = await linkEmployee(await registerEmployee(stack), callers.unit);
  const cancelling = { type: 'PERMISSION_CANCEL', permitType: 'BEIJING_WORK_RESIDENCE', reason: '停业' };
  const { id: draft } = succeeded(
    await callers.unit.post<{ id: string }>('/api/v1/applications', cancelling),
  );
  links = {
    'POST /api/v1/applications/{id}/contract': draft,
    'POST /api/v1/associations/{id}/confirmation': await requestAssociation(asking, callers.unit),
    'POST /api/v1/associations/{id}/contract': linked.associationId,
  };
  const invited = { role: 'DISTRICT_FIRST_REVIEWER', personName: '王芳' };
  invitation = succeeded(await callers.administrator.post<InvitationView>('/api/v1/invitations', invited));
  const { body: description } = await visitor.get<ApiDescription>('/openapi.json');
  forms = routesOf(description).flatMap((route) => {
    const content = route.operation.requestBody?.content ?? {};
    return Object.entries(content).map(([type, { schema, example }]) => ({
      ...route,
      name: nameOf(route),
      isMultipart: type === FORM_TYPE,
      example: example ?? {},
      fields: fieldPointers(description, schema),
    }));
  });
}, 120_000);
afterAll(() => stack?.stop());

const ascending = (pointers: readonly string[]): string[] =>
  pointers.toSorted((one, other) => (one < other ? -1 : 1));

/** A fault in any element of a list tells of the field of its elements. */
const fieldOf = (pointer: string): string => pointer.replaceAll(/\/\d+(?=\/)/g, '/0');

function rowOf({ name }: Form): FormRow {
  const row = FORMS[name];
  if (row === undefined) throw new Error(`no planted faults for ${name}`);
  return row;
}

/** A contract's form is only read for a link of the unit; the others need no row of their own. */
function addressed(form: Form): string {
  const id = links[form.name];
  return id === undefined ? addressOf(form) : form.path.replace('{id}', id);
}

/** The right form with these faults in it. */
async function send(form: Form, planted: Readonly<Record<string, unknown>>): Promise<Answer<unknown>> {
  const row = rowOf(form);
  const client = callers[row.by];
  let body: object = { ...form.example, ...row.right };
  if ('currentPassword' in body) body = { ...body, currentPassword: password };
  if ('token' in body) body = { ...body, token: invitation.token, userName: 'wang.fang' };
  for (const [pointer, fault] of Object.entries(planted)) body = withFaults(body, [pointer], fault);
  if (!form.isMultipart) {
    const headers = { 'if-match': '"1"', 'content-type': JSON_TYPE };
    const json = JSON.stringify(body);
    return client.request(form.method, addressed(form), { key: randomUUID(), headers, body: json });
  }
  const { file: spoilt, ...fields }: Readonly<Record<string, unknown>> = { ...body };
  const texts = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  const file = spoilt === null ? null : await fileOf(isFile(spoilt) ? spoilt : row.file);
  return client.upload(addressed(form), file === null ? { fields: texts } : { fields: texts, file });
}

/** A right PDF is one; what else is sent is what the table says. */
async function fileOf({ name, text }: FormFile = { name: 'x', text: '' }) {
  const bytes = text === 'PDF' ? await samplePdf('page') : Buffer.from(text);
  return { name, mediaType: 'application/octet-stream', bytes };
}

function isFile(value: unknown): value is FormFile {
  return typeof value === 'object' && value !== null && 'name' in value && 'text' in value;
}

describe('the forms of the API', () => {
  it('are all of them in the table of planted faults, with every field', () => {
    expect(Object.keys(FORMS).toSorted()).toEqual(forms.map(({ name }) => name).toSorted());
    for (const form of forms) {
      const { faults, alone = {} } = rowOf(form);
      const planted = new Set(Object.keys({ ...faults, ...alone }).map(fieldOf));
      const unplanted = form.fields.filter((field) => !planted.has(field));
      expect([form.name, unplanted]).toEqual([form.name, []]);
    }
  });

  it('answer k planted faults with k entries, each alone and all together, and write nothing', async () => {
    const before = await rowCounts(stack);
    for (const form of forms) {
      const { faults, alone = {} } = rowOf(form);
      const each = [...Object.entries(faults), ...Object.entries(alone)].map((fault) =>
        Object.fromEntries([fault]),
      );
      const told: unknown[] = [];
      const plants = [...each, faults].map((planted) => Object.keys(planted));
      for (const planted of [...each, faults]) told.push(faultPointers(await send(form, planted)));
      expect([form.name, told]).toEqual([form.name, plants.map(ascending)]);
    }
    expect(await rowCounts(stack)).toEqual(before);
  });

  it('have no fault where nothing is planted', async () => {
    for (const form of forms) {
      const { status, bytes } = await send(form, {});
      const faults = status < 300 ? [] : faultPointers({ status, bytes, headers: new Headers(), body: null });
      const fields = faults.filter((pointer) => form.fields.includes(fieldOf(pointer)));
      expect([form.name, status < 500, fields]).toEqual([form.name, true, []]);
    }
  });
});
