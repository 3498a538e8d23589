import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { REFUSAL_CATALOGUE, type RefusalCode } from '../../domain/refusal-catalogue.js';
import type { RefusalFacts } from '../../domain/refusal.js';
import type {
  CaptchaAnswerView,
  CaptchaView,
  SessionView,
} from '../../services/api/identity/identity.views.js';
import { noteRefusal } from './described-refusals.js';
import { appOf, inTurnOf, keepApp, nextProof } from './second-factors.js';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** What a JSON answer says; undefined for any other. */
  readonly body: Body;
  readonly bytes: Buffer;
}

export interface RequestOptions {
  /** A new key for each request unless one is given; null sends none. */
  readonly key?: string | null;
  /** The version that the caller has read. */
  readonly ifMatch?: number;
  /** Seconds to wait until the process has dealt with the fact. */
  readonly wait?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Upload {
  readonly fields?: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array };
}

/** Speaks to the API as a front end does, over HTTP only. */
export class ApiClient {
  constructor(
    readonly apiUrl: string,
    readonly token: string | null = null,
  ) {}

  get<Body>(path: string, options: RequestOptions = {}): Promise<Answer<Body>> {
    return this.send('GET', path, undefined, options);
  }

  post<Body>(path: string, body?: object, options: RequestOptions = {}): Promise<Answer<Body>> {
    return this.send('POST', path, body, { key: randomUUID(), ...options });
  }

  patch<Body>(path: string, body: object, options: RequestOptions = {}): Promise<Answer<Body>> {
    return this.send('PATCH', path, body, { key: randomUUID(), ...options });
  }

  put<Body>(path: string, body: object, options: RequestOptions = {}): Promise<Answer<Body>> {
    return this.send('PUT', path, body, { key: randomUUID(), ...options });
  }

  delete<Body>(path: string, options: RequestOptions = {}): Promise<Answer<Body>> {
    return this.send('DELETE', path, undefined, { key: randomUUID(), ...options });
  }

