import { readEnvironment } from '../../infra/config/environment.js';
import { identityVerifierFor } from '../../infra/identity/identity-verifier.js';
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
const controllersIn = (mode: 'trial' | 'production') =>
  [IdentityModule, OperationsModule].flatMap((each) => each.with(environmentOf(mode)).controllers ?? []);

describe('production', () => {
  it.each([TrialCaptchaController, TrialClockController])('has no %p by construction', (controller) => {
    expect(controllersIn('trial')).toContain(controller);
    expect(controllersIn('production')).not.toContain(controller);
  });

  it('registers nobody without an identity adapter', () => {
    expect(identityVerifierFor('production')).toBeNull();
  });
});
