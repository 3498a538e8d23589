import { condition, setHandler } from '@temporalio/workflow';
import type { ReviewOutcome } from '../domain/application/advance.js';
import { Alarm } from './alarm.js';
import { deadlinesChanged, decided, permitEnded, progress, resubmitted, withdrawn } from './messages.js';
import type { ReviewProgress } from './messages.js';

/** Collects what the process is told. Outcomes are kept by task, so that order and repetition do not matter. */
export class ReviewFacts {
  private readonly outcomes = new Map<string, ReviewOutcome>();
  private readonly alarm = new Alarm();
  private told = false;
  private view: ReviewProgress = { round: 0, level: null, waitsFor: '读取申请' };

  constructor() {
    const lookAgain = (): void => {
      this.told = true;
    };
    setHandler(decided, ({ taskId, outcome }) => {
      this.outcomes.set(taskId, outcome);
    });
    setHandler(resubmitted, lookAgain);
    setHandler(withdrawn, lookAgain);
    setHandler(permitEnded, lookAgain);
    setHandler(deadlinesChanged, lookAgain);
    setHandler(progress, () => this.view);
  }

  show(view: ReviewProgress): void {
    this.view = view;
  }

  /** The decision on a task as soon as it is told; null when the rows must be asked again. */
  async decisionOn(taskId: string, wakeInMs: number | null, summary: string): Promise<ReviewOutcome | null> {
    this.alarm.set(wakeInMs, summary);
    await condition(() => this.outcomes.has(taskId) || this.takesALook());
    return this.outcomes.get(taskId) ?? null;
  }

  /** Returns when something was told that may end the wait for the initiator, or when its time has come. */
  async anything(wakeInMs: number | null, summary: string): Promise<void> {
    if (wakeInMs !== null) this.alarm.set(wakeInMs, summary);
    await condition(() => this.takesALook());
  }

  private takesALook(): boolean {
    const look = this.told || this.alarm.isRinging;
    this.told = false;
    return look;
  }
}
