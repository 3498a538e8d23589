import type { PermitProcess, PermitWake } from '../infra/database/permit-process.js';
import { withoutPersonalData } from './failures.js';

export type { PermitWake };

export interface PermitActivities {
  readonly local: {
    currentTerm(permitId: string): Promise<{ readonly term: number }>;
    nextWake(permitId: string): Promise<PermitWake | null>;
    reachDueMilestones(permitId: string): Promise<void>;
  };
  readonly ordinary: {
    /** False: its time is not over, nothing was done. */
    expire(permitId: string): Promise<boolean>;
  };
}

/** Each is safe to run twice: a milestone's key stands once, an ended permit is left as it is. */
export function createPermitActivities(permits: PermitProcess): PermitActivities {
  return {
    local: {
      currentTerm: (id) => withoutPersonalData(() => permits.currentTerm(id)),
      nextWake: (id) => withoutPersonalData(() => permits.nextWake(id)),
      reachDueMilestones: (id) => withoutPersonalData(() => permits.reachDueMilestones(id)),
    },
    ordinary: {
      expire: (id) => withoutPersonalData(() => permits.expire(id)),
    },
  };
}
