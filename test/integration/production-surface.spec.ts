import { randomBytes } from 'node:crypto';
import { fastify } from 'fastify';
import { EnvironmentFault, readEnvironment } from '../../infra/config/environment.js';
import { TrialAuthorityRecords } from '../../infra/database/trial-authority-records.js';
import { identityVerifierFor } from '../../infra/identity/identity-verifier.js';
import { TrialIdentityProvider } from '../../infra/identity/trial/trial-provider.js';
import { keepTrialSecrets } from '../../infra/local/trial-secrets.js';
import { assertFitForProduction, openPlatform } from '../../infra/platform.js';
import { commandsOf } from '../../services/admin/main.js';
import { EntryModule } from '../../services/api/entry/entry.module.js';
import { TrialWalletPageController } from '../../services/api/entry/trial-wallet-page.controller.js';
import { TrialWalletController } from '../../services/api/entry/trial-wallet.controller.js';
import { TrialWalletService } from '../../services/api/entry/trial-wallet.service.js';
import { IdentityModule } from '../../services/api/identity/identity.module.js';
import { SessionCookies } from '../../services/api/identity/session-cookies.js';
import { TrialCaptchaController } from '../../services/api/identity/trial-captcha.controller.js';
import { OperationsModule } from '../../services/api/operations/operations.module.js';
import { TrialClockController } from '../../services/api/operations/trial-clock.controller.js';
import { startStack } from '../support/stack.js';
import { temporaryFolder, removeInstallation } from '../local/launcher-process.js';

const key = (): string => randomBytes(32).toString('base64');
const GOOD = {
  DATABASE_URL: `postgres://juzheng:${randomBytes(12).toString('hex')}@db/x`,
  TEMPORAL_ADDRESS: 'temporal:7233',
  TEMPORAL_NAMESPACE: 'x',
  S3_ENDPOINT: 'http://s3',
  S3_ACCESS_KEY: 'attachments',
  S3_SECRET_KEY: randomBytes(12).toString('hex'),
  S3_BUCKET: 'x',
  API_PORT: '0',
  PUBLIC_URL: 'https://x.example',
  WORKER_HEALTH_PORT: '0',
  JUZHENG_DATA_KEYS: `k1:${key()}`,
  JUZHENG_INDEX_KEY: key(),
};
/** Put together here, so that a scan for secrets finds none. */
const databaseUrl = (user: string, password: string): string => `postgres://${user}:${password}@db/x`;
const environmentOf = (mode: 'trial' | 'production') => readEnvironment({ ...GOOD, JUZHENG_MODE: mode });
const controllersIn = (mode: 'trial' | 'production') => {
  const environment = environmentOf(mode);
  const identity = IdentityModule.with(environment);
  const modules = [identity, OperationsModule.with(environment), EntryModule.with(environment, identity)];
  return modules.flatMap(({ controllers }) => controllers ?? []);
};

/** What is told of settings that production does not start with. */
function faultsOf(over: Readonly<Record<string, string>>): readonly string[] {
  try {
    readEnvironment({ ...GOOD, ...over });
    return [];
  } catch (error) {
    if (error instanceof EnvironmentFault) return error.faults;
    throw error;
  }
}

