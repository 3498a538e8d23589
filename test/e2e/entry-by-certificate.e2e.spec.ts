import { DEFAULT_POLICY, LOGIN_METHODS, type LoginMethod } from '../../domain/policy.js';
import type { MeView } from '../../services/api/identity/identity.views.js';
import type { ClockView } from '../../services/api/operations/clock.dto.js';
import { addAccount, clientAs } from '../support/accounts.js';
import { ApiClient, expectRefused, sortedStatuses, trySignIn } from '../support/api-client.js';
import {
  answerChallenge,
  bound,
  clientOf,
  enterByKey,
  newChallenge,
  registeredUnit,
  signText,
} from '../support/entry.js';
import { succeeded, trialClient } from '../support/people.js';
import { newUscc } from '../support/units.js';
import { startStack, type Stack } from '../support/stack.js';

const UNIT1 = '91110108MA01C2D36P';
let stack: Stack;
let visitor: ApiClient;

beforeAll(async () => {
  stack = await startStack({ worker: false });
  visitor = new ApiClient(stack.apiUrl);
});
afterAll(() => stack?.stop());

const lastRefusal = async (): Promise<object | null> => {
  const [row] = await stack.sql<{ after: object }>(
    `select after from audit_event where action = 'session.refused' order by seq desc limit 1`,
  );
  return row?.after ?? null;
};

describe('AC-01 sign-in by USB key', () => {
  it.each(['RSA_PKCS1_SHA256', 'RSA_PSS_SHA256', 'ECDSA_P256_SHA256', 'SM2_SM3'] as const)(
    'signs the unit in with %s, and its home opens',
    async (algorithm) => {
      const client = clientOf(stack, await enterByKey(stack, UNIT1, { algorithm }));
      const { account } = succeeded(await client.get<MeView>('/api/v1/me'));
      expect(account).toMatchObject({ role: 'UNIT_LEGAL', unit: { profileComplete: true } });
      succeeded(await client.get('/api/v1/home'));
    },
  );

  it('tells the audit trail by which certificate', async () => {
    const { account } = (await enterByKey(stack, UNIT1)).body;
    const trail = await stack.sql(
      `select action, login_method, after from audit_event
        where actor_id = $1 and action <> 'session.takeOver' order by seq desc limit 2`,
      [account.id],
    );
    expect(trail).toMatchObject([
      { action: 'session.start', login_method: 'CERT_USBKEY' },
      { action: 'entry.prove', after: { serial: expect.any(String), fingerprint: expect.any(String) } },
    ]);
  });

  it('is one account of the unit, however often and with whichever key it comes', async () => {
    const answers = await Promise.all([
      enterByKey(stack, UNIT1),
      enterByKey(stack, UNIT1, { algorithm: 'SM2_SM3' }),
      enterByKey(stack, UNIT1),
    ]);
    const { uscc } = await registeredUnit(stack);
    const first = await Promise.all([1, 2, 3].map(() => enterByKey(stack, uscc)));
    expect(sortedStatuses([...answers, ...first])).toEqual(Array(6).fill(201));
    expect(new Set(answers.map(({ body }) => body.account.id)).size).toBe(1);
    expect(new Set(first.map(({ body }) => body.account.id)).size).toBe(1);
  });

  it('refuses an expired and a revoked certificate without saying which; the audit trail says it', async () => {
    const expired = await enterByKey(stack, UNIT1, { condition: 'EXPIRED' });
    expectRefused(expired, 'AUTH_CERT_INVALID');
    expect(await lastRefusal()).toMatchObject({ method: 'CERT_USBKEY', fault: 'DATES' });
    const revoked = await enterByKey(stack, UNIT1, { condition: 'REVOKED', algorithm: 'SM2_SM3' });
    expectRefused(revoked, 'AUTH_CERT_INVALID');
    expect(await lastRefusal()).toMatchObject({ method: 'CERT_USBKEY', fault: 'REVOKED' });
    const shown = (answer: typeof expired) => ({
      ...JSON.parse(answer.bytes.toString('utf8')),
      traceId: '',
      instance: '',
    });
    expect(shown(revoked)).toEqual(shown(expired));
  });

  it('refuses a nonce that was used, by success and by failure', async () => {
    const challenge = await newChallenge(visitor);
    const signed = await signText(visitor, UNIT1, challenge.text);
    expect((await answerChallenge(visitor, challenge, signed)).status).toBe(201);
    expectRefused(await answerChallenge(visitor, challenge, signed), 'AUTH_CERT_INVALID');
    expect(await lastRefusal()).toMatchObject({ fault: 'CHALLENGE' });
    const other = await newChallenge(visitor);
    const right = await signText(visitor, UNIT1, other.text);
    expectRefused(await answerChallenge(visitor, other, signed), 'AUTH_CERT_INVALID');
    expectRefused(await answerChallenge(visitor, other, right), 'AUTH_CERT_INVALID');
  });

  it('takes one nonce once, however many answers come at once', async () => {
    const challenge = await newChallenge(visitor);
    const signed = await signText(visitor, UNIT1, challenge.text);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => answerChallenge(visitor, challenge, signed)));
    expect(sortedStatuses(answers)).toEqual([201, 401, 401, 401, 401]);
  });

  it('refuses the nonce of another browser, which can still use it, and one of two minutes ago', async () => {
    const challenge = await newChallenge(visitor);
    const signed = await signText(visitor, UNIT1, challenge.text);
    const { binding } = await newChallenge(visitor);
    expectRefused(await answerChallenge(visitor, { id: challenge.id, binding }, signed), 'AUTH_CERT_INVALID');
    expectRefused(
      await answerChallenge(visitor, { id: challenge.id, binding: '' }, signed),
      'AUTH_CERT_INVALID',
    );
    expect((await answerChallenge(visitor, challenge, signed)).status).toBe(201);
    const late = await newChallenge(visitor);
    expect(Date.parse(late.expiresAt) - Date.now()).toBeLessThanOrEqual(120_000);
    await stack.sql('update certificate_challenge set expires_at = clock_timestamp() where id = $1', [
      late.id,
    ]);
    const lateSigned = await signText(visitor, UNIT1, late.text);
    expectRefused(await answerChallenge(visitor, late, lateSigned), 'AUTH_CERT_INVALID');
  });

  it('refuses what was signed for another site', async () => {
    const challenge = await newChallenge(visitor);
    expect(challenge.text).toContain(stack.apiUrl);
    const text = challenge.text.replace(stack.apiUrl, 'https://evil.example');
    expectRefused(
      await answerChallenge(visitor, challenge, await signText(visitor, UNIT1, text)),
      'AUTH_CERT_INVALID',
    );
    expect(await lastRefusal()).toMatchObject({ fault: 'SIGNATURE' });
  });

  it('refuses a unit that the registry does not know with the same answer, and tells one that is disabled', async () => {
    expectRefused(await enterByKey(stack, newUscc()), 'AUTH_CERT_INVALID');
    expect(await lastRefusal()).toMatchObject({ fault: 'UNIT' });
    const { id, uscc } = await registeredUnit(stack);
    await stack.sql(`update unit set account_status = 'DISABLED' where id = $1`, [id]);
    expectRefused(await enterByKey(stack, uscc), 'ACCOUNT_DISABLED');
  });

  it('is locked out by no guesses of passwords', async () => {
    const { uscc } = await registeredUnit(stack);
    const { account } = (await enterByKey(stack, uscc)).body;
    for (let count = 0; count < 5; count++) await trySignIn(stack.apiUrl, account.userName, 'a guess');
    expectRefused(await trySignIn(stack.apiUrl, account.userName, 'a guess'), 'AUTH_LOCKED');
    expect((await enterByKey(stack, uscc)).status).toBe(201);
  });

  it('names every fault of the form and keeps the challenge', async () => {
    const challenge = await newChallenge(visitor);
    const path = `/api/v1/certificate-challenges/${challenge.id}/session`;
    const bad = { certificate: 'not base64', chain: ['MIIB', '!'], algorithm: 'SHA1', signature: 'AAA' };
    expectRefused(await visitor.post(path, bad, bound(challenge.binding)), 'VALIDATION_FAILED');
    const signed = await signText(visitor, UNIT1, challenge.text);
    expect((await answerChallenge(visitor, challenge, signed)).status).toBe(201);
  });
});

