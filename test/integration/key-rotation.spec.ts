import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../infra/database/data-source.js';
import { keyFaults } from '../../infra/database/encryption-keys.js';
import { countKeys, KeyRotation, type RotationReport } from '../../infra/database/key-rotation.js';
import { personIndex } from '../../infra/personal-data/person-index.js';
import { PersonalData } from '../../infra/personal-data/personal-data.js';
import { createStackDatabase, dropDatabase, type StackDatabase } from '../support/stack-database.js';
import { runSurroundings } from '../support/stack-surroundings.js';
import { addWorld } from '../support/tenant-rows.js';

const MONTHS = 1_200;
const { dataKeys: oldKey, indexKey } = runSurroundings();
const newKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const k2 = newKey('k2');
const old = PersonalData.withKeys({ dataKeys: oldKey, indexKey });
const ring = PersonalData.withKeys({ dataKeys: `${k2},${oldKey}`, indexKey });
const onlyNew = PersonalData.withKeys({ dataKeys: k2, indexKey });

let database: StackDatabase;
let owner: DataSource;
let client: Client;
let employeeId: string;

beforeEach(async () => {
  database = await createStackDatabase(runSurroundings(), undefined);
  owner = createDataSource({ url: database.url, as: 'owner', applicationName: 'test' });
  await owner.initialize();
  client = new Client({ connectionString: database.url });
  await client.connect();
  ({ employeeId } = await addWorld(client, (text) => old.seal(text)));
  await client.query(
    `insert into insurance_tax_month (id, employee_id, month, insurance_paid, taxable_income_sealed)
     select gen_random_uuid(), $1, 'm' || ordinality, true, sealed from unnest($2::text[]) with ordinality as t (sealed)`,
    [employeeId, Array.from({ length: MONTHS }, (_, month) => old.seal(`${month}.00`))],
  );
}, 240_000);
afterEach(async () => {
  await client?.end();
  await owner?.destroy();
  if (database !== undefined) await dropDatabase(runSurroundings(), database.name);
});

const rotate = (tell: (progress: string) => void = () => undefined): Promise<RotationReport> =>
  new KeyRotation(owner, ring).run(tell);
const keysInUse = async (): Promise<string[]> => [
  ...new Set((await countKeys(owner)).map(({ keyId }) => keyId).toSorted()),
];