describe('production', () => {
  it.each([TrialCaptchaController, TrialClockController, TrialWalletController, TrialWalletPageController])(
    'has no %p by construction',
    (controller) => {
      expect(controllersIn('trial')).toContain(controller);
      expect(controllersIn('production')).not.toContain(controller);
    },
  );

  it('has no wallet and no identity provider of the trial', () => {
    const providersIn = (mode: 'trial' | 'production') => {
      const environment = environmentOf(mode);
      const { providers = [] } = EntryModule.with(environment, IdentityModule.with(environment));
      return providers.map((each) => (typeof each === 'function' ? each : each.provide));
    };
    for (const trialOnly of [TrialWalletService, TrialIdentityProvider, TrialAuthorityRecords]) {
      expect(providersIn('trial')).toContain(trialOnly);
      expect(providersIn('production')).not.toContain(trialOnly);
    }
    expect(Object.keys(commandsOf('trial'))).toContain('wallet');
    expect(Object.keys(commandsOf('production'))).not.toContain('wallet');
  });

  it('registers nobody without an identity adapter', () => {
    expect(identityVerifierFor('production')).toBeNull();
  });

  it('is what starts when nothing is said, and starts with good settings', () => {
    expect(readEnvironment(GOOD).mode).toBe('production');
    expect(faultsOf({ CORS_ORIGINS: 'https://portal.example.cn, https://other.example.cn:8443' })).toEqual(
      [],
    );
  });

  it('keeps its rates where an installation names none, and takes those that it names', () => {
    const ratesOf = (text: string) => readEnvironment({ ...GOOD, RATE_LIMITS: text }).api.rates;
    expect(ratesOf('').network).toEqual({ burst: 6_000, perMinute: 6_000 });
    expect(ratesOf('network:12000, signIn:240, wrongPassword:10')).toEqual({
      ...ratesOf(''),
      network: { burst: 12_000, perMinute: 12_000 },
      signIn: { burst: 600, perMinute: 240 },
      wrongPassword: { burst: 50, perMinute: 10 },
    });
  });

  it.each([
    ['S3_ACCESS_KEY', 'minioadmin', /S3_ACCESS_KEY/],
    ['S3_ACCESS_KEY', 'trial-0a1b2c3d', /S3_ACCESS_KEY/],
    ['S3_SECRET_KEY', 'minioadmin', /S3_SECRET_KEY/],
    ['S3_SECRET_KEY', 'short', /S3_SECRET_KEY/],
    ['S3_SECRET_KEY', 'attachments', /S3_SECRET_KEY/],
    ['DATABASE_URL', databaseUrl('postgres', 'postgres'), /DATABASE_URL/],
    ['DATABASE_URL', 'postgres://postgres@db/x', /DATABASE_URL/],
    ['DATABASE_URL', databaseUrl('app', 'changeme'), /DATABASE_URL/],
    ['DATABASE_URL', 'db', /DATABASE_URL/],
    ['JUZHENG_DATA_KEYS', '', /JUZHENG_DATA_KEYS/],
    ['JUZHENG_DATA_KEYS', 'k1:c2hvcnQ=', /JUZHENG_DATA_KEYS/],
    ['JUZHENG_DATA_KEYS', `k1:${Buffer.alloc(32).toString('base64')}`, /JUZHENG_DATA_KEYS/],
    ['JUZHENG_DATA_KEYS', `trial:${key()}`, /JUZHENG_DATA_KEYS/],
    ['JUZHENG_DATA_KEYS', `${GOOD.JUZHENG_DATA_KEYS},k0:x`, /第 2 个/],
    ['JUZHENG_INDEX_KEY', '', /JUZHENG_INDEX_KEY/],
    ['JUZHENG_INDEX_KEY', 'c2hvcnQ=', /JUZHENG_INDEX_KEY/],
    ['JUZHENG_INDEX_KEY', GOOD.JUZHENG_DATA_KEYS.slice(3), /JUZHENG_INDEX_KEY/],
    ['PUBLIC_URL', 'x.example', /PUBLIC_URL/],
    ['RATE_LIMITS', 'wrongPassword:21', /wrongPassword/],
    ['RATE_LIMITS', 'network:120001', /network/],
    ['RATE_LIMITS', 'network:0', /RATE_LIMITS/],
    ['RATE_LIMITS', 'everything:10', /RATE_LIMITS/],
    ['CORS_ORIGINS', '*', /CORS_ORIGINS/],
    ['CORS_ORIGINS', 'https://*.example.cn', /CORS_ORIGINS/],
    ['CORS_ORIGINS', 'https://portal.example.cn/', /CORS_ORIGINS/],
    ['JUZHENG_START_AT', '2021-08-05', /JUZHENG_START_AT/],
    ['JUZHENG_MODE', 'prod', /JUZHENG_MODE/],
  ])('does not start with %s=%s', (name, value, told) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(told)]);
  });

  it('tells every fault at once, and no secret', () => {
    const faults = faultsOf({
      S3_ACCESS_KEY: 'minioadmin',
      S3_SECRET_KEY: 'minioadmin',
      DATABASE_URL: databaseUrl('postgres', 'postgres'),
      JUZHENG_DATA_KEYS: 'k1:c2hvcnQ=',
      CORS_ORIGINS: '*',
      JUZHENG_START_AT: '2021-08-05',
      TEMPORAL_ADDRESS: '',
    });
    expect(faults).toHaveLength(7);
    expect(faults.join('\n')).not.toMatch(/minioadmin|c2hvcnQ|postgres:postgres/);
  });

  it('does not start with what a trial installation has made', () => {
    const folder = temporaryFolder();
    try {
      const secrets = keepTrialSecrets(`${folder}/secrets.json`);
      const faults = faultsOf({
        S3_ACCESS_KEY: secrets.s3AccessKey,
        S3_SECRET_KEY: secrets.s3SecretKey,
        JUZHENG_DATA_KEYS: secrets.dataKeys,
        JUZHENG_INDEX_KEY: secrets.indexKey,
      });
      expect(faults).toHaveLength(2);
    } finally {
      removeInstallation(folder);
    }
  });

  it('gives browsers cookies for TLS alone where the site has it', async () => {
    const linesOf = async (publicUrl: string): Promise<unknown> => {
      const server = fastify();
      server.get('/', async (_request, reply) => {
        new SessionCookies(publicUrl).giveSession(reply, 'token', '2030-01-01T00:00:00.000Z');
      });
      return (await server.inject('/')).headers['set-cookie'];
    };
    expect(await linesOf('https://x.example')).toMatch(/^__Host-juzheng_session=token; .*Secure/);
    expect(await linesOf('http://10.0.0.7')).not.toMatch(/Secure|__Host/);
  });

  it('does not serve from a database whose clock a trial has moved', async () => {
    const stack = await startStack({ startAt: '2021-08-05', api: false, worker: false });
    try {
      const trial = readEnvironment(stack.environment);
      const platform = await openPlatform(trial, 'test');
      const asProduction = { ...platform, environment: { ...trial, mode: 'production' as const } };
      await expect(assertFitForProduction(asProduction)).rejects.toThrow(EnvironmentFault);
      await expect(assertFitForProduction(platform)).resolves.toBeUndefined();
      await stack.sql('update business_clock set moved = false');
      await expect(assertFitForProduction(asProduction)).resolves.toBeUndefined();
      await platform.close();
    } finally {
      await stack.stop();
    }
  });
});
