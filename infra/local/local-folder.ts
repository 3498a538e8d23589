import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { takeLock, type LockAnswer } from './exclusive-lock.js';
import { LocalProblem } from './local-problem.js';

/** Everything one local installation keeps; `--fresh` empties it, nothing lies outside it but Postgres under root. */
export class LocalFolder {
  readonly path: string;

  constructor(folder: string) {
    this.path = path.resolve(folder);
  }

  get accounts(): string {
    return this.within('accounts.json');
  }
  get environment(): string {
    return this.within('environment.json');
  }
  get lock(): string {
    return this.within('launcher.lock');
  }
  get logs(): string {
    return this.within('logs');
  }
  get ports(): string {
    return this.within('ports.json');
  }
  get processes(): string {
    return this.within('processes');
  }
  get secrets(): string {
    return this.within('secrets.json');
  }

  within(name: string): string {
    return path.join(this.path, name);
  }

  /** Never touches a folder with somebody else's files. Others may walk through ours (Postgres under root). */
  create(): void {
    mkdirSync(this.path, { recursive: true });
    if (this.contents().length > 0 && !existsSync(this.ports) && !existsSync(this.secrets)) {
      throw new LocalProblem(
        `${this.path} 里有别的文件，不是居证的数据文件夹。请用 --data 指定一个空的或新的文件夹。`,
        `${this.path} holds other files and was not made by juzheng. Name an empty or new folder with --data.`,
      );
    }
    chmodSync(this.path, 0o711);
  }

  /** Held until released or until this process is gone, however it goes. */
  takeOrExplain(): () => void {
    const answer: LockAnswer = takeLock(this.lock);
    if (answer.held) return () => answer.release();
    throw new LocalProblem(
      `居证已在运行（进程 ${answer.holder.pid}，${this.path}）。请先在它的窗口按 Ctrl-C，或另起一份：npm start -- --data .data-2 --port 3200`,
      `juzheng is already running on ${this.path} (process ${answer.holder.pid}). Stop it with Ctrl-C in its window, or run a second one: npm start -- --data .data-2 --port 3200`,
    );
  }

  empty(): void {
    for (const name of this.contents()) rmSync(this.within(name), { recursive: true, force: true });
  }

  private contents(): string[] {
    return readdirSync(this.path).filter((name) => !name.startsWith(path.basename(this.lock)));
  }
}
