import path from 'node:path';
import type { ApiClient, Answer } from '../support/api-client.js';
import type { ApiDescription } from '../support/api-description.js';
import { addressIn, authorityRoutes, variantsOf, type AuthorityRoute } from '../support/authority-routes.js';
import { objectIn, type ObjectKind, type Principal } from '../support/authority-rows.js';
import { authorityWorld, type AuthorityWorld } from '../support/authority-world.js';
import { startStack, type Stack } from '../support/stack.js';

const TIMEOUT_MS = 180_000;
/** Whose rows the policies guard and HTTP shows; their ids tell whose a row is. */
const GUARDED: readonly ObjectKind[] = ['application', 'association', 'task', 'permit', 'file'];
/** Each with a world of his own; the city's office, operators and auditors see all. */
const READERS: readonly Principal[] = ['self', 'handler', 'legal', 'first', 'second', 'admin'];

let stack: Stack;
let world: AuthorityWorld;
let routes: readonly AuthorityRoute[];

beforeAll(async () => {
  const apiScript = path.resolve(__dirname, '../support/unscoped-api.cjs');
  stack = await startStack({ startAt: '2021-08-05', worker: false, apiScript });
  world = await authorityWorld(stack);
  const { body } = await world.clients.anonymous.get<ApiDescription>('/openapi.json');
  const isStream = ({ operation }: AuthorityRoute): boolean =>
    Object.values(operation.responses).some(({ content }) => 'text/event-stream' in (content ?? {}));
  routes = authorityRoutes(body).routes.filter((route) => route.method === 'GET' && !isStream(route));
}, TIMEOUT_MS);
afterAll(() => stack?.stop());

const textOf = ({ bytes }: Answer<unknown>): string => bytes.toString('latin1');

/** A list says which of the other world's rows it shows. */
async function foreignInLists(): Promise<string[]> {
  const lists = routes.filter((route) => variantsOf(route).includes(null));
  return said(lists, null, (answer) =>
    GUARDED.filter((kind) => answer.status === 200 && textOf(answer).includes(world.other[kind])),
  );
}

/** A single read of the other world's row. */
async function foreignReads(): Promise<string[]> {
  const kinds: readonly (ObjectKind | null)[] = [...GUARDED, 'applicationFile'];
  const reads = routes.filter((route) => kinds.includes(objectIn(route.path)));
  return said(reads, 'other', (answer) => (answer.status === 200 ? ['read'] : []));
}

async function said(
  asked: readonly AuthorityRoute[],
  variant: 'other' | null,
  shown: (answer: Answer<unknown>) => readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const route of asked) {
    for (const reader of READERS) {
      const client: ApiClient = world.clients[reader];
      const byUnit = reader === 'handler' || reader === 'legal';
      const query = route.path.endsWith('/applications') ? `?subject=${byUnit ? 'EMPLOYEE' : ''}` : '';
      const answer = await client.get(
        `${addressIn(world, route, variant, byUnit)}${query === '?subject=' ? '' : query}`,
      );
      found.push(...shown(answer).map((kind) => `${reader}: ${route.path} ${kind}`));
    }
  }
  return found;
}

describe('with the conditions of the queries taken away', () => {
  it('the database shows nobody a foreign row, in no list and at no address', async () => {
    expect(await foreignInLists()).toEqual([]);
    expect(await foreignReads()).toEqual([]);
  }, 120_000);

  it('and everybody his own', async () => {
    const own = await said(
      routes.filter(({ path: address }) => /\/(applications|associations|review-tasks)$/.test(address)),
      null,
      (answer) => GUARDED.filter((kind) => answer.status === 200 && textOf(answer).includes(world.own[kind])),
    );
    expect(own).toEqual(
      expect.arrayContaining([
        'handler: /api/v1/applications application',
        'handler: /api/v1/associations association',
        'first: /api/v1/review-tasks task',
      ]),
    );
  });

  it('which is the work of its policies: without them the same requests show the rows of others', async () => {
    const tables = await stack.sql<{ name: string }>(
      `select relname as name from pg_class where relrowsecurity and relkind = 'r'`,
    );
    for (const { name } of tables) await stack.sql(`alter table ${name} disable row level security`);
    const shown = [...(await foreignInLists()), ...(await foreignReads())];
    process.stdout.write(
      `\nfirst wall off: ${tables.length} tables behind the second; without it ${shown.length} reads of foreign rows\n`,
    );
    expect(shown).toEqual(
      expect.arrayContaining([
        'handler: /api/v1/applications application',
        'handler: /api/v1/associations association',
        'first: /api/v1/review-tasks task',
        'first: /api/v1/permits permit',
        'self: /api/v1/applications/{id} read',
        'self: /api/v1/attachments/files/{fileId} read',
        'handler: /api/v1/associations/{id} read',
        'first: /api/v1/review-tasks/{taskId} read',
      ]),
    );
  }, 120_000);
});
