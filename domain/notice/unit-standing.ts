import type { AttachmentCode } from '../attachment/catalogue.js';
import { slotNames } from '../attachment/required-slots.js';
import { isPermissionHeld, type PermissionStatus } from '../unit/permission-lifecycle.js';
import { noticeText, type NoticeCode } from './notice-catalogue.js';

/** What of a unit asks for attention all the time, not once. */
export interface UnitStanding {
  readonly profileComplete: boolean;
  readonly permissions: readonly PermissionStatus[];
  readonly pendingAssociations: number;
  /** See attachment/staleness.ts. */
  readonly staleSlots: readonly AttachmentCode[];
  /** Those that the last N-22 named, whether or not it still stands. */
  readonly toldStaleSlots: readonly string[];
}

/** A notice that stands as long as its state does; null: it does not. */
export interface StandingNotice {
  readonly code: NoticeCode;
  readonly body: string | null;
  /** It says something that its people have not been told, whoever has brought it about. */
  readonly isNews: boolean;
}

/** N-01, N-02, N-05 and N-22 as they should stand now. Source: domain.md §10. */
export function standingNotices(standing: UnitStanding): StandingNotice[] {
  const { profileComplete, permissions, pendingAssociations, toldStaleSlots } = standing;
  const stale = standing.staleSlots;
  const isUnopened = profileComplete && !permissions.some(isPermissionHeld);
  return [
    notice('N-01', !profileComplete),
    notice('N-02', isUnopened),
    notice('N-05', pendingAssociations > 0, { count: pendingAssociations }),
    {
      ...notice('N-22', stale.length > 0, { names: slotNames(stale).join('、') }),
      isNews: stale.some((code) => !toldStaleSlots.includes(code)),
    },
  ];
}

function notice(
  code: NoticeCode,
  stands: boolean,
  facts: Record<string, string | number> = {},
): StandingNotice {
  return { code, body: stands ? noticeText(code, facts) : null, isNews: false };
}
