import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Progress } from '../../infra/local/progress.js';
import { ServerPrograms } from '../../infra/local/server-binary.js';
import type { ServerSource } from '../../infra/local/server-sources.js';
import { Supervisor } from '../../infra/local/supervisor.js';
import { temporaryFolder } from './launcher-process.js';

const PROGRAM = '#!/bin/sh\necho served\n';
const NOWHERE = 'http://127.0.0.1:9/served';
const PLATFORM = `${process.platform}-${process.arch}`;

let folder: string;
let printed: string;
let release: Server | null;
let requests: number;

beforeEach(() => {
  folder = temporaryFolder();
  printed = '';
  release = null;
  requests = 0;
});

afterEach(async () => {
  await new Promise((resolve) => (release === null ? resolve(null) : release.close(resolve)));
  rmSync(folder, { recursive: true, force: true });
});

function programs(searchPath: readonly string[] = []): ServerPrograms {
  const supervisor = new Supervisor(path.join(folder, 'processes'), path.join(folder, 'logs'));
  const progress = new Progress((text) => {
    printed += text;
  });
  const environment = { PATH: '/usr/bin:/bin', HOME: folder };
  return new ServerPrograms({ cacheDir: folder, searchPath, environment }, supervisor, progress);
}

function source(url: string, checksum: string): ServerSource {
  return {
    name: 'served',
    address: 'SERVED_ADDRESS',
    acceptsVersion: (answer) => answer === 'served',
    release: { version: '2.0', files: { [PLATFORM]: { url, sha256: checksum } } },
    goModule: { path: 'example.test/served', version: 'v1.0' },
    minutesOnTwoCores: 0.1,
  };
}

async function published(content: string): Promise<string> {
  release = createServer((_, answer) => {
    requests += 1;
    setTimeout(() => answer.end(content), 300);
  });
  await new Promise<void>((resolve) => release?.listen(0, '127.0.0.1', resolve));
  const address = release.address();
  const isPort = (value: AddressInfo | string | null): value is AddressInfo => typeof value === 'object';
  if (!isPort(address)) throw new Error('没有端口');
  return `http://127.0.0.1:${address.port}/served`;
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** In the place of Go: makes the program after a moment, as `go install` does. */
function goIn(name: string, script: string): string {
  const dir = path.join(folder, name);
  mkdirSync(dir);
  writeFileSync(path.join(dir, 'go'), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(dir, 'go'), 0o755);
  return dir;
}

function cacheContent(): string[] {
  return readdirSync(path.join(folder, 'bin')).sort();
}

describe('a server program', () => {
  it('that can neither be downloaded nor built is answered with what to do, in both languages', async () => {
    const emptyGo = ['/usr/local/go/bin/go', '/usr/lib/go/bin/go'].some(existsSync);
    const obtained = programs(emptyGo ? [goIn('broken', 'echo no network >&2; exit 1')] : []).obtain(
      source(NOWHERE, ''),
    );
    await expect(obtained).rejects.toThrow(
      emptyGo ? /构建 served 失败[^]*no network/ : /安装 Go[^]*Install Go/,
    );
    expect(cacheContent()).toEqual([]);
  });

  it('is downloaded once for two who ask at the same time, and is checked', async () => {
    const wanted = source(await published(PROGRAM), sha256(PROGRAM));
    const [one, two] = await Promise.all([programs().obtain(wanted), programs().obtain(wanted)]);
    expect(one).toBe(two);
    expect(readFileSync(one, 'utf8')).toBe(PROGRAM);
    expect(requests).toBe(1);
    expect(cacheContent()).toEqual(['served-2.0']);
  });

  it('with another checksum is discarded and never run', async () => {
    const obtained = programs().obtain(source(await published('something else'), sha256(PROGRAM)));
    await expect(obtained).rejects.toThrow(/校验值不符[^]*checksum/);
    expect(cacheContent()).toEqual([]);
  });

  it('is built where no download answers, over what a killed build left', async () => {
    const abandoned = path.join(folder, 'bin', 'draft-served-1');
    mkdirSync(abandoned, { recursive: true });
    writeFileSync(path.join(abandoned, 'served'), 'half');
    writeFileSync(path.join(folder, 'bin', 'served.lock'), '{"pid":1,"startedAt":"never"}');
    const go = goIn('go', `sleep 0.3; printf 'built' > "$GOBIN/served"`);
    const built = await programs([go]).obtain(source(NOWHERE, ''));
    expect(readFileSync(built, 'utf8')).toBe('built');
    expect(cacheContent()).toEqual(['served-1.0']);
    expect(printed).toContain('预计 0.1 分钟');
  });

  it('of the right version on PATH is used as it is', async () => {
    const dir = path.join(folder, 'path');
    mkdirSync(dir);
    writeFileSync(path.join(dir, 'served'), PROGRAM);
    chmodSync(path.join(dir, 'served'), 0o755);
    expect(await programs([dir]).obtain(source(NOWHERE, ''))).toBe(path.join(dir, 'served'));
  });
});
