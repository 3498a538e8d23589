import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import type { Outage } from './renewal-window.js';

/** Whether an outage may be recorded: it has an order and is over; every fault with its pointer. Source: domain.md §6.2 W9. */
export function recordableOutage(outage: Outage, now: number): Decision<Outage> {
  const faults: Refusal[] = [];
  if (outage.from >= outage.to) faults.push(fault('结束时刻须晚于开始时刻'));
  else if (outage.to > now) faults.push(fault('结束时刻不得晚于当前时刻'));
  return decide(faults, outage);
}

function fault(detail: string): Refusal {
  return refusal('VALIDATION_FAILED', { detail }, '/to');
}
