import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  createWriteStream,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { takeLock } from './exclusive-lock.js';
import { LocalProblem, StoppedByRequest } from './local-problem.js';
import type { Progress } from './progress.js';
import type { ReleaseFile, ServerSource } from './server-sources.js';
import { lastLines, type Supervisor } from './supervisor.js';
import type { Surroundings } from './surroundings.js';

const LOCK_POLL_MS = 500;
const SILENCE_LIMIT_MS = 10_000;
const GO_FOLDERS = ['/usr/local/go/bin', '/usr/lib/go/bin'];

/** Gets the server programs, each once for all checkouts of this person. */
export class ServerPrograms {
  constructor(
    private readonly surroundings: Pick<Surroundings, 'cacheDir' | 'searchPath' | 'environment'>,
    private readonly supervisor: Supervisor,
    private readonly progress: Progress,
  ) {}

  /** The cache, then PATH, then the official download, then a build from the Go module. */
  async obtain(source: ServerSource): Promise<string> {
    const ready = this.cached(source) ?? (await this.onPath(source));
    if (ready !== null) return ready;
    mkdirSync(this.binFolder, { recursive: true });
    const release = await this.lock(source);
    try {
      this.removeAbandonedDrafts(source);
      return this.cached(source) ?? (await this.download(source)) ?? (await this.build(source));
    } finally {
      this.removeAbandonedDrafts(source);
      release();
    }
  }

  private get binFolder(): string {
    return path.join(this.surroundings.cacheDir, 'bin');
  }

  private cacheFile(source: ServerSource, version: string): string {
    return path.join(this.binFolder, `${source.name}-${version.replace(/^v/, '')}`);
  }

  private cached(source: ServerSource): string | null {
    const versions = [source.goModule.version, source.release.version];
    return versions.map((version) => this.cacheFile(source, version)).find(isExecutable) ?? null;
  }

  private async onPath(source: ServerSource): Promise<string | null> {
    const found = this.surroundings.searchPath
      .map((folder) => path.join(folder, source.name))
      .find(isExecutable);
    if (found === undefined) return null;
    const answer = await versionOf(found);
    const accepted = source.acceptsVersion(answer);
    this.progress.say(accepted ? `使用 ${found}（${answer}）` : `${found} 版本不合适（${answer}），不使用`);
    return accepted ? found : null;
  }

  /** One process makes a program; others wait for it, and take over when it dies. */
  private async lock(source: ServerSource): Promise<() => void> {
    const file = path.join(this.binFolder, `${source.name}.lock`);
    for (let announced = false; ; announced = true) {
      const answer = takeLock(file);
      if (answer.held) return () => answer.release();
      if (this.supervisor.isStopping()) throw new StoppedByRequest();
      if (!announced) this.progress.say(`进程 ${answer.holder.pid} 正在准备 ${source.name}，等待它完成 …`);
      await sleep(LOCK_POLL_MS);
    }
  }

  private draftFolder(source: ServerSource): string {
    return path.join(this.binFolder, `draft-${source.name}-${process.pid}`);
  }

  /** Called under the lock: whatever lies there belongs to a process that is gone. */
  private removeAbandonedDrafts(source: ServerSource): void {
    for (const name of readdirSync(this.binFolder)) {
      if (!name.startsWith(`draft-${source.name}-`)) continue;
      rmSync(path.join(this.binFolder, name), { recursive: true, force: true });
    }
  }

  private async download(source: ServerSource): Promise<string | null> {
    const file = source.release.files[`${process.platform}-${process.arch}`];
    if (file === undefined) return null;
    this.progress.say(`下载 ${source.name} ${source.release.version} …`);
    const draft = this.draftFolder(source);
    mkdirSync(draft, { recursive: true });
    try {
      const fetched = await fetchVerified(file, path.join(draft, 'download'), (megabytes) => {
        this.progress.say(`下载 ${source.name}：${megabytes} MB`);
      });
      const program = file.member === undefined ? fetched : await this.unpack(fetched, draft, file.member);
      return this.publish(program, this.cacheFile(source, source.release.version));
    } catch (error) {
      if (this.supervisor.isStopping()) throw new StoppedByRequest();
      if (error instanceof ChecksumMismatch) throw error;
      this.progress.say(`无法下载 ${source.name}（${reasonOf(error)}），改为从源代码构建`);
      return null;
    }
  }

  private async unpack(archive: string, draft: string, member: string): Promise<string> {
    await this.supervisor.run({
      name: `unpack-${member}`,
      command: 'tar',
      args: ['-xzf', archive, '-C', draft, member],
      cwd: draft,
      environment: this.surroundings.environment,
      rank: 10,
    });
    return path.join(draft, member);
  }

