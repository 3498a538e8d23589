const LONG_STEP_MS = 5_000;

/** Lines a person reads while waiting; each carries the seconds since the command began. */
export class Progress {
  private readonly begunAt = Date.now();

  constructor(private readonly write: (text: string) => void) {}

  say(text: string): void {
    const seconds = ((Date.now() - this.begunAt) / 1000).toFixed(1).padStart(6);
    this.write(`[${seconds} s] ${text}\n`);
  }

  plain(text: string): void {
    this.write(`${text}\n`);
  }

  /** Repeats what is going on while a long step runs, so that silence never looks like a hang. */
  async during<T>(describe: () => string, step: Promise<T>): Promise<T> {
    const timer = setInterval(() => this.say(describe()), LONG_STEP_MS);
    try {
      return await step;
    } finally {
      clearInterval(timer);
    }
  }
}
