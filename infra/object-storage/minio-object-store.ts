import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { Client } from 'minio';
import type { BucketItem } from 'minio';
import {
  ObjectMissing,
  StorageFull,
  StoreUnavailable,
  assertObjectKey,
  describedBytes,
  verifying,
} from './object-store.js';
import type { ObjectDescription, ObjectHead, ObjectKey, ObjectStore, StoredObject } from './object-store.js';

export interface MinioSettings {
  /** With scheme and port, no path. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly bucket: string;
  readonly region?: string;
}

/** An absent store is told within two seconds (domain.md §7.5 STORE_UNAVAILABLE). */
const ANSWER_WITHIN_MS = 1_800;
const UPLOAD_WITHIN_MS = 20_000;
const IDLE_SOCKET_MS = 10_000;

export class MinioObjectStore implements ObjectStore {
  private readonly client: Client;
  private readonly agent: HttpAgent;
  private readonly bucket: string;
  private readonly region: string;

  constructor(settings: MinioSettings) {
    const url = new URL(settings.endpoint);
    const useSSL = url.protocol === 'https:';
    const agentOptions = { keepAlive: true, timeout: IDLE_SOCKET_MS };
    this.bucket = settings.bucket;
    this.region = settings.region ?? 'us-east-1';
    this.agent = useSSL ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
    this.client = new Client({
      endPoint: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || (useSSL ? 443 : 80),
      useSSL,
      accessKey: settings.accessKey,
      secretKey: settings.secretKey,
      region: this.region,
      pathStyle: true,
      transportAgent: this.agent,
      retryOptions: { disableRetry: true },
    });
  }

  /** Safe to run twice, and by two processes at once. */
  async ensureBucket(): Promise<void> {
    await this.ask(async () => {
      if (await this.client.bucketExists(this.bucket)) return;
      try {
        await this.client.makeBucket(this.bucket, this.region);
      } catch (error) {
        if (codeOf(error) !== 'BucketAlreadyOwnedByYou') throw error;
      }
    }, UPLOAD_WITHIN_MS);
  }

  async put(key: ObjectKey, body: Buffer | Readable, description: ObjectDescription): Promise<void> {
    assertObjectKey(key);
    const bytes = await describedBytes(body, description);
    const metadata = { 'Content-Type': description.mediaType, 'x-amz-meta-sha256': description.sha256 };
    await this.ping();
    try {
      await this.ask(
        () => this.client.putObject(this.bucket, key, bytes, bytes.length, metadata),
        UPLOAD_WITHIN_MS,
      );
    } catch (error) {
      if (!isBareServerError(error)) throw error;
      await this.ping();
      throw new StorageFull('the store answers and takes no bytes', { cause: error });
    }
  }

  async get(key: ObjectKey, sha256: string): Promise<Readable> {
    assertObjectKey(key);
    const source = await this.ask(() => this.client.getObject(this.bucket, key));
    return pipeline(source, verifying(key, sha256), () => undefined);
  }

  async head(key: ObjectKey): Promise<ObjectHead | null> {
    assertObjectKey(key);
    try {
      const found = await this.ask(() => this.client.statObject(this.bucket, key));
      return {
        key,
        sizeBytes: found.size,
        lastModified: found.lastModified,
        sha256: textOr(found.metaData['sha256'], null),
        mediaType: textOr(found.metaData['content-type'], 'application/octet-stream'),
      };
    } catch (error) {
      if (error instanceof ObjectMissing) return null;
      throw error;
    }
  }

  async remove(key: ObjectKey): Promise<void> {
    assertObjectKey(key);
    await this.ask(() => this.client.removeObject(this.bucket, key));
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const pages = this.client.listObjectsV2(this.bucket, prefix, true)[Symbol.asyncIterator]();
    for (;;) {
      const next: IteratorResult<BucketItem> = await this.ask(() => pages.next());
      if (next.done === true) return;
      const { name, size, lastModified } = next.value;
      if (name !== undefined && lastModified !== undefined)
        yield { key: name, sizeBytes: size, lastModified };
    }
  }

  /** Throws `StoreUnavailable` unless the store answers and the bucket is there. */
  async ping(): Promise<void> {
    const exists = await this.ask(() => this.client.bucketExists(this.bucket));
    if (!exists) throw new StoreUnavailable(`the bucket ${this.bucket} does not exist`);
  }

  close(): void {
    this.agent.destroy();
  }

  private async ask<T>(question: () => Promise<T>, withinMs = ANSWER_WITHIN_MS): Promise<T> {
    try {
      return await answerWithin(question(), withinMs);
    } catch (error) {
      throw storeErrorOf(error);
    }
  }
}

const MISSING = new Set(['NoSuchKey', 'NotFound']);
const FULL = new Set([
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
  'QuotaExceeded',
  'InsufficientCapacity',
]);

/** Everything that is not known to be about one object or about space means: the store cannot be used now. */
export function storeErrorOf(error: unknown): Error {
  if (error instanceof StoreUnavailable) return error;
  const code = codeOf(error);
  if (MISSING.has(code)) return new ObjectMissing(`the store answers ${code}`, { cause: error });
  if (FULL.has(code)) return new StorageFull(`the store answers ${code}`, { cause: error });
  return new StoreUnavailable(`the object store cannot be used: ${code}`, { cause: error });
}

/** What MinIO says of a disk without room: 500 without a code; the client tells it in words only. */
function isBareServerError(error: unknown): boolean {
  const cause = error instanceof StoreUnavailable ? error.cause : null;
  return cause instanceof Error && /\bHTTP status: 500$/.test(cause.message);
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' ? value : otherwise;
}

/** Nobody waits for an answer that comes later; a late stream is closed so that its socket is free. */
function answerWithin<T>(answer: Promise<T>, withinMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(new StoreUnavailable(`the object store did not answer within ${withinMs} ms`));
    }, withinMs);
    answer
      .then((value) => {
        if (late && isStream(value)) value.destroy();
        resolve(value);
      }, reject)
      .finally(() => clearTimeout(timer));
  });
}

function isStream(value: unknown): value is Readable {
  return value instanceof Object && 'destroy' in value && typeof value.destroy === 'function';
}
