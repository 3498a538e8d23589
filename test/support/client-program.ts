/**
 * What a front end writes over the generated types: signs in, walks a list page by page, reads an answer, an error and
 * its code. Compiled beside them by the test and then run; it prints what it found as JSON.
 */
export const CLIENT_PROGRAM = `
import createClient from 'openapi-fetch';
import type { components, paths } from './juzheng-api.js';

type Problem = components['schemas']['Problem'];
type Association = components['schemas']['AssociationView'];

const [, , baseUrl = '', userName = '', password = ''] = process.argv;
const api = createClient<paths>({ baseUrl });

function told(problem: Problem): { code: Problem['code']; pointers: string[] } {
  return { code: problem.code, pointers: problem.errors.map(({ pointer }) => pointer ?? '') };
}

function given<T>(data: T | undefined, error: Problem | undefined): T {
  if (data === undefined) throw new Error(error === undefined ? 'no answer' : JSON.stringify(told(error)));
  return data;
}

async function signIn(): Promise<string> {
  const captcha = await api.POST('/api/v1/captchas');
  const { id: captchaId } = given(captcha.data, captcha.error);
  const trial = await api.GET('/api/v1/trial/captchas/{id}', { params: { path: { id: captchaId } } });
  const body = { userName, password, captchaId, captcha: given(trial.data, trial.error).answer };
  const session = await api.POST('/api/v1/sessions', { body });
  return given(session.data, session.error).token ?? '';
}

async function walk(): Promise<Association[]> {
  const found: Association[] = [];
  let cursor: string | null = null;
  do {
    const query: { status: 'PENDING'; limit: string; cursor?: string } = { status: 'PENDING', limit: '2' };
    if (cursor !== null) query.cursor = cursor;
    const page = await api.GET('/api/v1/associations', { params: { query } });
    const { items, nextCursor } = given(page.data, page.error);
    found.push(...items);
    cursor = nextCursor;
  } while (cursor !== null);
  return found;
}

async function main(): Promise<void> {
  const before = await api.GET('/api/v1/home');
  const token = await signIn();
  api.use({
    onRequest({ request }) {
      request.headers.set('authorization', 'Bearer ' + token);
      request.headers.set('idempotency-key', crypto.randomUUID());
    },
  });
  const associations = await walk();
  const wrong = await api.POST('/api/v1/associations/{id}/refusal', {
    params: { path: { id: associations[0]?.id ?? '' } },
    body: {},
  });
  console.log(
    JSON.stringify({
      before: before.error === undefined ? null : told(before.error),
      employees: associations.map(({ name }) => name),
      wrong: wrong.error === undefined ? null : told(wrong.error),
    }),
  );
}

void main();
`;
