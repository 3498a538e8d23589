import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { waitUntilReady } from './readiness.js';
import type { RunningProgram, Supervisor } from './supervisor.js';

export interface TemporalSettings {
  readonly name: string;
  readonly binary: string;
  readonly folder: string;
  readonly port: number;
  readonly httpPort: number;
  /** Null: without the web pages. */
  readonly uiPort: number | null;
  readonly environment: Readonly<Record<string, string>>;
  /** False only for tests: a power cut may then lose steps of workflows. */
  readonly durable: boolean;
}

const STOP_RANK = 30;
const READY_TIMEOUT_MS = 60_000;

/** The development server on a file; it answers requests when this returns. */
export async function startTemporal(
  supervisor: Supervisor,
  settings: TemporalSettings,
): Promise<RunningProgram> {
  const onceReady = path.join(settings.folder, 'once-ready');
  if (!existsSync(onceReady)) {
    // A first start that was killed half-way leaves half a schema and no workflow: begin again.
    rmSync(settings.folder, { recursive: true, force: true });
    mkdirSync(settings.folder, { recursive: true });
  }
  const server = supervisor.start({
    name: settings.name,
    command: settings.binary,
    args: [
      'server',
      'start-dev',
      '--ip=127.0.0.1',
      '--log-level=warn',
      `--db-filename=${temporalFile(settings.folder)}`,
      ...(settings.durable ? [] : ['--sqlite-pragma=synchronous=0']),
      `--port=${settings.port}`,
      `--http-port=${settings.httpPort}`,
      ...(settings.uiPort === null
        ? ['--headless']
        : ['--headless=false', '--ui-ip=127.0.0.1', `--ui-port=${settings.uiPort}`]),
    ],
    cwd: settings.folder,
    environment: settings.environment,
    rank: STOP_RANK,
  });
  const url = `http://127.0.0.1:${settings.httpPort}/api/v1/system-info`;
  await waitUntilReady(supervisor, server, { url, timeoutMs: READY_TIMEOUT_MS });
  writeFileSync(onceReady, '');
  return server;
}

export function temporalFile(folder: string): string {
  return path.join(folder, 'temporal.db');
}
