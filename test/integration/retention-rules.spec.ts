import type { DataSource } from 'typeorm';
import { createDataSource } from '../../infra/database/data-source.js';
import { OBJECT_FINDINGS, OBJECT_REFERENCES, RETENTION_RULES } from '../../infra/database/retention-rules.js';
import { createStackDatabase, dropDatabase, type StackDatabase } from '../support/stack-database.js';
import { runSurroundings } from '../support/stack-surroundings.js';

/** Nothing of these is ever removed by a rule. */
const KEPT = [
  'audit_event',
  'audit_seal',
  'application_snapshot',
  'issued_document',
  'permit',
  'permit_term',
  'employee',
];

let database: StackDatabase;
let owner: DataSource;
beforeAll(async () => {
  database = await createStackDatabase(runSurroundings(), undefined);
  owner = createDataSource({ url: database.url, as: 'owner', applicationName: 'test' });
  await owner.initialize();
}, 240_000);
afterAll(async () => {
  await owner?.destroy();
  if (database !== undefined) await dropDatabase(runSurroundings(), database.name);
});

describe('the rules of retention', () => {
  it('know every column that names an object of the store', async () => {
    const columns = await owner.query<{ name: string }[]>(
      `select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' and column_name like '%sha256%' and table_name <> 'stored_object'`,
    );
    const known = [
      ...OBJECT_REFERENCES.map(([table, column]) => `${table}.${column}`),
      ...OBJECT_FINDINGS.map((table) => `${table}.sha256`),
    ];
    expect(columns.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
  });

  it('say of each period how long and why, and touch nothing that has to stay', () => {
    for (const { keepDays, basis, table } of RETENTION_RULES) {
      expect(keepDays).toBeGreaterThan(0);
      expect(basis).toMatch(/\(decision\)|《.+》/);
      expect(KEPT).not.toContain(table);
    }
    expect(new Set(RETENTION_RULES.map(({ key }) => key)).size).toBe(RETENTION_RULES.length);
  });
});
