import type {
  ApplicationEnd,
  ApplicationProcess,
  LevelQuestion,
  LevelStanding,
  RoundStanding,
} from '../infra/database/application-process.js';
import type { ReturnStanding } from '../infra/database/application-return.js';
import type { PermitProcess } from '../infra/database/permit-process.js';
import { withoutPersonalData } from './failures.js';

export type { ApplicationEnd, LevelQuestion, LevelStanding, ReturnStanding, RoundStanding };

/** `local` only asks and marks; `ordinary` is what operators must see in the history (design.md §2). */
export interface ReviewActivities {
  readonly local: {
    resumeRound(applicationId: string): Promise<RoundStanding>;
    attendLevel(question: LevelQuestion): Promise<LevelStanding>;
    attendReturn(applicationId: string): Promise<ReturnStanding>;
  };
  readonly ordinary: {
    conclude(applicationId: string): Promise<ApplicationEnd>;
  };
}

/** Each is safe to run twice: reads, conditional updates and natural keys (application-process.ts says how). */
export function createReviewActivities(
  applications: ApplicationProcess,
  permits: PermitProcess,
): ReviewActivities {
  return {
    local: {
      resumeRound: (id) => withoutPersonalData(() => applications.resumeRound(id)),
      attendLevel: (question) => withoutPersonalData(() => applications.attendLevel(question)),
      attendReturn: (id) => withoutPersonalData(() => applications.attendReturn(id)),
    },
    ordinary: {
      /** An earlier permit of the person whose time is over is expired first, in its own transaction. */
      conclude: (id) =>
        withoutPersonalData(async () => {
          for (const permitId of await permits.overdueOfApplicant(id)) await permits.expire(permitId);
          return applications.conclude(id);
        }),
    },
  };
}
