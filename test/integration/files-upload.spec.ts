import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Decision } from '../../domain/refusal.js';
import { cleanFileName } from '../../infra/files/file-name.js';
import { receiveUpload } from '../../infra/files/received-file.js';
import type { ReceivedFile } from '../../infra/files/received-file.js';
import { samplePdf } from '../support/sample-pdfs.js';
import { SAMPLE_PHOTO } from '../support/sample-photo.js';

let spoolFolder: string;
beforeEach(async () => {
  spoolFolder = await mkdtemp(join(tmpdir(), 'juzheng-test-'));
});
afterEach(() => rm(spoolFolder, { recursive: true, force: true }));

const MAX = 64 * 1024;

function receive(body: Buffer | Readable, fileName = '营业执照.pdf'): Promise<Decision<ReceivedFile>> {
  const stream = Buffer.isBuffer(body) ? Readable.from([body.subarray(0, 10), body.subarray(10)]) : body;
  return receiveUpload({ stream, fileName }, { maxBytes: MAX, spoolFolder });
}

function accepted(decision: Decision<ReceivedFile>): ReceivedFile {
  if (!decision.accepted) throw new Error(decision.refusals[0].code);
  return decision.value;
}

describe('receiving an upload', () => {
  it('counts, hashes and sniffs what has come, in a file only we can read', async () => {
    const bytes = await samplePdf();
    const file = accepted(await receive(bytes));
    expect(file).toMatchObject({
      fileName: '营业执照.pdf',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      mediaType: 'application/pdf',
    });
    expect((await readFile(file.path)).equals(bytes)).toBe(true);
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file.path, '..'))).mode & 0o777).toBe(0o700);
    await file.discard();
    await file.discard();
    expect(await readdir(spoolFolder)).toEqual([]);
  });

  it('believes the content, not the name', async () => {
    expect(accepted(await receive(SAMPLE_PHOTO, 'photo.pdf')).mediaType).toBe('image/jpeg');
    expect(accepted(await receive(Buffer.from('plain'), 'a.pdf')).mediaType).toBe('application/octet-stream');
    const late = Buffer.concat([Buffer.from('\n\n'), await samplePdf()]);
    expect(accepted(await receive(late, 'a.pdf')).mediaType).toBe('application/octet-stream');
  });

  it('accepts the largest size and refuses one byte more with FILE_TOO_LARGE, leaving nothing', async () => {
    await accepted(await receive(randomBytes(MAX))).discard();
    expect(await receive(randomBytes(MAX + 1))).toEqual({
      accepted: false,
      refusals: [{ code: 'FILE_TOO_LARGE', facts: { max: '0.06 MiB' } }],
    });
    expect(await readdir(spoolFolder)).toEqual([]);
  });

  it('leaves nothing when the upload breaks off', async () => {
    async function* breakingOff() {
      yield randomBytes(1_000);
      throw new Error('aborted');
    }
    await expect(receive(Readable.from(breakingOff()))).rejects.toThrow('aborted');
    expect(await readdir(spoolFolder)).toEqual([]);
  });
});

describe('receiving over HTTP', () => {
  let server: FastifyInstance;
  let address: string;
  let outcome: Promise<Decision<ReceivedFile>>;

  beforeEach(async () => {
    server = fastify();
    let settle: (received: Promise<Decision<ReceivedFile>>) => void = () => undefined;
    outcome = new Promise((resolve) => (settle = resolve));
    outcome.catch(() => undefined);
    await server.register(multipart, { limits: { fileSize: 2 * MAX } });
    server.post('/', async (req, reply) => {
      const part = await req.file();
      if (part === undefined) return reply.code(400).send();
      const received = receive(part.file, part.filename);
      settle(received);
      const decision = await received;
      return reply.send(decision.accepted ? decision.value.fileName : decision.refusals[0].code);
    });
    address = await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => server.close());

  async function posted(bytes: Buffer, name: string): Promise<string> {
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.from(bytes)]), name);
    return (await fetch(address, { method: 'POST', body: form })).text();
  }

  it('keeps a Chinese file name', async () => {
    expect(await posted(await samplePdf(), '单位诚信声明（2021年）.pdf')).toBe('单位诚信声明（2021年）.pdf');
  });

  it('answers FILE_TOO_LARGE also where the multipart reader cuts the file off', async () => {
    expect(await posted(randomBytes(MAX + 1), 'a.pdf')).toBe('FILE_TOO_LARGE');
    expect(await posted(randomBytes(5 * MAX), 'a.pdf')).toBe('FILE_TOO_LARGE');
    expect(await readdir(spoolFolder)).toEqual([]);
  });

  it('leaves no file when the client goes away in the middle', async () => {
    const client = request(address, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 100_000 },
    });
    client.on('error', () => undefined);
    client.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7');
    while ((await readdir(spoolFolder)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    client.destroy();
    await expect(outcome).rejects.toThrow();
    expect(await readdir(spoolFolder)).toEqual([]);
  });
});

describe('the name of a file', () => {
  it.each([
    ['劳动合同.pdf', '劳动合同.pdf'],
    ['C:\\资料\\劳动合同.pdf', '劳动合同.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['a\u0000b\r\n.pdf', 'ab.pdf'],
    ['\u202efdp.exe', 'fdp.exe'],
    ['𬭎㛃.pdf', '𬭎㛃.pdf'],
    ['..', '未命名'],
    ['', '未命名'],
    [`${'长'.repeat(300)}.pdf`, `${'长'.repeat(116)}.pdf`],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });
});
