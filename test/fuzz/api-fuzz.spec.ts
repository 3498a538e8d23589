import type { RateName } from '../../infra/config/rate-settings.js';
import type { MadeProgramTokenView } from '../../services/api/identity/own-account.views.js';
import { clientAs } from '../support/accounts.js';
import type { ApiDescription } from '../support/api-description.js';
import { addressIn, authorityRoutes, rankOf, rightForm, variantsOf } from '../support/authority-routes.js';
import type { AuthorityRoute } from '../support/authority-routes.js';
import type { Principal } from '../support/authority-rows.js';
import { authorityWorld, type AuthorityWorld } from '../support/authority-world.js';
import { fuzz, type FuzzCaller, type FuzzOperation, type FuzzResult } from '../support/fuzzing.js';
import { succeeded } from '../support/people.js';
import { samplePdf } from '../support/sample-pdfs.js';
import { startStack, type Stack } from '../support/stack.js';

/** `npm run fuzz` says how many and from which seed; `npm test` sends the same each time. */
const REQUESTS = Number(process.env['JUZHENG_FUZZ_REQUESTS'] ?? 900);
const SEED = Number(process.env['JUZHENG_FUZZ_SEED'] ?? 1);
const SECONDS_EACH = 0.2;
const TIMEOUT_MS = 60_000 + REQUESTS * SECONDS_EACH * 1_000;
/** Of what is sent, at least so much has to come past authority and form, else little was tried. */
const LEAST_SHARE_PAST_FORM = 0.2;

const CALLERS = [
  'anonymous',
  'expired',
  'disabled',
  'newcomer',
  'self',
  'handler',
  'legal',
  'restrictedHandler',
  'first',
  'second',
  'municipal',
  'final',
  'admin',
  'operator',
  'auditor',
] as const satisfies readonly Principal[];
const OUT: readonly string[] = ['anonymous', 'expired', 'disabled'];
/** Whoever does this may be somebody else afterwards, or nobody. */
const ENDS_SESSIONS = [
  'session.end',
  'password.change',
  'member.change',
  'secondFactor.reset',
  'programToken.revoke',
];
const RATES: readonly RateName[] = [
  'account',
  'unit',
  'network',
  'entry',
  'captcha',
  'signIn',
  'wrongPassword',
  'registration',
  'invitation',
  'publicCheck',
  'upload',
  'export',
  'reveal',
];

let stack: Stack;
let result: FuzzResult;

beforeAll(async () => {
  stack = await startStack({
    startAt: '2021-08-05',
    worker: false,
    detour: async () => ({ RATE_LIMITS: RATES.map((name) => `${name}:1000000`).join(',') }),
  });
  const world = await authorityWorld(stack);
  const { body: description } = await world.clients.anonymous.get<ApiDescription>('/openapi.json');
  const { routes } = authorityRoutes(description);
  const ends = ({ action }: AuthorityRoute): boolean => ENDS_SESSIONS.includes(action);
  const operations = routes.toSorted(
    (one, other) => Number(ends(one)) - Number(ends(other)) || rankOf(one) - rankOf(other),
  );
  result = await fuzz(
    {
      api: stack.apiUrl,
      requests: REQUESTS,
      seconds: REQUESTS * SECONDS_EACH,
      seed: SEED,
      callers: await callersOf(world),
      operations: operations.map((route) => operationOf(world, route)),
      endingSessions: routes.filter(ends).map(({ name }) => name),
    },
    await samplePdf('page'),
  );
  process.stdout.write(tableOf(result));
}, TIMEOUT_MS);
afterAll(() => stack?.stop());

