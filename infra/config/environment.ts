import { productionFaults } from './production-guards.js';
import { readRates, type Rates } from './rate-settings.js';

/** The one place that reads the environment. Every fault is listed together at the start. */
export interface Environment {
  readonly mode: 'trial' | 'production';
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace: string; readonly uiUrl: string | null };
  readonly objectStore: {
    readonly endpoint: string;
    readonly accessKey: string;
    readonly secretKey: string;
    readonly bucket: string;
  };
  readonly api: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl: string;
    /** Other origins whose pages may call the API; none by default. */
    readonly corsOrigins: readonly string[];
    readonly rates: Rates;
  };
  readonly workerHealthPort: number;
  /** `k1:base64,k2:base64`; the first one seals. */
  readonly dataKeys: string;
  readonly indexKey: string;
  /** A folder or a PEM bundle with the authorities of 证书登录 and their revocation lists; null: the method is closed. */
  readonly trustedAuthorities: string | null;
  /** Trial only: where the business clock of an empty database starts. */
  readonly startAt: string | null;
}

export class EnvironmentFault extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`配置有误：\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** Production unless the environment says trial: for who must know it before anything else is read. */
export function readMode(source: NodeJS.ProcessEnv = process.env): Environment['mode'] {
  return source['JUZHENG_MODE'] === 'trial' ? 'trial' : 'production';
}

export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const faults: string[] = [];
  const text = (name: string): string => {
    const value = source[name];
    if (value === undefined || value === '') faults.push(`缺少环境变量 ${name}`);
    return value ?? '';
  };
  const port = (name: string): number => {
    const value = Number(text(name));
    if (!Number.isInteger(value) || value < 0 || value > 65535) faults.push(`${name} 不是端口号`);
    return value;
  };
  const mode = source['JUZHENG_MODE'] ?? 'production';
  if (mode !== 'trial' && mode !== 'production') faults.push('JUZHENG_MODE 只能是 trial 或 production');
  const startAt = source['JUZHENG_START_AT'] || null;
  if (mode === 'production' && startAt !== null) faults.push('生产模式下不允许 JUZHENG_START_AT');

  const { rates, faults: rateFaults } = readRates(source['RATE_LIMITS'] ?? '', readMode(source));
  faults.push(...rateFaults);

  const environment: Environment = {
    mode: readMode(source),
    databaseUrl: text('DATABASE_URL'),
    temporal: {
      address: text('TEMPORAL_ADDRESS'),
      namespace: text('TEMPORAL_NAMESPACE'),
      uiUrl: source['TEMPORAL_UI_URL'] || null,
    },
    objectStore: {
      endpoint: text('S3_ENDPOINT'),
      accessKey: text('S3_ACCESS_KEY'),
      secretKey: text('S3_SECRET_KEY'),
      bucket: text('S3_BUCKET'),
    },
    api: {
      host: source['API_HOST'] ?? '127.0.0.1',
      port: port('API_PORT'),
      publicUrl: text('PUBLIC_URL'),
      corsOrigins: listOf(source['CORS_ORIGINS']),
      rates,
    },
    workerHealthPort: port('WORKER_HEALTH_PORT'),
    dataKeys: text('JUZHENG_DATA_KEYS'),
    indexKey: text('JUZHENG_INDEX_KEY'),
    trustedAuthorities: source['CERT_AUTHORITIES'] || null,
    startAt,
  };
  if (environment.mode === 'production') faults.push(...productionFaults(environment));
  if (faults.length > 0) throw new EnvironmentFault(faults);
  return environment;
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
