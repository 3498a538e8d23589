import { randomBytes, randomUUID } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AttachmentSlotView } from '../../services/api/attachments/attachment.views.js';
import { MinioObjectStore } from '../../infra/object-storage/minio-object-store.js';
import { pdfWith, stream } from '../support/hostile-pdfs.js';
import { registerEmployee, succeeded, type TestEmployee } from '../support/people.js';
import { isLong } from '../support/run-length.js';
import { startStack, type Stack } from '../support/stack.js';

const CUTS = isLong ? 500 : 50;
const AT_ONCE = 5;
const PATH = '/api/v1/attachments/EMP_OTHER/files';
const BOUNDARY = 'cut-here';
const SETTLED_WITHIN_MS = 40_000;
const WRITTEN_WITHIN_MS = 2_000;

let stack: Stack;
let employee: TestEmployee;
let spool: string;

beforeAll(async () => {
  spool = await mkdtemp(path.join(tmpdir(), 'juzheng-cut-'));
  stack = await startStack({ startAt: '2021-08-05', worker: false, detour: async () => ({ TMPDIR: spool }) });
  employee = await registerEmployee(stack);
});
afterAll(async () => {
  await stack?.stop();
  await rm(spool, { recursive: true, force: true });
});

/** No byte of it is like another file's. */
function pdf(): Buffer {
  return pdfWith(stream('', randomBytes(400_000)));
}

interface Body {
  readonly bytes: Buffer;
  /** Where the file ends and what stands behind it begins: a boundary, a field, the closing boundary. */
  readonly fileEnd: number;
}

function form(): Body {
  const part = `content-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf`;
  const head = Buffer.from(`--${BOUNDARY}\r\n${part}\r\n\r\n`);
  const field = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="tag"\r\n\r\n材料\r\n`;
  const file = pdf();
  const foot = Buffer.from(`\r\n${field}--${BOUNDARY}--\r\n`);
  return { bytes: Buffer.concat([head, file, foot]), fileEnd: head.length + file.length };
}

/** Where the line is cut: anywhere, right behind the whole file, and from there up to within the closing boundary. */
function cutOf(number: number, { bytes, fileEnd }: Body): number {
  const share = randomBytes(4).readUInt32BE() / 2 ** 32;
  if (number % 5 === 0) return fileEnd;
  if (number % 5 === 1) return fileEnd + Math.floor(share * (bytes.length - fileEnd - '--\r\n'.length));
  return Math.floor(share * fileEnd);
}

/** Sends so much of an upload. Gives what hangs up, half of the times without a good-bye. */
function beginUpload(number: number): Promise<() => Promise<void>> {
  const body = form();
  const cut = cutOf(number, body);
  const { hostname, port } = new URL(stack.apiUrl);
  const head = [
    `POST ${PATH} HTTP/1.1`,
    `host: ${hostname}`,
    `authorization: Bearer ${employee.client.token}`,
    `idempotency-key: ${randomUUID()}`,
    `content-type: multipart/form-data; boundary=${BOUNDARY}`,
    `content-length: ${body.bytes.length}`,
  ];
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const hangUp = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, number % 40));
    if (number % 2 === 0) socket.resetAndDestroy();
    else socket.destroy();
    await closed;
  };
  return new Promise((resolve) => {
    void closed.then(() => resolve(hangUp));
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(body.bytes.subarray(0, cut), () => resolve(hangUp));
  });
}

interface Traces {
  readonly objects: number;
  readonly rows: number;
  readonly temporaryFiles: number;
}

async function traces(): Promise<Traces> {
  const store = new MinioObjectStore(stack.objectStore);
  let objects = 0;
  for await (const object of store.list('')) objects += object.key === '' ? 0 : 1;
  store.close();
  const [counted] = await stack.sql<{ rows: string }>(
    `select (select count(*) from attachment_file) + (select count(*) from stored_object)
          + (select count(*) from idempotency_key) + (select count(*) from audit_event) as rows`,
  );
  return { objects, rows: Number(counted?.rows), temporaryFiles: (await readdir(spool)).length };
}

/** As the API itself counts its files and sockets. */
async function openHandles(): Promise<number> {
  const metrics = await (await fetch(new URL('/metrics', stack.apiUrl))).text();
  return Number(/^process_open_fds(?:\{[^}]*\})? (\d+)/m.exec(metrics)?.[1]);
}

async function uploadWhole(): Promise<AttachmentSlotView> {
  const file = { name: '完整.pdf', mediaType: 'application/pdf', bytes: pdf() };
  return succeeded(await employee.client.upload<AttachmentSlotView>(PATH, { file }));
}

async function until(done: () => Promise<boolean>, withinMs = SETTLED_WITHIN_MS): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await done()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
}

it(
  `${CUTS} uploads cut at random leave no object, no row, no temporary file and no open handle`,
  async () => {
    const spooled = new Set<string>();
    const watcher = watch(spool, (_event, name) => spooled.add(name ?? ''));
    await Promise.all([uploadWhole(), uploadWhole(), uploadWhole()]);
    const handles = await openHandles();
    await until(async () => (await traces()).temporaryFiles === 0);
    const before = await traces();

    for (let number = 0; number < CUTS; number += AT_ONCE) {
      const seen = spooled.size;
      const hangUps = await Promise.all(
        Array.from({ length: AT_ONCE }, (_none, index) => beginUpload(number + index)),
      );
      // where nothing of the file was sent, none of it is ever written
      await until(async () => spooled.size >= seen + AT_ONCE, WRITTEN_WITHIN_MS);
      await Promise.all(hangUps.map((hangUp) => hangUp()));
    }

    watcher.close();
    expect(spooled.size).toBeGreaterThan(CUTS / 2); // that is where they pass through
    await until(async () => (await readdir(spool)).length === 0);
    await until(async () => (await openHandles()) <= handles);
    expect(await traces()).toEqual(before);
    expect(await openHandles()).toBeLessThanOrEqual(handles);
    expect(stack.logs().api).not.toContain('request failed');
    const names = (await uploadWhole()).files.map(({ fileName }) => fileName);
    expect(names).toEqual(['完整.pdf', '完整.pdf', '完整.pdf', '完整.pdf']);
  },
  CUTS * 1_000 + 120_000,
);
