import { randomUUID } from 'node:crypto';
import type { ApiDescription } from '../support/api-description.js';
import { ApiClient } from '../support/api-client.js';
import {
  AUTHORITY,
  expectedRefusal,
  objectIn,
  PRINCIPALS,
  type Principal,
  type Variant,
} from '../support/authority-rows.js';
import {
  addressIn,
  authorityRoutes,
  rankOf,
  rightForm,
  variantsOf,
  type AuthorityRoute as Route,
} from '../support/authority-routes.js';
import { authorityWorld, type AuthorityWorld } from '../support/authority-world.js';
import { samplePdf } from '../support/sample-pdfs.js';
import { startStack, type Stack } from '../support/stack.js';

const TIMEOUT_MS = 300_000;
const AT_ONCE = 4;
/** Refusals that say who asks and whose it is, and nothing else. */
const AUTHORITY_CODES = [
  'AUTH_REQUIRED',
  'ACCOUNT_DISABLED',
  'PROFILE_INCOMPLETE',
  'FORBIDDEN_ACTION',
  'FORBIDDEN_SCOPE',
  'REVIEW_FOUR_EYES',
];
const UNIT_PRINCIPALS: readonly Principal[] = [
  'handler',
  'legal',
  'otherHandler',
  'restrictedHandler',
  'newcomer',
];
interface Call {
  readonly route: Route;
  readonly principal: Principal;
  readonly variant: Variant | null;
}
interface Said {
  readonly code: string;
  readonly status: number;
  /** The whole answer but for the id of the request. */
  readonly text: string;
}

let stack: Stack;
let world: AuthorityWorld;
let routes: readonly Route[];
let undeclared: readonly string[];
let pdf: Buffer;

beforeAll(async () => {
  stack = await startStack({ startAt: '2021-08-05', worker: false });
  world = await authorityWorld(stack);
  pdf = Buffer.from(await samplePdf('page'));
  const { body } = await world.clients.anonymous.get<ApiDescription>('/openapi.json');
  ({ routes, undeclared } = authorityRoutes(body));
}, TIMEOUT_MS);
afterAll(() => stack?.stop());

const addressOf = ({ route, principal, variant }: Call): string =>
  addressIn(world, route, variant, UNIT_PRINCIPALS.includes(principal));

/** Rates are shared by all that one network asks: they are emptied where they stand in the way. */
async function call(asked: Call, isEmpty: boolean): Promise<Said> {
  for (;;) {
    const said = await callOnce(asked, isEmpty);
    if (said.code !== 'RATE_LIMITED') return said;
    await stack.sql('delete from rate_bucket');
  }
}

async function callOnce(asked: Call, isEmpty: boolean): Promise<Said> {
  const { route, principal } = asked;
  const client = world.clients[principal];
  const content = route.operation.requestBody?.content ?? {};
  const right = rightForm(route);
  const body = isEmpty ? {} : right;
  const path = addressOf(asked);
  if (isStream(route)) return firstWord(client, path);
  const options = { key: randomUUID(), ifMatch: 1 };
  const answer = await ('multipart/form-data' in content
    ? client.upload(
        path,
        { fields: texts(right), file: { name: '文件.pdf', mediaType: 'application/pdf', bytes: pdf } },
        options,
      )
    : client.request(route.method, path, {
        ...options,
        ...('application/json' in content && {
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
      }));
  const { code = '' }: { code?: string } = answer.status < 400 ? {} : Object(answer.body);
  const text = answer.bytes.toString('utf8').replace(/"traceId":"[^"]*"/, '');
  return { code, status: answer.status, text: `${answer.status} ${text}` };
}

const texts = (fields: object): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));

const isStream = ({ operation }: Route): boolean =>
  Object.values(operation.responses).some(({ content }) => 'text/event-stream' in (content ?? {}));

/** A stream does not end: its status is enough. */
async function firstWord(client: ApiClient, path: string): Promise<Said> {
  const stop = new AbortController();
  const headers = client.token === null ? {} : { authorization: `Bearer ${client.token}` };
  const response = await fetch(new URL(path, client.apiUrl), { headers, signal: stop.signal });
  if (response.ok) stop.abort();
  const text = response.ok ? '' : await response.text();
  const { code = '' }: { code?: string } = response.ok ? {} : Object(JSON.parse(text));
  return {
    code,
    status: response.status,
    text: `${response.status} ${text.replace(/"traceId":"[^"]*"/, '')}`,
  };
}

function describeCall({ route, principal, variant }: Call): string {
  return `${principal}: ${route.name}${variant === null ? '' : ` (${variant})`}`;
}

