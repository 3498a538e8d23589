import { Readable } from 'node:stream';
import {
  IntegrityError,
  ObjectMissing,
  contentKey,
  readVerified,
  sha256Of,
} from '../../infra/object-storage/object-store.js';
import type { ObjectStore, StoredObject } from '../../infra/object-storage/object-store.js';
import { MinioObjectStore } from '../../infra/object-storage/minio-object-store.js';
import { MemoryObjectStore } from '../support/memory-object-store.js';
import { launchedMinio, secondServerIsInstalled, startSecondServer } from '../support/s3-servers.js';
import type { S3Server } from '../support/s3-servers.js';

interface OpenStore {
  readonly store: ObjectStore;
  close(): Promise<void>;
}

async function openedOn(server: S3Server): Promise<OpenStore> {
  const store = new MinioObjectStore(server.settings);
  await Promise.all([store.ensureBucket(), store.ensureBucket()]);
  const close = async () => {
    for await (const { key } of store.list('')) await store.remove(key);
    store.close();
    await server.stop();
  };
  return { store, close };
}

const STORES: [string, () => Promise<OpenStore>][] = [
  ['MinIO', async () => openedOn(await launchedMinio())],
  ['the memory store of the tests', async () => ({ store: new MemoryObjectStore(), close: async () => {} })],
];
if (secondServerIsInstalled()) STORES.push(['versitygw', async () => openedOn(await startSecondServer())]);

describe.each(STORES)('the object store contract on %s', (_name, open) => {
  let opened: OpenStore;
  let store: ObjectStore;

  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  }, 30_000);
  afterAll(() => opened.close());

  async function stored(key: string, bytes: Buffer, body: Buffer | Readable = bytes): Promise<string> {
    const sha256 = sha256Of(bytes);
    await store.put(key, body, { sizeBytes: bytes.length, sha256, mediaType: 'application/pdf' });
    return sha256;
  }

  it('gives back the bytes it was given, as a buffer or as a stream', async () => {
    const bytes = Buffer.from('%PDF-1.7 居证'.repeat(50_000));
    const sha256 = await stored('round/buffer', bytes);
    await stored('round/stream', bytes, Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]));
    expect((await readVerified(store, 'round/buffer', sha256)).equals(bytes)).toBe(true);
    expect((await readVerified(store, 'round/stream', sha256)).equals(bytes)).toBe(true);
  });

  it('keeps an empty object', async () => {
    const sha256 = await stored('round/empty', Buffer.alloc(0));
    expect(await readVerified(store, 'round/empty', sha256)).toHaveLength(0);
  });

  it('tells size, hash and media type without the bytes', async () => {
    const bytes = Buffer.from('head');
    const sha256 = await stored('head/one', bytes);
    expect(await store.head('head/one')).toMatchObject({
      key: 'head/one',
      sizeBytes: 4,
      sha256,
      mediaType: 'application/pdf',
      lastModified: expect.any(Date),
    });
    expect(await store.head('head/none')).toBeNull();
  });

  it('is one object when the same bytes are put twice under their content address', async () => {
    const bytes = Buffer.from('twice');
    const key = contentKey(sha256Of(bytes));
    await stored(key, bytes);
    await stored(key, bytes);
    expect((await all(store.list(key))).map((found) => found.key)).toEqual([key]);
  });

  it('removes an object, and again', async () => {
    const sha256 = await stored('remove/me', Buffer.from('x'));
    await store.remove('remove/me');
    await store.remove('remove/me');
    expect(await store.head('remove/me')).toBeNull();
    await expect(readVerified(store, 'remove/me', sha256)).rejects.toBeInstanceOf(ObjectMissing);
  });

  it('lists what begins with a prefix, in order, with sizes', async () => {
    for (const key of ['list/b', 'list/a/2', 'list/a/1', 'listed']) await stored(key, Buffer.from(key));
    const found = await all(store.list('list/'));
    expect(found.map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual([
      ['list/a/1', 8],
      ['list/a/2', 8],
      ['list/b', 6],
    ]);
    expect(await all(store.list('nothing/'))).toEqual([]);
  });

  it('lists more than one page', async () => {
    const empty = { sizeBytes: 0, sha256: sha256Of(Buffer.alloc(0)), mediaType: 'text/plain' };
    const keys = Array.from({ length: 1_050 }, (_, index) => `pages/${String(index).padStart(4, '0')}`);
    for (let from = 0; from < keys.length; from += 50) {
      await Promise.all(keys.slice(from, from + 50).map((key) => store.put(key, Buffer.alloc(0), empty)));
    }
    expect((await all(store.list('pages/'))).map((found) => found.key)).toEqual(keys);
  }, 60_000);

  it('refuses to store bytes that are not what their description says', async () => {
    const bytes = Buffer.from('promised');
    const sha256 = sha256Of(bytes);
    const mediaType = 'application/pdf';
    const other = Buffer.from('anything');
    await expect(store.put('wrong/hash', other, { sizeBytes: 8, sha256, mediaType })).rejects.toThrow(
      IntegrityError,
    );
    const longer = Readable.from([bytes, bytes]);
    await expect(store.put('wrong/size', longer, { sizeBytes: 8, sha256, mediaType })).rejects.toThrow(
      IntegrityError,
    );
    expect(await all(store.list('wrong/'))).toEqual([]);
  });

  it('hands out nothing when the stored bytes have another hash than their row', async () => {
    await stored('tampered', Buffer.from('other bytes'));
    const ofTheRow = sha256Of(Buffer.from('the bytes of the row'));
    await expect(readVerified(store, 'tampered', ofTheRow)).rejects.toBeInstanceOf(IntegrityError);
  });

  it.each(['', '/a', 'a//b', 'a/../b', '名字.pdf', 'a b', 'a+b'])('does not know the key %j', async (key) => {
    await expect(store.head(key)).rejects.toBeInstanceOf(RangeError);
  });
});

async function all(found: AsyncIterable<StoredObject>): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const each of found) objects.push(each);
  return objects;
}
