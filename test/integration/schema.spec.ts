import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createDataSource } from '../../infra/database/data-source.js';
import { runSurroundings } from '../support/stack-surroundings.js';

/** An empty database on the run's server, for one test. */
async function onEmptyDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const name = `schema_${randomBytes(5).toString('hex')}`;
  const { databaseUrl } = runSurroundings();
  const server = new Client({ connectionString: databaseUrl });
  await server.connect();
  try {
    await server.query(`create database ${name}`);
    const url = new URL(databaseUrl);
    url.pathname = `/${name}`;
    return await work(url.toString());
  } finally {
    await server.query(`drop database if exists ${name} with (force)`);
    await server.end();
  }
}

describe('the schema', () => {
  it('comes out of the migrations exactly as the entities describe it', async () => {
    const differences = await onEmptyDatabase(async (url) => {
      const dataSource = createDataSource({ url, as: 'owner', applicationName: 'test' });
      await dataSource.initialize();
      try {
        await dataSource.runMigrations();
        const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
        return upQueries.map(({ query }) => query);
      } finally {
        await dataSource.destroy();
      }
    });
    expect(differences).toEqual([]);
  });

  it('has an index that leads with every foreign key', async () => {
    const missing = await onEmptyDatabase(async (url) => {
      const dataSource = createDataSource({ url, as: 'owner', applicationName: 'test' });
      await dataSource.initialize();
      try {
        await dataSource.runMigrations();
        return await dataSource.query<{ constraint: string }[]>(
          `select c.conname as constraint from pg_constraint c
            where c.contype = 'f' and c.connamespace = 'public'::regnamespace
              and not exists (select 1 from pg_index i where i.indrelid = c.conrelid
                              and (i.indkey::int2[])[0] = c.conkey[1])`,
        );
      } finally {
        await dataSource.destroy();
      }
    });
    expect(missing).toEqual([]);
  });

  it('AC-102 lets no role change or delete an audit event', async () => {
    await onEmptyDatabase(async (url) => {
      const owner = createDataSource({ url, as: 'owner', applicationName: 'test' });
      await owner.initialize();
      try {
        await owner.runMigrations();
        await owner.query(
          `insert into audit_event (transaction_id, at, actor_role, action, entity)
           values (current_transaction_number(), now(), 'SYSTEM', 'test', 'test')`,
        );
        await expect(owner.query(`update audit_event set action = 'changed'`)).rejects.toThrow(/append-only/);
        await expect(owner.query('delete from audit_event')).rejects.toThrow(/append-only/);
        await expect(owner.query('truncate audit_event cascade')).rejects.toThrow(/append-only/);
      } finally {
        await owner.destroy();
      }
      const runtime = createDataSource({ url, as: 'runtime', applicationName: 'test' });
      await runtime.initialize();
      try {
        await expect(runtime.query('delete from audit_event')).rejects.toThrow(/permission denied/);
        await expect(runtime.query('alter table audit_event disable trigger all')).rejects.toThrow(
          /must be owner/,
        );
      } finally {
        await runtime.destroy();
      }
    });
  });
});
