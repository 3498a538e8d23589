import { setTimeout as sleep } from 'node:timers/promises';
import { LocalProblem, StoppedByRequest } from './local-problem.js';
import { lastLines, type RunningProgram, type Supervisor } from './supervisor.js';

export interface Readiness {
  readonly url: string;
  readonly timeoutMs: number;
  /** `ready`: answers 200; `answering`: any answer will do, for example while a part it needs is down. */
  readonly until?: 'ready' | 'answering';
}

const POLL_MS = 50;
const ANSWER_TIMEOUT_MS = 2_000;

/** Returns as soon as the program answers; a program that ends or stays silent is a problem. */
export async function waitUntilReady(
  supervisor: Supervisor,
  program: RunningProgram,
  { url, timeoutMs, until = 'ready' }: Readiness,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!program.hasEnded() && Date.now() < deadline) {
    const status = await statusOf(url);
    if (status === 200 || (until === 'answering' && status !== null)) return;
    await sleep(POLL_MS);
  }
  if (supervisor.isStopping()) throw new StoppedByRequest();
  const what = program.hasEnded() ? ['提前结束', 'ended early'] : ['没有就绪', 'did not become ready'];
  await program.stop();
  throw new LocalProblem(
    `${program.name} ${what[0]}（${url}）。最后的输出：\n${lastLines(program.log())}`,
    `${program.name} ${what[1]} (${url}); its last output is above, its log is in ${supervisor.logsDir}.`,
  );
}

async function statusOf(url: string): Promise<number | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}
