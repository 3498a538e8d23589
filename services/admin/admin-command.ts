/** Where a command writes; the process gives its streams, a test its arrays. */
export interface CommandOutput {
  readonly line: (text: string) => void;
  readonly error: (text: string) => void;
}

/** One command of the operator's command line; gives the exit code. */
export interface AdminCommand {
  readonly usage: string;
  readonly summary: string;
  readonly run: (args: readonly string[], out: CommandOutput) => Promise<number>;
}

export const EXIT_OK = 0;
/** The arguments are wrong; nothing was done. */
export const EXIT_USAGE = 2;
