import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MinioObjectStore } from '../../infra/object-storage/minio-object-store.js';
import type { MinioSettings } from '../../infra/object-storage/minio-object-store.js';

export interface S3Server {
  readonly settings: MinioSettings;
  stop(): Promise<void>;
}

const SECOND_SERVER =
  process.env['VERSITYGW_BINARY'] ?? join(homedir(), '.cache', 'juzheng', 'bin', 'versitygw-1.8.0');

export function secondServerIsInstalled(): boolean {
  return existsSync(SECOND_SERVER);
}

/** The MinIO that the launcher of the tests has started; each caller has a bucket of its own. */
export async function launchedMinio(): Promise<S3Server> {
  const { S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY } = process.env;
  if (!S3_ENDPOINT || !S3_ACCESS_KEY || !S3_SECRET_KEY) {
    throw new Error('S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY say where MinIO is: run `npm test`');
  }
  const settings = {
    endpoint: S3_ENDPOINT,
    accessKey: S3_ACCESS_KEY,
    secretKey: S3_SECRET_KEY,
    bucket: `test-${randomUUID()}`,
  };
  return { settings, stop: () => Promise.resolve() };
}

/** A second S3 implementation (versitygw on a temporary folder), so that the port is not MinIO's alone. */
export async function startSecondServer(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'juzheng-s3-'));
  const port = await freePort();
  const settings = {
    endpoint: `http://127.0.0.1:${port}`,
    accessKey: 'contract',
    secretKey: randomBytes(18).toString('hex'),
    bucket: 'contract',
  };
  const server = spawn(SECOND_SERVER, ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder], {
    env: { ROOT_ACCESS_KEY_ID: settings.accessKey, ROOT_SECRET_ACCESS_KEY: settings.secretKey },
    stdio: 'ignore',
  });
  await answering(settings);
  return {
    settings,
    stop: async () => {
      await ended(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function answering(settings: MinioSettings): Promise<void> {
  const store = new MinioObjectStore(settings);
  const until = Date.now() + 20_000;
  try {
    for (;;) {
      try {
        return await store.ensureBucket();
      } catch (error) {
        if (Date.now() > until) throw error;
        await sleep(100);
      }
    }
  } finally {
    store.close();
  }
}

async function ended(server: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  const killer = globalThis.setTimeout(() => server.kill('SIGKILL'), 5_000);
  await exit;
  clearTimeout(killer);
}
