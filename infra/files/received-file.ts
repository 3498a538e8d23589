import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type/core';
import { accept, refuse } from '../../domain/refusal.js';
import type { Decision } from '../../domain/refusal.js';
import { cleanFileName } from './file-name.js';

export interface Upload {
  readonly stream: Readable;
  /** As the client names it; never trusted. */
  readonly fileName: string;
}

export interface UploadLimits {
  readonly maxBytes: number;
  /** Where the private temporary folder is made; the system's folder unless said otherwise. */
  readonly spoolFolder?: string;
}

/** Bytes of unknown intent in a private temporary file: nothing is known of them but what is said here. */
export interface ReceivedFile {
  readonly path: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** From the content, `application/octet-stream` when it is none that is known. */
  readonly mediaType: string;
  /** Removes the temporary file; safe to call twice. The caller owes this call. */
  discard(): Promise<void>;
}

const SNIFFED_BYTES = 4_100;
const UNKNOWN = 'application/octet-stream';
const BEGINNINGS: ReadonlyMap<string, Buffer> = new Map([
  ['application/pdf', Buffer.from('%PDF-')],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
]);

/**
 * Spools, hashes and counts an upload in one pass. Too large is FILE_TOO_LARGE; a stream that breaks off is thrown
 * again; neither leaves a file behind.
 */
export async function receiveUpload(upload: Upload, limits: UploadLimits): Promise<Decision<ReceivedFile>> {
  const folder = await mkdtemp(join(limits.spoolFolder ?? tmpdir(), 'juzheng-upload-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'content');
    const spooled = await spool(upload.stream, path, limits.maxBytes);
    if (spooled === 'TOO_LARGE') {
      await discard();
      return refuse('FILE_TOO_LARGE', { max: inMebibytes(limits.maxBytes) });
    }
    return accept({ path, fileName: cleanFileName(upload.fileName), ...spooled, discard });
  } catch (error) {
    await discard();
    throw error;
  }
}

type Spooled = Pick<ReceivedFile, 'sizeBytes' | 'sha256' | 'mediaType'>;

async function spool(stream: Readable, path: string, maxBytes: number): Promise<Spooled | 'TOO_LARGE'> {
  const file = await open(path, 'wx', 0o600);
  try {
    return await copy(stream, file, maxBytes);
  } finally {
    await file.close();
  }
}

async function copy(stream: Readable, file: FileHandle, maxBytes: number): Promise<Spooled | 'TOO_LARGE'> {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    const bytes = Buffer.from(chunk);
    if (sizeBytes < SNIFFED_BYTES) head.push(bytes.subarray(0, SNIFFED_BYTES - sizeBytes));
    sizeBytes += bytes.length;
    if (sizeBytes > maxBytes) break;
    hash.update(bytes);
    await file.writeFile(bytes);
  }
  if (sizeBytes > maxBytes || wasCutOff(stream)) {
    stream.resume(); // a multipart body must be read to its end before an answer reaches the client
    return 'TOO_LARGE';
  }
  return { sizeBytes, sha256: hash.digest('hex'), mediaType: await mediaTypeOf(Buffer.concat(head)) };
}

/** The sniffer also looks behind a byte order mark and a music tag; what we take begins with its first byte. */
async function mediaTypeOf(head: Buffer): Promise<string> {
  const found = (await fileTypeFromBuffer(head))?.mime ?? UNKNOWN;
  const beginning = BEGINNINGS.get(found);
  return beginning === undefined || head.subarray(0, beginning.length).equals(beginning) ? found : UNKNOWN;
}

/** `@fastify/multipart` ends a stream silently at its own limit and only leaves this mark. */
function wasCutOff(stream: Readable): boolean {
  return 'truncated' in stream && stream.truncated === true;
}

function inMebibytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 100) / 100} MiB`;
}