/** One of every role, a program, and those who are not in. */
async function callersOf(world: AuthorityWorld): Promise<FuzzCaller[]> {
  const [row] = await stack.sql<{ unit_id: string }>(`select unit_id from account where user_name = 'unit1'`);
  const licenceAdmin = await clientAs(stack, 'UNIT_LICENCE_ADMIN', { unitId: row?.unit_id ?? '' });
  const [wall] = await stack.sql<{ day: string }>(`select (current_date + 30)::text as day`);
  const form = { name: '人事系统', endsOn: wall?.day };
  const { token } = succeeded(
    await world.clients.handler.post<MadeProgramTokenView>('/api/v1/me/program-tokens', form),
  );
  return [
    ...CALLERS.map((name) => ({
      name,
      token: world.clients[name].token,
      standing: OUT.includes(name) ? ('OUT' as const) : ('IN' as const),
    })),
    { name: 'licenceAdmin', token: licenceAdmin.token, standing: 'IN' },
    { name: 'program', token, standing: 'IN' },
  ];
}

function operationOf(world: AuthorityWorld, route: AuthorityRoute): FuzzOperation {
  const { who } = route.row;
  const content = Object.keys(route.operation.requestBody?.content ?? {});
  const roles = who === 'PUBLIC' ? [] : CALLERS.filter((name) => who.includes(name));
  return {
    method: route.method,
    path: route.path,
    public: who === 'PUBLIC',
    who: [
      ...roles,
      ...(roles.includes('legal') ? ['licenceAdmin'] : []),
      ...(roles.includes('handler') && route.method === 'GET' ? ['program'] : []),
    ],
    paths: [true, false].flatMap((byUnit) =>
      variantsOf(route).map((variant) => addressIn(world, route, variant, byUnit)),
    ),
    right: content.length === 0 ? null : rightForm(route),
    takesFile: content.includes('multipart/form-data'),
  };
}

const totalOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, each) => sum + each, 0);

/** Came past authority and form: done, or refused by a rule of the business. */
function pastForm(counts: Readonly<Record<string, number>>): number {
  return totalOf(
    Object.fromEntries(Object.entries(counts).filter(([status]) => /^2|^404|^409|^41[02]/.test(status))),
  );
}

function tableOf({ sent, seconds, answers, callers }: FuzzResult): string {
  const lines = (rows: FuzzResult['answers']): string[] =>
    Object.entries(rows).map(([name, counts]) => {
      const told = Object.entries(counts).toSorted(([one], [other]) => (one < other ? -1 : 1));
      return `  ${name.padEnd(62)} ${told.map(([status, times]) => `${status}×${times}`).join('  ')}`;
    });
  const all: Record<string, number> = {};
  for (const counts of Object.values(answers)) {
    for (const [status, times] of Object.entries(counts)) all[status] = (all[status] ?? 0) + times;
  }
  const share = ((pastForm(all) / totalOf(all)) * 100).toFixed(0);
  return [
    '',
    ...lines(answers),
    '',
    ...lines(callers),
    ...lines({ [`all (seed ${SEED}; of event streams the head only)`]: all }),
    `${sent} requests in ${seconds.toFixed(0)} s, ${Object.keys(answers).length} operations; past authority and form ${share} %`,
    '',
  ].join('\n');
}

describe('the API under requests made from its own description, as every role', () => {
  it('answers nothing that the description does not say, fails never, and knows who asks', () => {
    expect(result.failures).toEqual({});
  });

  it('has been asked as often as was wanted, each operation, by each caller', () => {
    expect(result.sent).toBeGreaterThanOrEqual(REQUESTS);
    expect(Object.keys(result.callers).toSorted()).toEqual(
      [...CALLERS, 'licenceAdmin', 'program'].toSorted(),
    );
    const answered = Object.values(result.answers);
    const past = answered.reduce((sum, counts) => sum + pastForm(counts), 0);
    expect(past / answered.reduce((sum, counts) => sum + totalOf(counts), 0)).toBeGreaterThan(
      LEAST_SHARE_PAST_FORM,
    );
    expect(Object.values(result.callers).map((counts) => counts['429'] ?? 0)).toEqual(
      Object.values(result.callers).map(() => 0),
    );
  });
});
