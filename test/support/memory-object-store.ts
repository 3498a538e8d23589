import { Readable, pipeline } from 'node:stream';
import {
  ObjectMissing,
  StoreUnavailable,
  assertObjectKey,
  describedBytes,
  verifying,
} from '../../infra/object-storage/object-store.js';
import type {
  ObjectDescription,
  ObjectHead,
  ObjectKey,
  ObjectStore,
  StoredObject,
} from '../../infra/object-storage/object-store.js';

interface Held {
  bytes: Buffer;
  readonly head: ObjectHead;
}

/** Keeps the contract of `ObjectStore` in memory; a test may take it away or damage what it holds. */
export class MemoryObjectStore implements ObjectStore {
  private readonly held = new Map<ObjectKey, Held>();
  available = true;

  async put(key: ObjectKey, body: Buffer | Readable, description: ObjectDescription): Promise<void> {
    assertObjectKey(key);
    const bytes = await describedBytes(body, description);
    this.answer();
    this.held.set(key, { bytes, head: { key, lastModified: new Date(), ...description } });
  }

  async get(key: ObjectKey, sha256: string): Promise<Readable> {
    assertObjectKey(key);
    this.answer();
    const found = this.held.get(key);
    if (found === undefined) throw new ObjectMissing(`there is no ${key}`);
    return pipeline(Readable.from([found.bytes]), verifying(key, sha256), () => undefined);
  }

  async head(key: ObjectKey): Promise<ObjectHead | null> {
    assertObjectKey(key);
    this.answer();
    return this.held.get(key)?.head ?? null;
  }

  async remove(key: ObjectKey): Promise<void> {
    assertObjectKey(key);
    this.answer();
    this.held.delete(key);
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    this.answer();
    const keys = [...this.held.keys()].filter((key) => key.startsWith(prefix)).toSorted();
    for (const key of keys) {
      const found = this.held.get(key);
      if (found === undefined) continue;
      yield { key, sizeBytes: found.head.sizeBytes, lastModified: found.head.lastModified };
    }
  }

  /** Changes the bytes behind the store's back. */
  damage(key: ObjectKey): void {
    const found = this.held.get(key);
    if (found === undefined) throw new ObjectMissing(`there is no ${key}`);
    found.bytes = Buffer.concat([found.bytes, Buffer.from('?')]);
  }

  private answer(): void {
    if (!this.available) throw new StoreUnavailable('the memory store was taken away');
  }
}