describe('the rotation of keys', () => {
  it('seals every column anew, so that the new key alone opens them, and once more has nothing to do', async () => {
    const before = await countKeys(owner);
    const report = await rotate();
    expect(report.resealed).toBe(before.reduce((sum, { values }) => sum + values, 0));
    expect(report.resealed).toBeGreaterThan(MONTHS);
    expect(report.retired).toEqual(['trial']);
    expect(await keysInUse()).toEqual(['k2']);
    const { rows } = await client.query<{ sealed: string }>(
      `select taxable_income_sealed as sealed from insurance_tax_month where month like 'm%'`,
    );
    const incomes = rows.map(({ sealed }) => Number(onlyNew.open(sealed))).toSorted((one, two) => one - two);
    expect(incomes).toEqual(Array.from({ length: MONTHS }, (_, month) => month));
    const again = await rotate();
    expect({ resealed: again.resealed, retired: again.retired }).toEqual({ resealed: 0, retired: [] });
    const events = await client.query(`select after from audit_event where action = 'personalData.rotate'`);
    expect(events.rows).toEqual([
      { after: { currentKeyId: 'k2', resealed: report.resealed, retired: ['trial'] } },
    ]);
  });

  it('goes on after it broke off', async () => {
    const broken = rotate((progress) => {
      if (progress.startsWith('family_member')) throw new Error('killed');
    });
    await expect(broken).rejects.toThrow('killed');
    expect(await keysInUse()).toEqual(['k2', 'trial']);
    expect((await rotate()).retired).toEqual(['trial']);
    expect(await keysInUse()).toEqual(['k2']);
  });

  it('leaves a row that somebody is writing, and takes it with what he wrote', async () => {
    await client.query('begin');
    await client.query('update employee set phone_sealed = $2 where id = $1', [
      employeeId,
      old.seal('13911112222'),
    ]);
    const running = rotate();
    await pause(600);
    await client.query('commit');
    expect((await running).retired).toEqual(['trial']);
    const { rows } = await client.query<{ phone_sealed: string }>(
      'select phone_sealed from employee where id = $1',
      [employeeId],
    );
    expect(onlyNew.open(rows[0]?.phone_sealed ?? '')).toBe('13911112222');
  });

  it('names what it cannot open, leaves it and keeps its key', async () => {
    const strange = PersonalData.withKeys({ dataKeys: newKey('trial'), indexKey }).seal('13911112222');
    await client.query('update employee set phone_sealed = $2 where id = $1', [employeeId, strange]);
    const report = await rotate();
    expect(report.unreadable).toEqual([{ table: 'employee', keyId: 'trial', values: 1 }]);
    expect(report.retired).toEqual([]);
    expect(report.counts).toContainEqual({ table: 'employee', keyId: 'trial', values: 1 });
  });

  it('is the only change that a frozen snapshot allows', async () => {
    const refused = (change: string, values: unknown[] = []): Promise<void> =>
      expect(client.query(`update application_snapshot set ${change}`, values)).rejects.toThrow(
        /append-only/,
      );
    await refused(`files = '[{}]'`);
    await refused('content_sealed = $1', [old.seal('anything')]);
    await refused(`content_sealed = $1, round = 9`, [ring.seal('anything')]);
    await expect(client.query('delete from application_snapshot')).rejects.toThrow(/append-only/);
    for (const as of ['runtime', 'process'] as const) {
      const service = createDataSource({ url: database.url, as, applicationName: 'test' });
      await service.initialize();
      const resealing = service.query('update application_snapshot set content_sealed = $1', [
        ring.seal('x'),
      ]);
      await expect(resealing).rejects.toThrow(/permission denied/);
      await service.destroy();
    }
  });
});

describe('the keys that a database needs', () => {
  const faults = (dataKeys: string, index = indexKey): Promise<string[]> =>
    keyFaults(owner, PersonalData.withKeys({ dataKeys, indexKey: index }));

  it('are named when a configuration lacks them, until nothing is sealed by them', async () => {
    expect(await faults(k2)).toEqual([expect.stringContaining('JUZHENG_DATA_KEYS 缺少密钥 trial')]);
    expect(await faults(`${k2},${oldKey}`)).toEqual([]);
    await rotate();
    expect(await faults(k2)).toEqual([]);
    expect(await faults(oldKey)).toEqual([expect.stringContaining('缺少密钥 k2')]);
  });

  it('are not another key of the same name, nor another index key', async () => {
    expect(await faults(newKey('trial'))).toEqual([expect.stringContaining('不是同一个')]);
    const other = await faults(oldKey, randomBytes(32).toString('base64'));
    expect(other).toEqual([expect.stringContaining('JUZHENG_INDEX_KEY')]);
  });

  it('are needed again when a retired one seals again', async () => {
    await faults(`${k2},${oldKey}`);
    await rotate();
    expect(await faults(`${oldKey},${k2}`)).toEqual([]);
    expect(await faults(k2)).toEqual([expect.stringContaining('缺少密钥 trial')]);
  });

  it('are found in rows that were there before keys were written down', async () => {
    await owner.query('drop table encryption_key');
    await owner.query('drop trigger application_snapshot_resealed_only on application_snapshot');
    await owner.query('drop function refuse_all_but_resealing()');
    await owner.query(`delete from migrations where name like 'AddKeyRotation%'`);
    await owner.runMigrations();
    await client.query(`update employee set id_no_index = $1`, [personIndex(old, 'PASSPORT', 's')]);
    const other = await faults(oldKey, randomBytes(32).toString('base64'));
    expect(other).toEqual([expect.stringContaining('JUZHENG_INDEX_KEY')]);
    expect(await faults(k2)).toEqual([expect.stringContaining('缺少密钥 trial')]);
    expect(await faults(oldKey)).toEqual([]);
  });
});