  private async build(source: ServerSource): Promise<string> {
    const go = [...this.surroundings.searchPath, ...GO_FOLDERS]
      .map((dir) => path.join(dir, 'go'))
      .find(isExecutable);
    if (go === undefined) throw noWayToObtain(source, this.cacheFile(source, source.goModule.version));
    const minutes = ((source.minutesOnTwoCores * 2) / Math.min(availableParallelism(), 8)).toFixed(1);
    this.progress.say(`从源代码构建 ${source.name}，只需一次；预计 ${minutes} 分钟，另加下载模块的时间 …`);
    const draft = this.draftFolder(source);
    mkdirSync(draft, { recursive: true });
    const builder = this.supervisor.start({
      name: `build-${source.name}`,
      command: go,
      args: [
        'install',
        '-v',
        '-trimpath',
        '-ldflags',
        '-s -w',
        `${source.goModule.path}@${source.goModule.version}`,
      ],
      cwd: draft,
      environment: { ...this.surroundings.environment, GOBIN: draft, CGO_ENABLED: '0', GO111MODULE: 'on' },
      rank: 10,
    });
    const begunAt = Date.now();
    const { code } = await this.progress.during(
      () => buildProgress(source, builder.log(), (Date.now() - begunAt) / 1000, minutes),
      builder.ended,
    );
    if (this.supervisor.isStopping()) throw new StoppedByRequest();
    if (code !== 0) throw buildFailed(source, builder.log());
    return this.publish(path.join(draft, source.name), this.cacheFile(source, source.goModule.version));
  }

  private publish(program: string, cacheFile: string): string {
    chmodSync(program, 0o755);
    renameSync(program, cacheFile);
    return cacheFile;
  }
}

class ChecksumMismatch extends LocalProblem {}

async function fetchVerified(
  file: ReleaseFile,
  to: string,
  report: (megabytes: number) => void,
): Promise<string> {
  const abort = new AbortController();
  let silence = setTimeout(() => abort.abort(), SILENCE_LIMIT_MS);
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => abort.abort(), SILENCE_LIMIT_MS);
  };
  try {
    const answer = await fetch(file.url, { signal: abort.signal });
    if (!answer.ok || answer.body === null) throw new Error(`HTTP ${answer.status}`);
    const hash = createHash('sha256');
    let bytes = 0;
    const measured = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        heard();
        hash.update(chunk);
        const before = Math.floor(bytes / 20e6);
        bytes += chunk.length;
        if (Math.floor(bytes / 20e6) > before) report(Math.floor(bytes / 1e6));
        yield chunk;
      }
    };
    await pipeline(Readable.fromWeb(answer.body), measured, createWriteStream(to));
    if (hash.digest('hex') === file.sha256) return to;
  } finally {
    clearTimeout(silence);
  }
  throw new ChecksumMismatch(
    `下载的文件与固定的校验值不符，已丢弃：${file.url}`,
    `The downloaded file does not match its pinned checksum and was discarded: ${file.url}`,
  );
}

function buildProgress(source: ServerSource, log: string, seconds: number, minutes: string): string {
  const lines = log.split('\n').filter((line) => line !== '');
  const downloaded = lines.filter((line) => line.startsWith('go: ')).length;
  const compiled = lines.length - downloaded;
  return `构建 ${source.name}：已下载 ${downloaded} 个模块，已编译 ${compiled} 个包，${(seconds / 60).toFixed(1)} / 约 ${minutes} 分钟`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

async function versionOf(program: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 10_000 });
    return stdout.split('\n')[0] ?? '';
  } catch {
    return '';
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function noWayToObtain(source: ServerSource, cacheFile: string): LocalProblem {
  const { name, address } = source;
  return new LocalProblem(
    `没有 ${name}：既无法下载，本机也没有 Go 可供构建。请任选其一：安装 Go 1.24 以上；把 ${name} 程序放到 ${cacheFile}${address === null ? '' : `；用 ${address} 指定已有的服务`}。`,
    `No ${name}: it cannot be downloaded and there is no Go to build it. Install Go 1.24 or newer, or put the program at ${cacheFile}${address === null ? '' : `, or name a running server with ${address}`}.`,
  );
}

function buildFailed(source: ServerSource, log: string): LocalProblem {
  return new LocalProblem(
    `构建 ${source.name} 失败，再次执行会从中断处继续。最后的输出：\n${lastLines(log)}`,
    `Building ${source.name} failed; its last output is above. Running the command again continues where it stopped.`,
  );
}