  /** The fields come before the file, which the API reads as a stream. */
  upload<Body>(
    path: string,
    { fields = {}, file }: Partial<Upload>,
    options: RequestOptions = {},
  ): Promise<Answer<Body>> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    if (file !== undefined) {
      form.append('file', new Blob([Uint8Array.from(file.bytes)], { type: file.mediaType }), file.name);
    }
    return this.send('POST', path, form, { key: randomUUID(), ...options });
  }

  /** As it stands, whatever it is: what no front end would send. */
  request<Body>(
    method: string,
    path: string,
    { body, ...options }: RequestOptions & { readonly body?: string } = {},
  ): Promise<Answer<Body>> {
    return this.send(method, path, body, options);
  }

  private async send<Body>(
    method: string,
    path: string,
    body: object | string | undefined,
    { key = null, ifMatch, wait, headers = {} }: RequestOptions,
  ): Promise<Answer<Body>> {
    const isForm = body instanceof FormData;
    const sent = isForm || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(new URL(path, this.apiUrl), {
      method,
      headers: {
        ...(this.token !== null && { authorization: `Bearer ${this.token}` }),
        ...(key !== null && { 'idempotency-key': key }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
        ...(wait !== undefined && { prefer: `wait=${wait}` }),
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: sent }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    const { code }: { code?: unknown } =
      response.ok || !isJson ? {} : Object(JSON.parse(bytes.toString('utf8')));
    if (typeof code === 'string') await noteRefusal(this.apiUrl, method, path, code);
    return {
      status: response.status,
      headers: response.headers,
      body: described(isJson ? bytes.toString('utf8') : undefined),
      bytes,
    };
  }
}

/** Reads the captcha as only trial mode lets a program do, and gives the first answer to name and password. */
export async function givePassword(
  apiUrl: string,
  userName: string,
  password: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<SessionView>> {
  const client = new ApiClient(apiUrl);
  const { body: captcha } = await client.post<CaptchaView>('/api/v1/captchas', undefined, { headers });
  const { body: trial } = await client.get<CaptchaAnswerView>(`/api/v1/trial/captchas/${captcha.id}`);
  const form = { userName, password, captchaId: captcha.id, captcha: trial.answer };
  return client.post('/api/v1/sessions', form, { headers });
}

/** What AUTH_SECOND_FACTOR tells; null for any other answer. */
export function secondFactorAsked(answer: Answer<unknown>): SecondFactorFacts | null {
  const { code, facts }: { code?: string; facts?: SecondFactorFacts } = Object(answer.body);
  return code === 'AUTH_SECOND_FACTOR' && facts?.pendingToken !== undefined ? facts : null;
}

export interface SecondFactorFacts {
  readonly pendingToken: string;
  readonly deviceId: string;
  readonly enrolment: boolean;
  readonly secret?: string;
  readonly otpauthUri?: string;
}

/** Tries to sign in; staff answer with a code of their app, which the first sign-in enrols. */
export function trySignIn(
  apiUrl: string,
  userName: string,
  password: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<SessionView>> {
  const attempt = async (): Promise<Answer<SessionView>> => {
    const first = await givePassword(apiUrl, userName, password, headers);
    const asked = secondFactorAsked(first);
    if (asked === null) return first;
    const { pendingToken, deviceId, secret } = asked;
    const app = secret === undefined ? appOf(apiUrl, userName) : keepApp(apiUrl, userName, secret);
    const answer = await new ApiClient(apiUrl).post<SessionView>(
      '/api/v1/sessions/second-factor',
      { pendingToken, ...(await nextProof(app)) },
      { headers: { 'x-device-id': deviceId, ...headers } },
    );
    app.recoveryCodes.push(...(answer.body.recoveryCodes ?? []));
    return answer;
  };
  return inTurnOf(apiUrl, userName, attempt);
}

/** A client that acts as the account; anything but a session is a failure of the test. */
export async function signIn(apiUrl: string, userName: string, password: string): Promise<ApiClient> {
  const answer = await trySignIn(apiUrl, userName, password);
  assert.equal(answer.status, 201, `sign-in of ${userName}: ${answer.bytes.toString('utf8')}`);
  return new ApiClient(apiUrl, answer.body.token);
}

interface Problem {
  readonly code: string;
  readonly facts: RefusalFacts;
  readonly errors: readonly { readonly code: string; readonly pointer?: string }[];
}

/** The answer is the problem of this code, with the catalogue's status and at least these facts. */
export function expectRefused(answer: Answer<unknown>, code: RefusalCode, facts: RefusalFacts = {}): void {
  const text = answer.bytes.toString('utf8');
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, text);
  const problem: Problem = described(text);
  assert.equal(problem.code, code, text);
  const { status, ...others } = REFUSAL_CATALOGUE[code];
  const statuses = 'statusWithIfMatch' in others ? [status, others.statusWithIfMatch] : [status];
  assert.ok(
    statuses.some((each) => each === answer.status),
    `${answer.status} ${text}`,
  );
  for (const [name, value] of Object.entries(facts)) assert.deepEqual(problem.facts[name], value, text);
}

/** The JSON pointers of a problem, sorted; '' for a refusal of no field. */
export function faultPointers(answer: Answer<unknown>): string[] {
  const { errors }: Problem = described(answer.bytes.toString('utf8'));
  return errors.map(({ pointer = '' }) => pointer).toSorted((one, other) => (one < other ? -1 : 1));
}

/** What came of equal requests sent at once, whichever was first. */
export function sortedStatuses(answers: readonly Answer<unknown>[]): number[] {
  return answers.map(({ status }) => status).toSorted((one, other) => one - other);
}

/** Trusts that the API answers what it describes; the one place where a test does. */
function described<Body>(json: string | undefined): Body;
function described(json: string | undefined): unknown {
  return json === undefined || json === '' ? undefined : JSON.parse(json);
}

/** The codes of a problem in the order in which it names them. */
export function refusalCodes(answer: Answer<unknown>): string[] {
  const { errors }: Problem = described(answer.bytes.toString('utf8'));
  return errors.map(({ code }) => code);
}
