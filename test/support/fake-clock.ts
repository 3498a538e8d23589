import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import type { PlainDate } from '../../domain/calendar/plain-date.js';

/** The business clock of the fakes: running beside the machine's or standing still, like the real one. */
export class FakeClock {
  private offsetMs = 0;
  private frozenAtMs: number | null = null;

  set(atMs: number, pace: 'running' | 'frozen'): void {
    this.offsetMs = atMs - Date.now();
    this.frozenAtMs = pace === 'frozen' ? atMs : null;
  }

  get nowMs(): number {
    return this.frozenAtMs ?? Date.now() + this.offsetMs;
  }

  get today(): PlainDate {
    return shanghaiDateOf(this.nowMs);
  }

  /** Wall time until an instant; null while the clock stands still before it. */
  wallMsUntil(epochMs: number): number | null {
    if (epochMs <= this.nowMs) return 0;
    return this.frozenAtMs === null ? epochMs - this.nowMs : null;
  }
}