/** A few at a time; the answers in the order of the calls. */
async function sayAll(
  calls: readonly Call[],
  { atOnce = 1, isEmpty = () => false }: { atOnce?: number; isEmpty?: (asked: Call) => boolean },
): Promise<Said[]> {
  const said: Said[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const at = next;
      next += 1;
      const asked = calls[at];
      if (asked === undefined) return;
      said[at] = await call(asked, isEmpty(asked));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return said;
}

const callsOf = (of: readonly Route[]): Call[] =>
  of.flatMap((route) =>
    PRINCIPALS.flatMap((principal) => variantsOf(route).map((variant) => ({ route, principal, variant }))),
  );
const refusalOf = ({ route, principal, variant }: Call) => expectedRefusal(route.row, principal, variant);

describe('the authorization matrix', () => {
  it('has a row for every route of the running API, and no row too many', () => {
    expect(undeclared).toEqual([]);
    const actions = new Set(routes.map(({ action }) => action));
    expect(Object.keys(AUTHORITY).filter((action) => !actions.has(action))).toEqual([]);
    expect(PRINCIPALS.length).toBeGreaterThanOrEqual(16);
  });

  it('knows whose object every path names that names one', () => {
    const unowned = routes.filter(({ path, row }) => objectIn(path) !== null && row.own === undefined);
    expect(unowned.map(({ name }) => name)).toEqual([]);
  });

  it(
    'refuses everybody who may not, by the code that is due, and tells nobody what is not there from what is another’s',
    async () => {
      const calls = callsOf(routes).filter((each) => refusalOf(each) !== null);
      const said = await sayAll(calls, { atOnce: AT_ONCE });
      const successes = calls.filter((_, index) => (said[index]?.status ?? 0) < 400);
      const wrong = calls.flatMap((each, index) => {
        const { code, text } = said[index] ?? { code: '', text: '' };
        const due = refusalOf(each);
        return code === due ? [] : [`${describeCall(each)} → ${code || text.slice(0, 60)}, due ${due}`];
      });
      const answers = new Map(calls.map((each, index) => [describeCall(each), said[index]?.text]));
      const pairs = calls.filter(
        (each) => each.variant === 'other' && refusalOf(each) === refusalOf({ ...each, variant: 'missing' }),
      );
      const told = pairs.filter(
        (each) =>
          answers.get(describeCall(each)) !== answers.get(describeCall({ ...each, variant: 'missing' })),
      );
      process.stdout.write(
        `\n${routes.length} routes × ${PRINCIPALS.length} principals: ${calls.length} calls that authority refuses, ` +
          `${successes.length} unauthorised successes; ${pairs.length} pairs of another's and a missing object, ${told.length} told apart\n`,
      );
      expect(wrong).toEqual([]);
      expect(successes.map(describeCall)).toEqual([]);
      expect(told.map(describeCall)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'says the same of a missing object and of another’s where the form is empty',
    async () => {
      const acts = callsOf(routes.filter(({ method }) => method !== 'GET')).filter(
        (each) => each.variant !== 'own' && each.variant !== null && refusalOf(each) === 'FORBIDDEN_SCOPE',
      );
      const others = acts.filter(
        ({ variant, route, principal }) =>
          variant === 'other' && refusalOf({ route, principal, variant: 'missing' }) !== null,
      );
      const asMissing = others.map((each) => ({ ...each, variant: 'missing' as const }));
      const empty = { atOnce: AT_ONCE, isEmpty: () => true };
      const said = await sayAll(others, empty);
      const saidOfMissing = await sayAll(asMissing, empty);
      const told = others.filter((_, index) => said[index]?.text !== saidOfMissing[index]?.text);
      const successes = said.filter(({ status }) => status < 400);
      process.stdout.write(`\n${others.length} pairs with empty forms, ${told.length} told apart\n`);
      expect([told.map(describeCall), successes]).toEqual([[], []]);
    },
    TIMEOUT_MS,
  );

  it(
    'lets everybody else past authority',
    async () => {
      const acts = ({ route, variant }: Call): boolean => route.method !== 'GET' && variant === 'other';
      const calls = callsOf(routes)
        .filter((each) => refusalOf(each) === null && !acts(each))
        .toSorted((one, other) => rankOf(one.route) - rankOf(other.route));
      // what is allowed on no particular object need not happen: an empty form is refused after authority
      const said = await sayAll(calls, { isEmpty: ({ variant }) => variant === null });
      const wrong = calls.flatMap((each, index) => {
        const { code, status, text } = said[index] ?? { code: '', status: 0, text: '' };
        // what is public says so of nobody's account, whatever it says of what is missing
        const isPast = status < 500 && (each.route.row.who === 'PUBLIC' || !AUTHORITY_CODES.includes(code));
        return isPast ? [] : [`${describeCall(each)} → ${text.slice(0, 60)}`];
      });
      process.stdout.write(`\n${calls.length} calls that authority lets pass\n`);
      expect(wrong).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
