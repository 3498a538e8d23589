import type { ExpirySweep, SweepReport } from '../infra/database/expiry-sweep.js';
import { withoutPersonalData } from './failures.js';

export type { SweepReport };

export interface SweepActivities {
  sweepExpiry(): Promise<SweepReport>;
}

/** Safe to run twice: it reports and writes messages; a process that is woken for nothing sleeps again. */
export function createSweepActivities(sweep: ExpirySweep): SweepActivities {
  return { sweepExpiry: () => withoutPersonalData(() => sweep.run()) };
}
