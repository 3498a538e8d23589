import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** The time between the rows' answer and its arrival here makes equal deadlines differ by some milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * One timer at a time. A wake-up that lies later keeps the running timer, which then rings early; whoever is woken
 * asks the rows and sleeps again. So a level decided quickly costs no timer of its own.
 */
export class Alarm {
  private rung = false;
  private ringsAt = Infinity;
  private scope: CancellationScope | null = null;

  /** Rings `inMs` from now at the latest; null: nothing to wait for; 0: at once, without a timer. */
  set(inMs: number | null, summary: string): void {
    const at = inMs === null ? Infinity : Date.now() + inMs;
    this.rung = inMs === 0;
    if (this.rung) return;
    if (at + PATIENCE_MS >= this.ringsAt) return;
    this.cancel();
    const scope = new CancellationScope();
    this.scope = scope;
    this.ringsAt = at;
    scope
      .run(() => sleep(Math.max(0, at - Date.now()), { summary }))
      .then(() => this.ring())
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }

  get isRinging(): boolean {
    return this.rung;
  }

  private ring(): void {
    this.rung = true;
    this.ringsAt = Infinity;
    this.scope = null;
  }

  private cancel(): void {
    this.scope?.cancel();
    this.scope = null;
  }
}