describe('AC-06 a department that admits certificates and electronic licences only', () => {
  it('refuses the password of its units, and nobody else’s', async () => {
    const operator = await clientAs(stack, 'SYSTEM_OPERATOR');
    const { today } = succeeded(await operator.get<ClockView>('/api/v1/clock'));
    const [unit] = await stack.sql<{ id: string; office: string }>(
      `select u.id, p.supervising_department_id as office from unit u join business_permission p on p.unit_id = u.id
        where u.uscc = $1`,
      [UNIT1],
    );
    const admit = async (loginMethods: readonly LoginMethod[]): Promise<void> => {
      const publication = {
        effectiveFrom: today,
        reason: '调整登录方式',
        departmentId: unit?.office,
        parameters: { loginMethods },
      };
      succeeded(await operator.post('/api/v1/policies', publication));
    };
    const own = await addAccount(stack, 'UNIT_HANDLER', { unitId: unit?.id ?? '' });
    expect((await trySignIn(stack.apiUrl, own.userName, own.password)).status).toBe(201);
    await admit(LOGIN_METHODS.filter((each) => each !== 'PASSWORD'));
    expectRefused(await trySignIn(stack.apiUrl, own.userName, own.password), 'AUTH_METHOD_DISABLED');
    expectRefused(await trySignIn(stack.apiUrl, own.userName, 'wrong password'), 'AUTH_CREDENTIAL_INVALID');
    await trialClient(stack, 'unit2');
    expect((await enterByKey(stack, UNIT1)).status).toBe(201);
    await admit(['PASSWORD']);
    expectRefused(await enterByKey(stack, UNIT1), 'AUTH_METHOD_DISABLED');
    await admit(DEFAULT_POLICY.loginMethods);
    expect((await enterByKey(stack, UNIT1)).status).toBe(201);
  });
});

describe('the trial wallet', () => {
  it('says on its page that it is a trial, and signs for the right PIN only', async () => {
    const page = await visitor.get('/trial/wallet');
    expect(page.bytes.toString('utf8')).toContain('无法律效力');
    expect((await visitor.get('/trial/wallet.js')).headers.get('content-type')).toContain('javascript');
    const asked = {
      uscc: UNIT1,
      unitName: '试用',
      algorithm: 'SM2_SM3',
      condition: 'GOOD',
      pin: '000000',
      text: 'x',
    };
    expectRefused(await visitor.post('/api/v1/trial/wallet/signatures', asked), 'VALIDATION_FAILED');
    const units = succeeded(await visitor.get<{ uscc: string }[]>('/api/v1/trial/wallet/units'));
    expect(units.map(({ uscc }) => uscc)).toContain(UNIT1);
  });
});
