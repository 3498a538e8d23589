import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Progress } from '../../infra/local/progress.js';
import { pythonPackages, type PythonWithPackages } from '../../infra/local/python-packages.js';
import { Supervisor } from '../../infra/local/supervisor.js';
import { temporaryFolder } from './launcher-process.js';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(path.join(folder, 'bin'));
  writeFileSync(path.join(folder, 'requirements.txt'), 'tool==1.0 --hash=sha256:00\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** In the place of the machine's Python: writes down what it is asked, and is as complete as `can` says. */
function python(version: string, can: { readonly pip?: boolean; readonly install?: boolean } = {}): void {
  const { pip = true, install = true } = can;
  const script = `#!/bin/sh
echo "$*" >> ${folder}/asked
case "$*" in
  -c*) echo "${version}" ;;
  '-m pip --version') exit ${pip ? 0 : 1} ;;
  '-m venv'*) exit 1 ;;
  *install*) /bin/mkdir -p "\${10}" && echo half > "\${10}/tool" && exit ${install ? 0 : 1} ;;
esac
`;
  const file = path.join(folder, 'bin/python3');
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}

function obtain(): Promise<PythonWithPackages> {
  return pythonPackages({
    requirements: path.join(folder, 'requirements.txt'),
    cacheDir: folder,
    environment: { PATH: path.join(folder, 'bin') },
    supervisor: new Supervisor(path.join(folder, 'processes'), path.join(folder, 'logs')),
    progress: new Progress(() => undefined),
  });
}

const installations = (): number =>
  readFileSync(path.join(folder, 'asked'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('install')).length;

describe('packages for Python', () => {
  it('are installed once, by checksum, and found through the environment', async () => {
    python('3 11');
    const first = await obtain();
    expect(await obtain()).toEqual(first);
    expect(installations()).toBe(1);
    expect(readFileSync(path.join(folder, 'asked'), 'utf8')).toContain('--require-hashes');
    expect(existsSync(path.join(first.environment['PYTHONPATH'] ?? '', 'tool'))).toBe(true);
  });

  it('are installed anew for other versions, and for another Python', async () => {
    python('3 11');
    await obtain();
    python('3 12');
    await obtain();
    writeFileSync(path.join(folder, 'requirements.txt'), 'tool==2.0 --hash=sha256:00\n');
    await obtain();
    expect(installations()).toBe(3);
  });

  it('of an installation that broke off are not taken for whole', async () => {
    python('3 11', { install: false });
    await expect(obtain()).rejects.toThrow('python-packages');
    python('3 11');
    await obtain();
    expect(installations()).toBe(2);
  });

  it('need a Python, new enough, with pip or venv: the message says what to install', async () => {
    await expect(obtain()).rejects.toThrow(/apt-get install python3 python3-pip[^]*is needed/);
    python('3 9');
    await expect(obtain()).rejects.toThrow('当前 3.9');
    python('3 11', { pip: false });
    await expect(obtain()).rejects.toThrow(/apt-get install python3-pip[^]*neither pip nor venv/);
  });
});
