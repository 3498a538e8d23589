import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client } from 'pg';
import { serviceEnvironment } from '../../infra/local/service-environment.js';
import { Supervisor } from '../../infra/local/supervisor.js';
import type { RunSurroundings } from './stack-surroundings.js';

export interface StackDatabase {
  readonly name: string;
  readonly url: string;
  /** The trial accounts that the seed of its template has made. */
  readonly accountsFile: string;
}

/** A new database with schema, reference data and demonstration in it, copied in a tenth of a second. */
export async function createStackDatabase(
  run: RunSurroundings,
  startAt: string | undefined,
): Promise<StackDatabase> {
  const hash = createHash('sha256')
    .update(startAt ?? '')
    .digest('hex')
    .slice(0, 8);
  const template = `template_${hash}`;
  const accountsFile = path.join(run.runFolder, `accounts-${hash}.json`);
  const name = `stack_${randomBytes(6).toString('hex')}`;
  await withServer(run.databaseUrl, async (server) => {
    await ensureTemplate(run, server, template, accountsFile, startAt);
    await server.query(`create database ${name} template ${template}`);
  });
  return { name, url: databaseUrl(run.databaseUrl, name), accountsFile };
}

export function dropDatabase(run: RunSurroundings, name: string): Promise<void> {
  return withServer(run.databaseUrl, async (server) => {
    await server.query(`drop database if exists ${name} with (force)`);
  });
}

/** Prepared once per run and clock; the other jest worker waits for the first at the advisory lock. */
async function ensureTemplate(
  run: RunSurroundings,
  server: Client,
  template: string,
  accountsFile: string,
  startAt: string | undefined,
): Promise<void> {
  await server.query(`select pg_advisory_lock(hashtext('stack template'))`);
  try {
    const found = await server.query(`select from pg_database where datname = $1`, [template]);
    if (found.rowCount !== 0) return;
    const draft = `${template}_draft`;
    await server.query(`drop database if exists ${draft} with (force)`);
    await server.query(`create database ${draft}`);
    await prepareTemplate(run, draft, accountsFile, startAt);
    await server.query(`alter database ${draft} rename to ${template}`);
  } finally {
    await server.query(`select pg_advisory_unlock(hashtext('stack template'))`);
  }
}

async function prepareTemplate(
  run: RunSurroundings,
  database: string,
  accountsFile: string,
  startAt: string | undefined,
): Promise<void> {
  const supervisor = new Supervisor(
    path.join(run.runFolder, 'processes'),
    path.join(run.runFolder, 'logs', database),
  );
  const environment = serviceEnvironment({
    servers: { ...run, databaseUrl: databaseUrl(run.databaseUrl, database) },
    keys: run,
    temporalNamespace: 'template',
    bucket: 'template',
    apiPort: 0,
    workerHealthPort: 0,
    ...(startAt === undefined ? {} : { startAt }),
  });
  for (const args of [['prepare'], ['seed', '--accounts-file', accountsFile]]) {
    await supervisor.run({
      name: `admin-${args[0]}`,
      command: process.execPath,
      args: [run.scripts.admin, ...args],
      cwd: run.root,
      environment: { ...run.environment, ...environment },
      rank: 20,
    });
  }
}

async function withServer<T>(url: string, work: (server: Client) => Promise<T>): Promise<T> {
  const server = new Client({ connectionString: url });
  await server.connect();
  try {
    return await work(server);
  } finally {
    await server.end();
  }
}

function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
