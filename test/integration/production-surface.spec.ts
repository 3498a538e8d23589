import { readEnvironment } from '../../infra/config/environment.js';
import { TrialAuthorityRecords } from '../../infra/database/trial-authority-records.js';
import { identityVerifierFor } from '../../infra/identity/identity-verifier.js';
import { TrialIdentityProvider } from '../../infra/identity/trial/trial-provider.js';
import { commandsOf } from '../../services/admin/main.js';
import { EntryModule } from '../../services/api/entry/entry.module.js';
import { TrialWalletPageController } from '../../services/api/entry/trial-wallet-page.controller.js';
import { TrialWalletController } from '../../services/api/entry/trial-wallet.controller.js';
import { TrialWalletService } from '../../services/api/entry/trial-wallet.service.js';
import { IdentityModule } from '../../services/api/identity/identity.module.js';
import { TrialCaptchaController } from '../../services/api/identity/trial-captcha.controller.js';
import { OperationsModule } from '../../services/api/operations/operations.module.js';
import { TrialClockController } from '../../services/api/operations/trial-clock.controller.js';

const environmentOf = (mode: 'trial' | 'production') =>
  readEnvironment({
    JUZHENG_MODE: mode,
    DATABASE_URL: 'postgres://db/x',
    TEMPORAL_ADDRESS: 'temporal:7233',
    TEMPORAL_NAMESPACE: 'x',
    S3_ENDPOINT: 'http://s3',
    S3_ACCESS_KEY: 'x',
    S3_SECRET_KEY: 'x',
    S3_BUCKET: 'x',
    API_PORT: '0',
    PUBLIC_URL: 'http://x',
    WORKER_HEALTH_PORT: '0',
    JUZHENG_DATA_KEYS: 'k1:x',
    JUZHENG_INDEX_KEY: 'x',
  });
const controllersIn = (mode: 'trial' | 'production') => {
  const environment = environmentOf(mode);
  const identity = IdentityModule.with(environment);
  const modules = [identity, OperationsModule.with(environment), EntryModule.with(environment, identity)];
  return modules.flatMap(({ controllers }) => controllers ?? []);
};

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
});
