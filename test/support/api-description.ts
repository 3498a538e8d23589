import assert from 'node:assert/strict';
import type { ApiClient, Answer } from './api-client.js';

/** What the tests read of /openapi.json. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly oneOf?: readonly Schema[];
  readonly 'x-personal'?: object;
}
interface Content {
  readonly schema: Schema;
  readonly example?: object;
  readonly examples?: Readonly<Record<string, object>>;
}
type Contents = Readonly<Record<string, Content>>;
export interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content?: Contents }>>;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: Contents };
}
export interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
}
export interface DescribedRoute {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const SOME_ID = '00000000-0000-4000-8000-000000000000';

export function routesOf({ paths }: ApiDescription): DescribedRoute[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

export const nameOf = ({ method, path }: DescribedRoute): string => `${method} ${path}`;

/** The address with an id that nothing has in every place of one. */
export function addressOf({ path }: DescribedRoute): string {
  return path.replaceAll('{code}', 'EMP_ID').replaceAll(/\{\w+\}/g, SOME_ID);
}

/** What an operation takes and gives as JSON or form; refusals and files are told elsewhere. */
export function contentsOf({ requestBody, responses }: Operation): { type: string; example?: object }[] {
  return [requestBody, ...Object.values(responses)]
    .flatMap((part) => Object.entries(part?.content ?? {}))
    .filter(([type]) => type === 'application/json' || type === 'multipart/form-data')
    .map(([type, { example }]) => ({ type, ...(example !== undefined && { example }) }));
}

/** The codes that an operation says it may answer. */
export function refusalCodesOf({ responses }: Operation): string[] {
  return Object.values(responses).flatMap(({ content }) =>
    Object.keys(content?.['application/problem+json']?.examples ?? {}),
  );
}

/** Where the fields of a body stand, nested parts and the first item of lists included. */
export function fieldPointers(description: ApiDescription, described: Schema, parent = ''): string[] {
  const reference = described.$ref ?? described.allOf?.[0]?.$ref;
  const schema =
    reference === undefined ? described : description.components.schemas[reference.split('/').at(-1) ?? ''];
  assert.ok(schema, `no schema ${reference}`);
  // a list of words or numbers is one field
  if (schema.type === 'array' && schema.items?.type === undefined && schema.items !== undefined) {
    return fieldPointers(description, schema.items, `${parent}/0`);
  }
  if (schema.properties === undefined) return [parent];
  return Object.entries(schema.properties).flatMap(([name, each]) =>
    fieldPointers(description, each, `${parent}/${name}`),
  );
}

/** A part of an answer: in which view it stands, and under which name. */
export interface AnswerPart {
  readonly name: string;
  readonly schema: Schema;
}

/** Every part of every answer, once for each view that it stands in. */
export function answerParts(description: ApiDescription): AnswerPart[] {
  const { schemas } = description.components;
  const seen = new Set<string>();
  const partsOf = (schema: Schema): AnswerPart[] => {
    const view = schema.$ref?.split('/').at(-1);
    if (view !== undefined) {
      if (seen.has(view)) return [];
      seen.add(view);
      const described = schemas[view];
      assert.ok(described, `no schema ${view}`);
      const own = Object.entries(described.properties ?? {});
      return own.flatMap(([name, each]) => [{ name: `${view}.${name}`, schema: each }, ...partsOf(each)]);
    }
    const inner = [schema.items, ...(schema.allOf ?? []), ...(schema.oneOf ?? [])];
    return inner.flatMap((each) => (each === undefined ? [] : partsOf(each)));
  };
  return routesOf(description).flatMap(({ operation }) =>
    Object.entries(operation.responses)
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([, { content }]) => Object.values(content ?? {}).flatMap(({ schema }) => partsOf(schema))),
  );
}

/** A copy of the body with a value of no use at each of the pointers. */
export function withFaults(body: object, pointers: readonly string[], fault: unknown): object {
  const copy = structuredClone(body);
  for (const pointer of pointers) {
    const names = pointer.split('/').slice(1);
    const last = names.pop() ?? '';
    let part: object = copy;
    for (const [index, name] of names.entries()) {
      const isList = /^\d+$/.test(names[index + 1] ?? last);
      const inner: unknown = Reflect.get(part, name);
      if (typeof inner !== 'object' || inner === null) Reflect.set(part, name, isList ? [] : {});
      part = Object(Reflect.get(part, name));
    }
    Reflect.set(part, last, fault);
  }
  return copy;
}

/** The first client that the route is open to. */
export async function clientFor(
  clients: readonly ApiClient[],
  ask: (client: ApiClient) => Promise<Answer<unknown>>,
): Promise<ApiClient> {
  for (const client of clients) {
    const { status, body } = await ask(client);
    const { code }: { code?: string } = Object(body);
    if (status < 400 || (code !== 'FORBIDDEN_ACTION' && code !== 'AUTH_REQUIRED')) return client;
  }
  throw new Error('the route is open to none of the clients');
}
