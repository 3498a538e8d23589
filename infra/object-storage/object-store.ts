import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';

/** Opaque ASCII: file names live in the database (a store may mangle anything else in its listings). */
export type ObjectKey = string;

export interface ObjectDescription {
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, 64 lower-case hex digits. */
  readonly sha256: string;
  readonly mediaType: string;
}

export interface StoredObject {
  readonly key: ObjectKey;
  readonly sizeBytes: number;
  readonly lastModified: Date;
}

export interface ObjectHead extends StoredObject {
  /** As noted at `put`; null for an object that something else wrote. */
  readonly sha256: string | null;
  readonly mediaType: string;
}

/** The narrow port to an S3 store. Every method may throw `StoreUnavailable`. */
export interface ObjectStore {
  /** Refuses bytes that do not match their description; the same key and bytes twice is one object. */
  put(key: ObjectKey, body: Buffer | Readable, description: ObjectDescription): Promise<void>;
  /** The stream ends with `IntegrityError` unless the bytes hash to `sha256`. Throws `ObjectMissing`. */
  get(key: ObjectKey, sha256: string): Promise<Readable>;
  /** Null when there is no such object. */
  head(key: ObjectKey): Promise<ObjectHead | null>;
  /** Safe to run twice: a missing object is already removed. */
  remove(key: ObjectKey): Promise<void>;
  /** All objects whose key begins with `prefix`, in the order of their keys. */
  list(prefix: string): AsyncIterable<StoredObject>;
}

export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly refusalCode = 'STORE_UNAVAILABLE';
}

export class StorageFull extends Error {
  override readonly name = 'StorageFull';
  readonly refusalCode = 'STORAGE_FULL';
}

/** A row points at an object that is not there: to the reader the same failure as wrong bytes. */
export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing';
  readonly refusalCode = 'ATTACHMENT_INTEGRITY';
}

export class IntegrityError extends Error {
  override readonly name = 'IntegrityError';
  readonly refusalCode = 'ATTACHMENT_INTEGRITY';
}

const READ_WITHIN_MS = 20_000;
const KEY_PATTERN = /^[A-Za-z0-9][A-Za-z0-9/_.-]{0,254}$/;

export function assertObjectKey(key: ObjectKey): void {
  const valid = KEY_PATTERN.test(key) && !key.split('/').some((part) => part === '' || /^\.+$/.test(part));
  if (!valid) throw new RangeError(`not an object key: ${JSON.stringify(key)}`);
}

/** The content address: equal bytes are one object. */
export function contentKey(sha256: string): ObjectKey {
  return `content/${sha256.slice(0, 2)}/${sha256}`;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads the whole object and hands out no byte before all of them are proved. */
export async function readVerified(store: ObjectStore, key: ObjectKey, sha256: string): Promise<Buffer> {
  const body = await store.get(key, sha256);
  const timer = setTimeout(() => body.destroy(new Error('the object stopped coming')), READ_WITHIN_MS);
  try {
    return await collect(body);
  } catch (error) {
    if (error instanceof IntegrityError) throw error;
    throw new StoreUnavailable(`${key} could not be read to its end`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** The bytes of a body, checked against their description before anything is sent anywhere. */
export async function describedBytes(
  body: Buffer | Readable,
  description: ObjectDescription,
): Promise<Buffer> {
  const bytes = Buffer.isBuffer(body) ? body : await collect(body, description.sizeBytes);
  if (bytes.length !== description.sizeBytes || sha256Of(bytes) !== description.sha256) {
    throw new IntegrityError('the bytes to store do not match their description');
  }
  return bytes;
}

/** Passes bytes on and fails at their end when they hash to something else. */
export function verifying(key: ObjectKey, sha256: string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(hash.digest('hex') === sha256 ? null : new IntegrityError(`${key} does not match its hash`));
    },
  });
}

async function collect(body: Readable, maxBytes = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > maxBytes) throw new IntegrityError('the body is longer than its description says');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
