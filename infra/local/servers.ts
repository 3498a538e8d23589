import { rmSync } from 'node:fs';
import path from 'node:path';
import type { LocalFolder } from './local-folder.js';
import { LocalProblem } from './local-problem.js';
import { startMinio } from './minio-server.js';
import { findOrdinaryAccount, reachableFolder, type OrdinaryAccount } from './ordinary-account.js';
import type { Ports } from './ports.js';
import { findPostgresPrograms } from './postgres-binaries.js';
import { POSTGRES_DATABASE, POSTGRES_USER, startPostgres } from './postgres-server.js';
import type { Progress } from './progress.js';
import { ServerPrograms } from './server-binary.js';
import { MINIO, TEMPORAL } from './server-sources.js';
import type { Supervisor } from './supervisor.js';
import type { Surroundings } from './surroundings.js';
import { startTemporal } from './temporal-server.js';
import type { TrialSecrets } from './trial-secrets.js';

export interface ServerAddresses {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalUiUrl: string;
  readonly s3Endpoint: string;
  readonly s3AccessKey: string;
  readonly s3SecretKey: string;
  /** Null when the store was given by address. */
  readonly s3ConsoleUrl: string | null;
  /** For tests that run a Temporal of their own; null when one was given by address. */
  readonly temporalBinary: string | null;
}

export interface ServersRequest {
  readonly root: string;
  readonly folder: LocalFolder;
  readonly surroundings: Surroundings;
  readonly supervisor: Supervisor;
  readonly progress: Progress;
  readonly secrets: TrialSecrets;
  readonly ports: Ports;
  readonly durable: boolean;
}

/** Starts what was not given by address, all at once; every one answers when this returns. */
export async function startServers(request: ServersRequest): Promise<ServerAddresses> {
  const { given } = request.surroundings;
  const programs = new ServerPrograms(request.surroundings, request.supervisor, request.progress);
  const temporalBinary = given.temporalAddress === undefined ? await programs.obtain(TEMPORAL) : null;
  const minioBinary = given.s3Endpoint === undefined ? await programs.obtain(MINIO) : null;
  const [databaseUrl, temporal, store] = await Promise.all([
    given.databaseUrl ?? embeddedPostgres(request),
    temporalBinary === null ? givenTemporal(request) : embeddedTemporal(request, temporalBinary),
    minioBinary === null ? givenStore(request) : embeddedStore(request, minioBinary),
  ]);
  return { databaseUrl, ...temporal, ...store, temporalBinary };
}

/** Where Postgres keeps its rows: in the folder, or in its stand-in when root keeps others out of it. */
export function postgresFolder(folder: LocalFolder, account: OrdinaryAccount | null): string {
  if (account === null) return folder.path;
  return reachableFolder(folder.path, account);
}

export function removePostgresStandIn(folder: LocalFolder, surroundings: Surroundings): void {
  const place = postgresFolder(folder, accountFor(surroundings));
  if (place !== folder.path) rmSync(place, { recursive: true, force: true });
}

function accountFor(surroundings: Surroundings): OrdinaryAccount | null {
  return surroundings.isRoot ? findOrdinaryAccount() : null;
}

async function embeddedPostgres(request: ServersRequest): Promise<string> {
  const { folder, ports, secrets, surroundings, progress } = request;
  const account = accountFor(surroundings);
  const place = postgresFolder(folder, account);
  if (place !== folder.path) progress.say(`Postgres 不能进入 ${folder.path}，数据放在 ${place}`);
  await startPostgres(request.supervisor, {
    folder: place,
    programs: findPostgresPrograms(request.root, surroundings.cacheDir, account),
    account,
    port: ports.postgres,
    password: secrets.postgresPassword,
    durable: request.durable,
  });
  progress.say(`Postgres 已启动（127.0.0.1:${ports.postgres}）`);
  const login = `${POSTGRES_USER}:${secrets.postgresPassword}`;
  return `postgres://${login}@127.0.0.1:${ports.postgres}/${POSTGRES_DATABASE}`;
}

async function embeddedTemporal(
  request: ServersRequest,
  binary: string,
): Promise<Pick<ServerAddresses, 'temporalAddress' | 'temporalUiUrl'>> {
  const { ports } = request;
  await startTemporal(request.supervisor, {
    name: 'temporal',
    binary,
    folder: request.folder.within('temporal'),
    port: ports.temporal,
    httpPort: ports.temporalHttp,
    uiPort: ports.temporalUi,
    environment: request.surroundings.environment,
    durable: request.durable,
  });
  request.progress.say(`Temporal 已启动（127.0.0.1:${ports.temporal}）`);
  return {
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    temporalUiUrl: `http://127.0.0.1:${ports.temporalUi}`,
  };
}

async function embeddedStore(
  request: ServersRequest,
  binary: string,
): Promise<Pick<ServerAddresses, 's3Endpoint' | 's3AccessKey' | 's3SecretKey' | 's3ConsoleUrl'>> {
  const { ports, secrets } = request;
  await startMinio(request.supervisor, {
    binary,
    folder: path.join(request.folder.path, 'minio'),
    port: ports.store,
    consolePort: ports.storeConsole,
    accessKey: secrets.s3AccessKey,
    secretKey: secrets.s3SecretKey,
    environment: request.surroundings.environment,
  });
  request.progress.say(`MinIO 已启动（127.0.0.1:${ports.store}）`);
  return {
    s3Endpoint: `http://127.0.0.1:${ports.store}`,
    s3AccessKey: secrets.s3AccessKey,
    s3SecretKey: secrets.s3SecretKey,
    s3ConsoleUrl: `http://127.0.0.1:${ports.storeConsole}`,
  };
}

function givenTemporal({
  surroundings,
}: ServersRequest): Pick<ServerAddresses, 'temporalAddress' | 'temporalUiUrl'> {
  const { temporalAddress = '', temporalUiUrl = '' } = surroundings.given;
  return { temporalAddress, temporalUiUrl };
}

function givenStore({
  surroundings,
}: ServersRequest): Pick<ServerAddresses, 's3Endpoint' | 's3AccessKey' | 's3SecretKey' | 's3ConsoleUrl'> {
  const { s3Endpoint, s3AccessKey, s3SecretKey } = surroundings.given;
  if (s3Endpoint === undefined || s3AccessKey === undefined || s3SecretKey === undefined) {
    throw new LocalProblem(
      '指定了 S3_ENDPOINT，还须同时给出 S3_ACCESS_KEY 和 S3_SECRET_KEY。',
      'S3_ENDPOINT is set, so S3_ACCESS_KEY and S3_SECRET_KEY are needed too.',
    );
  }
  return { s3Endpoint, s3AccessKey, s3SecretKey, s3ConsoleUrl: null };
}
