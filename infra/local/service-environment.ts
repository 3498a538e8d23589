import type { ServerAddresses } from './servers.js';
import type { TrialSecrets } from './trial-secrets.js';

export interface ServiceSettings {
  readonly servers: Omit<ServerAddresses, 's3ConsoleUrl' | 'temporalBinary'>;
  readonly keys: Pick<TrialSecrets, 'dataKeys' | 'indexKey'>;
  readonly temporalNamespace: string;
  readonly bucket: string;
  readonly apiPort: number;
  readonly workerHealthPort: number;
  /** An instant or a day; counts only on an empty trial database. */
  readonly startAt?: string;
}

/** The variables of infra/config with which API, worker and admin run on local servers. */
export function serviceEnvironment(settings: ServiceSettings): Record<string, string> {
  const { servers } = settings;
  return {
    JUZHENG_MODE: 'trial',
    DATABASE_URL: servers.databaseUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    TEMPORAL_NAMESPACE: settings.temporalNamespace,
    TEMPORAL_UI_URL: servers.temporalUiUrl,
    S3_ENDPOINT: servers.s3Endpoint,
    S3_ACCESS_KEY: servers.s3AccessKey,
    S3_SECRET_KEY: servers.s3SecretKey,
    S3_BUCKET: settings.bucket,
    API_HOST: '127.0.0.1',
    API_PORT: String(settings.apiPort),
    PUBLIC_URL: `http://127.0.0.1:${settings.apiPort}`,
    WORKER_HEALTH_PORT: String(settings.workerHealthPort),
    JUZHENG_DATA_KEYS: settings.keys.dataKeys,
    JUZHENG_INDEX_KEY: settings.keys.indexKey,
    ...(settings.startAt === undefined ? {} : { JUZHENG_START_AT: settings.startAt }),
  };
}
