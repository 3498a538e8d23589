import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { waitUntilReady } from './readiness.js';
import type { RunningProgram, Supervisor } from './supervisor.js';

export interface MinioSettings {
  readonly binary: string;
  readonly folder: string;
  readonly port: number;
  readonly consolePort: number;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly environment: Readonly<Record<string, string>>;
}

const STOP_RANK = 30;
const READY_TIMEOUT_MS = 60_000;

export async function startMinio(supervisor: Supervisor, settings: MinioSettings): Promise<RunningProgram> {
  const objects = path.join(settings.folder, 'objects');
  const certificates = path.join(settings.folder, 'certificates');
  for (const folder of [objects, certificates]) mkdirSync(folder, { recursive: true });
  const server = supervisor.start({
    name: 'minio',
    command: settings.binary,
    args: [
      'server',
      objects,
      '--quiet',
      '--certs-dir',
      certificates,
      '--address',
      `127.0.0.1:${settings.port}`,
      '--console-address',
      `127.0.0.1:${settings.consolePort}`,
    ],
    cwd: settings.folder,
    environment: {
      ...settings.environment,
      MINIO_ROOT_USER: settings.accessKey,
      MINIO_ROOT_PASSWORD: settings.secretKey,
      MINIO_UPDATE: 'off',
    },
    rank: STOP_RANK,
  });
  const url = `http://127.0.0.1:${settings.port}/minio/health/ready`;
  await waitUntilReady(supervisor, server, { url, timeoutMs: READY_TIMEOUT_MS });
  return server;
}
