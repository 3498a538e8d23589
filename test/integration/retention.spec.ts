import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { announceObject } from '../../infra/database/attachment-records.js';
import { createDataSource } from '../../infra/database/data-source.js';
import { Retention, type RetentionLine } from '../../infra/database/retention.js';
import { MinioObjectStore } from '../../infra/object-storage/minio-object-store.js';
import { contentKey, sha256Of } from '../../infra/object-storage/object-store.js';
import { launchedMinio } from '../support/s3-servers.js';
import { createStackDatabase, dropDatabase, type StackDatabase } from '../support/stack-database.js';
import { runSurroundings } from '../support/stack-surroundings.js';

const MEDIA_TYPE = 'application/pdf';

let database: StackDatabase;
let worker: DataSource;
let client: Client;
let store: MinioObjectStore;
beforeAll(async () => {
  database = await createStackDatabase(runSurroundings(), undefined);
  worker = createDataSource({ url: database.url, as: 'process', applicationName: 'test' });
  await worker.initialize();
  client = new Client({ connectionString: database.url });
  await client.connect();
  store = new MinioObjectStore((await launchedMinio()).settings);
  await store.ensureBucket();
}, 240_000);
afterAll(async () => {
  store?.close();
  await client?.end();
  await worker?.destroy();
  if (database !== undefined) await dropDatabase(runSurroundings(), database.name);
});

async function stored(): Promise<{
  sha256: string;
  objectKey: string;
  sizeBytes: number;
  mediaType: string;
}> {
  const bytes = randomBytes(100);
  const sha256 = sha256Of(bytes);
  const objectKey = contentKey(sha256);
  await store.put(objectKey, bytes, { sha256, sizeBytes: bytes.length, mediaType: MEDIA_TYPE });
  return { sha256, objectKey, sizeBytes: bytes.length, mediaType: MEDIA_TYPE };
}
/** As if it had been stored long ago. */
async function age(sha256: string): Promise<void> {
  await client.query(`update stored_object set stored_at = '2020-01-01' where sha256 = $1`, [sha256]);
}
const line = (lines: readonly RetentionLine[], key: string): RetentionLine | undefined =>
  lines.find((each) => each.key === key);

describe('the objects that nothing points at', () => {
  it('go with their bytes once they are old; those that are named anew stay', async () => {
    const [old, renewed, fresh] = [await stored(), await stored(), await stored()];
    for (const object of [old, renewed, fresh]) await announceObject(worker, object);
    for (const { sha256 } of [old, renewed]) await age(sha256);
    expect(await announceObject(worker, renewed)).toEqual({ isNew: false });
    const retention = new Retention(worker, store);
    expect(line(await retention.report(), 'orphanObject')).toMatchObject({ rows: 1, bytes: old.sizeBytes });
    expect(await store.head(old.objectKey)).not.toBeNull();
    expect(line(await retention.run(), 'orphanObject')).toMatchObject({ rows: 1, bytes: old.sizeBytes });
    expect(await store.head(old.objectKey)).toBeNull();
    for (const { objectKey } of [renewed, fresh]) expect(await store.head(objectKey)).not.toBeNull();
    expect(await announceObject(worker, old)).toEqual({ isNew: true });
  });

  it('take the pictures of their pages along, but for one that another scan shows too', async () => {
    const scans = [await stored(), await stored(), await stored()];
    const [own, shared] = [await stored(), await stored()];
    for (const object of [...scans, own, shared]) await announceObject(worker, object);
    const [going, goingToo, staying] = scans.map(({ sha256 }) => sha256);
    const check = async (sha256: string, picture: { sha256: string }): Promise<void> => {
      await client.query(`insert into scan_check (sha256, status) values ($1, 'CHECKED')`, [sha256]);
      await client.query(
        `insert into scan_page (sha256, page, facts, picture_sha256) values ($1, 1, '{}', $2)`,
        [sha256, picture.sha256],
      );
    };
    await check(going ?? '', own);
    await check(goingToo ?? '', shared);
    await check(staying ?? '', shared);
    for (const sha256 of [going, goingToo, own.sha256, shared.sha256]) await age(sha256 ?? '');
    const retention = new Retention(worker, store);
    expect(line(await retention.report(), 'orphanObject')).toMatchObject({ rows: 3 });
    expect(line(await retention.run(), 'orphanObject')).toMatchObject({ rows: 3 });
    expect(line(await retention.run(), 'orphanObject')).toMatchObject({ rows: 0 });
    expect(await store.head(own.objectKey)).toBeNull();
    expect(await store.head(shared.objectKey)).not.toBeNull();
  });

  it('are left while somebody holds their row', async () => {
    const object = await stored();
    await announceObject(worker, object);
    await age(object.sha256);
    await client.query('begin');
    await client.query('select from stored_object where sha256 = $1 for key share', [object.sha256]);
    expect(line(await new Retention(worker, store).run(), 'orphanObject')).toMatchObject({ rows: 0 });
    await client.query('commit');
    expect(line(await new Retention(worker, store).run(), 'orphanObject')).toMatchObject({ rows: 1 });
  });

  it('go too where they never had a row, unless a document is made of them', async () => {
    const [stray, document] = [await stored(), await stored()];
    await client.query(
      `insert into issued_document (id, kind, number, application_id, round, sha256, object_key, size_bytes,
         verification_code, issued_at) values (gen_random_uuid(), 'RECEIPT', 'n', gen_random_uuid(), 1, $1, $2, 1, 'c', now())`,
      [document.sha256, document.objectKey],
    );
    expect(line(await new Retention(worker, store).run(), 'strayObject')).toMatchObject({ rows: 0 });
    const without = new Retention(worker, store, { strayDays: 0 });
    expect(line(await without.report(), 'strayObject')).toMatchObject({ rows: 1, bytes: stray.sizeBytes });
    expect(line(await without.run(), 'strayObject')).toMatchObject({ rows: 1, bytes: stray.sizeBytes });
    expect(await store.head(stray.objectKey)).toBeNull();
    expect(await store.head(document.objectKey)).not.toBeNull();
  });
});

describe('the daily run', () => {
  it('is one at a time, whoever begins it', async () => {
    await client.query(`select pg_advisory_lock(hashtext('retention'))`);
    expect(await new Retention(worker, store).runOnceToday()).toBeNull();
    await client.query(`select pg_advisory_unlock(hashtext('retention'))`);
    expect(await new Retention(worker, store).runOnceToday()).not.toBeNull();
    expect(await new Retention(worker, store).runOnceToday()).not.toBeNull();
  });
});
