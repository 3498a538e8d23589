/** What a service of production would start with. */
export interface GuardedSettings {
  readonly databaseUrl: string;
  readonly objectStore: { readonly accessKey: string; readonly secretKey: string };
  readonly api: { readonly publicUrl: string; readonly corsOrigins: readonly string[] };
  readonly dataKeys: string;
  readonly indexKey: string;
}

/** What servers are delivered with, and what people write until they have something better. */
const WELL_KNOWN = new Set([
  'admin',
  'changeit',
  'changeme',
  'change-me',
  'default',
  'example',
  'juzheng',
  'minio',
  'minio123',
  'minioadmin',
  'password',
  'postgres',
  'root',
  'secret',
  'test',
  'trial',
  '123456',
  '12345678',
]);
/** How infra/local/trial-secrets.ts marks what it makes. */
export const TRIAL_MARK = 'trial';
const MIN_PASSWORD_LENGTH = 12;
const KEY_BYTES = 32;
/** Of 32 random bytes fewer are different once in 10^20 times. */
const MIN_DIFFERENT_BYTES = 16;

/** Every reason why production does not start with these settings; none quotes a secret (design.md §6). */
export function productionFaults(settings: GuardedSettings): string[] {
  const { databaseUrl, objectStore, api } = settings;
  return [
    ...secretFaults('S3_SECRET_KEY', objectStore.secretKey, objectStore.accessKey),
    ...accessKeyFaults(objectStore.accessKey),
    ...databaseFaults(databaseUrl),
    ...keyFaults(settings),
    ...publicUrlFaults(api.publicUrl),
    ...api.corsOrigins.flatMap(corsFaults),
  ];
}

function accessKeyFaults(accessKey: string): string[] {
  const isKnown = WELL_KNOWN.has(accessKey.toLowerCase()) || accessKey.startsWith(`${TRIAL_MARK}-`);
  return isKnown ? ['生产模式下 S3_ACCESS_KEY 不能是默认或试用的账号'] : [];
}

function secretFaults(name: string, secret: string, user: string): string[] {
  if (secret === '') return []; // said to be missing already
  if (WELL_KNOWN.has(secret.toLowerCase()) || secret === user) return [`生产模式下 ${name} 不能是默认口令`];
  return secret.length < MIN_PASSWORD_LENGTH ? [`生产模式下 ${name} 至少 ${MIN_PASSWORD_LENGTH} 个字符`] : [];
}

function databaseFaults(databaseUrl: string): string[] {
  if (databaseUrl === '') return [];
  if (!URL.canParse(databaseUrl)) return ['DATABASE_URL 不是地址'];
  const { username, password } = new URL(databaseUrl);
  if (password === '') return ['生产模式下 DATABASE_URL 须带口令'];
  return secretFaults('DATABASE_URL 的口令', decodeURIComponent(password), decodeURIComponent(username));
}

function keyFaults({ dataKeys, indexKey }: GuardedSettings): string[] {
  const entries = dataKeys === '' ? [] : dataKeys.split(',').map((entry) => entry.trim());
  const faults = entries.flatMap((entry, index) => {
    const [id = '', ...rest] = entry.split(':');
    const name = `JUZHENG_DATA_KEYS 第 ${index + 1} 个密钥`;
    if (id === TRIAL_MARK) return [`生产模式下 ${name}不能是试用密钥`];
    return weakKeyFaults(name, rest.join(':'));
  });
  if (indexKey !== '') faults.push(...weakKeyFaults('JUZHENG_INDEX_KEY ', indexKey));
  const values = entries.map((entry) => entry.slice(entry.indexOf(':') + 1));
  if (indexKey !== '' && values.includes(indexKey)) {
    faults.push('JUZHENG_INDEX_KEY 不能与 JUZHENG_DATA_KEYS 中的密钥相同');
  }
  return faults;
}

function weakKeyFaults(name: string, base64: string): string[] {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== KEY_BYTES) return [`${name}须为 ${KEY_BYTES} 字节的 base64`];
  return new Set(key).size < MIN_DIFFERENT_BYTES ? [`${name}不是随机生成的密钥`] : [];
}

function publicUrlFaults(publicUrl: string): string[] {
  if (publicUrl === '') return [];
  const isAddress = URL.canParse(publicUrl) && /^https?:$/.test(new URL(publicUrl).protocol);
  return isAddress ? [] : ['PUBLIC_URL 须为 http 或 https 地址'];
}

function corsFaults(origin: string): string[] {
  if (origin.includes('*') || origin === 'null')
    return ['生产模式下 CORS_ORIGINS 须逐一列出来源，不能使用 *'];
  const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin;
  return isOrigin ? [] : ['CORS_ORIGINS 须为以逗号分隔的来源，如 https://portal.example.cn'];
}
