import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import {
  StorageFull,
  StoreUnavailable,
  readVerified,
  sha256Of,
} from '../../infra/object-storage/object-store.js';
import type { ObjectStore } from '../../infra/object-storage/object-store.js';
import { MinioObjectStore, storeErrorOf } from '../../infra/object-storage/minio-object-store.js';
import { freePort, launchedMinio } from '../support/s3-servers.js';

const BYTES = Buffer.from('bytes');
const DESCRIPTION = { sizeBytes: 5, sha256: sha256Of(BYTES), mediaType: 'text/plain' };

const QUESTIONS: [string, (store: ObjectStore) => Promise<unknown>][] = [
  ['put', (store) => store.put('a', BYTES, DESCRIPTION)],
  ['get', (store) => readVerified(store, 'a', DESCRIPTION.sha256)],
  ['head', (store) => store.head('a')],
  ['remove', (store) => store.remove('a')],
  ['list', (store) => store.list('')[Symbol.asyncIterator]().next()],
];

describe('a store that cannot be used', () => {
  it.each(QUESTIONS)('STORE_UNAVAILABLE within two seconds when nothing listens: %s', async (_name, ask) => {
    const port = await freePort();
    await expectUnavailable(port, ask);
  });

  describe('that accepts connections and is silent', () => {
    let silent: Server;
    let port: number;

    beforeAll(async () => {
      port = await freePort();
      silent = createServer((socket) => socket.on('error', () => undefined).unref());
      await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
    });
    afterAll(() => silent.close());

    it.each(QUESTIONS)('STORE_UNAVAILABLE within two seconds: %s', async (_name, ask) => {
      await expectUnavailable(port, ask);
    });
  });

  it('STORE_UNAVAILABLE when the store does not accept our key', async () => {
    const { settings } = await launchedMinio();
    const store = new MinioObjectStore({ ...settings, secretKey: 'not-the-secret' });
    await expect(store.put('a', BYTES, DESCRIPTION)).rejects.toMatchObject({
      name: 'StoreUnavailable',
      refusalCode: 'STORE_UNAVAILABLE',
    });
    store.close();
  });

  it('STORE_UNAVAILABLE when the bucket is not there', async () => {
    const { settings } = await launchedMinio();
    const store = new MinioObjectStore(settings);
    await expect(store.put('a', BYTES, DESCRIPTION)).rejects.toBeInstanceOf(StoreUnavailable);
    store.close();
  });

  it('STORAGE_FULL when the store answers but fails whatever it is given, as MinIO does on a full disk', async () => {
    const full = createHttpServer((request, response) => {
      request.resume();
      response.statusCode = request.method === 'PUT' ? 500 : 200;
      response.end();
    });
    const port = await freePort();
    await new Promise<void>((resolve) => full.listen(port, '127.0.0.1', resolve));
    const settings = { accessKey: 'nobody', secretKey: 'nothing', bucket: 'full' };
    const store = new MinioObjectStore({ endpoint: `http://127.0.0.1:${port}`, ...settings });
    await expect(store.put('a', BYTES, DESCRIPTION)).rejects.toMatchObject({
      name: 'StorageFull',
      refusalCode: 'STORAGE_FULL',
    });
    store.close();
    full.closeAllConnections();
    await new Promise((resolve) => full.close(resolve));
  });

  it.each(['XMinioStorageFull', 'QuotaExceeded'])('STORAGE_FULL when the store answers %s', (code) => {
    const error = storeErrorOf(Object.assign(new Error('no room'), { code }));
    expect(error).toBeInstanceOf(StorageFull);
    expect(error).toMatchObject({ refusalCode: 'STORAGE_FULL' });
  });
});

async function expectUnavailable(port: number, ask: (store: ObjectStore) => Promise<unknown>): Promise<void> {
  const settings = { accessKey: 'nobody', secretKey: 'nothing', bucket: 'none' };
  const store = new MinioObjectStore({ endpoint: `http://127.0.0.1:${port}`, ...settings });
  const asked = Date.now();
  await expect(ask(store)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(Date.now() - asked).toBeLessThan(2_000);
  store.close();
}
