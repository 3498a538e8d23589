import { readdirSync } from 'node:fs';
import path from 'node:path';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { isRefusalCode, REFUSAL_CATALOGUE, REFUSAL_CODES } from '../../domain/refusal-catalogue.js';
import {
  addressOf,
  contentsOf,
  nameOf,
  refusalCodesOf,
  routesOf,
  type ApiDescription,
} from '../support/api-description.js';
import { ApiClient } from '../support/api-client.js';
import { startStack, type Stack } from '../support/stack.js';

const API_FOLDER = path.resolve(__dirname, '../../services/api');

let stack: Stack;
let visitor: ApiClient;
let description: ApiDescription;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05' });
  visitor = new ApiClient(stack.apiUrl);
  description = (await visitor.get<ApiDescription>('/openapi.json')).body;
});
afterAll(() => stack?.stop());

/** Method and address of every handler that the source declares. */
function declaredRoutes(): string[] {
  const files = readdirSync(API_FOLDER, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.controller.ts'))
    .flatMap((file) => {
      const loaded: Record<string, unknown> = require(path.join(API_FOLDER, file));
      return Object.values(loaded).flatMap(routesOfController);
    });
}

function routesOfController(controller: unknown): string[] {
  if (typeof controller !== 'function' || !Reflect.hasMetadata(PATH_METADATA, controller)) return [];
  const base: unknown = Reflect.getMetadata(PATH_METADATA, controller);
  return Object.values(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(({ value }) => {
    if (typeof value !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, value)) return [];
    const method = RequestMethod[Number(Reflect.getMetadata(METHOD_METADATA, value))];
    const address = path.posix.join('/', String(base), String(Reflect.getMetadata(PATH_METADATA, value)));
    return [`${method} ${address.replace(/\/$/, '').replaceAll(/:(\w+)/g, '{$1}')}`];
  });
}

describe('the description of the API', () => {
  it('names every route that the source declares, and no other', () => {
    const described = routesOf(description).map(nameOf);
    expect(described.toSorted()).toEqual(declaredRoutes().toSorted());
    expect(described.length).toBeGreaterThan(40);
  });

  it('names routes that are there: none of them is unknown to the server', async () => {
    const answers = await Promise.all(
      routesOf(description).map(async (route) => {
        const { status, body } = await visitor.request(route.method, addressOf(route));
        const { code }: { code?: string } = Object(body);
        return [nameOf(route), status === 404 && code === 'NOT_FOUND'];
      }),
    );
    expect(answers.filter(([, isUnknown]) => isUnknown)).toEqual([]);
  });

  it('names every code of refusal with its status and text, in the order of the catalogue', () => {
    const { ProblemEntry, Problem } = description.components.schemas;
    expect(ProblemEntry?.properties?.['code']?.enum).toEqual(REFUSAL_CODES);
    for (const [code, { status, zh }] of Object.entries(REFUSAL_CATALOGUE)) {
      expect(Problem?.description).toContain(`${code} [${status}] ${zh}`);
    }
  });

  it('gives an example of every body and of every answer, and describes every part of them', () => {
    const parts = routesOf(description).flatMap((route) =>
      contentsOf(route.operation).map((each) => ({ route, ...each })),
    );
    expect(parts.length).toBeGreaterThan(100);
    const without = parts.filter(
      ({ example }) => example === undefined || Object.keys(Object(example)).length === 0,
    );
    expect(without.map(({ route, type }) => `${nameOf(route)} ${type}`)).toEqual([]);
    expect(JSON.stringify(description)).not.toContain('"$ref":"#/components/schemas/"');
  });

  it('says of every operation what it answers, and which refusals: an example of each code under its status', () => {
    for (const { method, path: address, operation } of routesOf(description)) {
      const answers = Object.entries(operation.responses);
      const name = `${method} ${address}`;
      expect([name, answers.filter(([status]) => /^[23]/.test(status)).length]).toEqual([name, 1]);
      const codes = refusalCodesOf(operation);
      expect([name, codes]).toEqual([name, expect.arrayContaining(['DB_UNAVAILABLE', 'INTERNAL_ERROR'])]);
      if (operation.security?.length !== 0)
        expect([name, codes]).toEqual([name, expect.arrayContaining(['AUTH_REQUIRED'])]);
      if (operation.requestBody !== undefined)
        expect([name, codes]).toEqual([name, expect.arrayContaining(['VALIDATION_FAILED'])]);
      for (const [status, { content }] of answers) {
        for (const code of Object.keys(content?.['application/problem+json']?.examples ?? {})) {
          const { status: own, ...others } = REFUSAL_CATALOGUE[isRefusalCode(code) ? code : 'NOT_FOUND'];
          const statuses = [own, ...('statusWithIfMatch' in others ? [others.statusWithIfMatch] : [])];
          expect([name, code, statuses]).toEqual([name, code, expect.arrayContaining([Number(status)])]);
          expect(description.components.examples[code]?.value).toMatchObject({
            code,
            title: expect.any(String),
          });
        }
      }
    }
  });
});

describe('operations', () => {
  it('health says that the process lives, and which parts are there', async () => {
    expect((await visitor.get('/health/live')).body).toEqual({ status: 'ok' });
    const ready = await visitor.get('/health/ready');
    expect([ready.status, ready.body]).toEqual([
      200,
      { status: 'ok', parts: { database: 'up', engine: 'up', objectStore: 'up' } },
    ]);
    const worker = await new ApiClient(stack.workerHealthUrl).get('/health/ready');
    expect([worker.status, worker.body]).toMatchObject([200, { status: 'ok' }]);
  });

  it('metrics count requests by the pattern of their route, never by an id', async () => {
    await visitor.get('/api/v1/public/documents/SLNE2021080500000101?tail=0010');
    const { headers, bytes } = await visitor.get('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(bytes.toString('utf8')).toContain('/api/v1/public/documents/:number');
    expect(bytes.toString('utf8')).not.toContain('SLNE2021080500000101');
  });

  it('an unknown address is NOT_FOUND as a problem', async () => {
    const answer = await visitor.get<{ code: string; traceId: string }>('/api/v1/nothing');
    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body.traceId).toMatch(/^[0-9a-f-]{36}$/);
  });
});
