import { isPermissionHeld, type PermissionStatus } from '../unit/permission-lifecycle.js';
import { noticeText, type NoticeCode } from './notice-catalogue.js';

/** What of a unit asks for attention all the time, not once. */
export interface UnitStanding {
  readonly profileComplete: boolean;
  readonly permissions: readonly PermissionStatus[];
  readonly pendingAssociations: number;
}

/** A notice that stands as long as its state does; null: it does not. */
export interface StandingNotice {
  readonly code: NoticeCode;
  readonly body: string | null;
}

/** N-01, N-02 and N-05 as they should stand now. Source: domain.md §10. */
export function standingNotices(standing: UnitStanding): StandingNotice[] {
  const { profileComplete, permissions, pendingAssociations } = standing;
  const isUnopened = profileComplete && !permissions.some(isPermissionHeld);
  return [
    notice('N-01', !profileComplete),
    notice('N-02', isUnopened),
    notice('N-05', pendingAssociations > 0, { count: pendingAssociations }),
  ];
}

function notice(code: NoticeCode, stands: boolean, facts: Record<string, number> = {}): StandingNotice {
  return { code, body: stands ? noticeText(code, facts) : null };
}
