import { awaitsResubmission, isEnded } from '../../domain/application/advance.js';
import { lapsesFirst, type ReturnedPolicy } from '../../domain/application/returned.js';
import { businessLabel } from '../../domain/application/review-route.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { noticeText } from '../../domain/notice/notice-catalogue.js';
import { expiresAt } from '../../domain/permit/expiry.js';
import { courseOf } from './application-course.js';
import { recordTransition, type TransitionContext } from './application-transition.js';
import { wallMsUntil, type ClockState } from './business-clock.js';
import type { ApplicationRow, ReviewTaskRow } from './entities/application.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import { giveNotice } from './notices.js';
import { returnedTimes } from './returned-times.js';
import { parties } from './review-notices.js';

export interface ReturnStanding {
  readonly round: number;
  readonly ended: boolean;
  /** Left out where no time runs, and in histories of before. */
  readonly clock?: {
    /** Wall time until it is reminded or lapses; null: the business clock stands still before both. */
    readonly wakeInMs: number | null;
    readonly lastDay: string;
  };
}

/**
 * What time does to an application that waits for its initiator: N-11 again, then WITHDRAWN (domain.md §4.5, §6.4). Safe
 * to repeat: the reminder is keyed by its task, and what has lapsed is RETURNED no more. The caller holds the lock.
 */
export async function attendReturned(
  context: TransitionContext,
  clock: ClockState,
  application: ApplicationRow,
  policy: ReturnedPolicy,
): Promise<ReturnStanding> {
  const course = courseOf(application);
  const { round } = course;
  const waiting = { round, ended: isEnded(course) };
  if (!awaitsResubmission(course)) return waiting;
  const returned = await returnedTimes(context.manager, application, context.calendar, policy);
  if (returned === null) return waiting;
  const { task, times } = returned;
  const now = clock.now.epochMs;
  const { permitId } = application;
  const permit =
    permitId === null ? null : await context.manager.findOneByOrFail(PermitRow, { id: permitId });
  const validUntil = permit === null ? null : knownDate(permit.validUntil);
  const endsWithPermit = !lapsesFirst(times, validUntil);
  if (endsWithPermit && validUntil !== null && now >= expiresAt(validUntil)) return waiting; // the expiry closes it
  if (now >= times.lapseAt) {
    await lapse(context, application, policy.returnedLapseWorkdays);
    return { ...waiting, ended: true };
  }
  if (now >= times.remindAt) await remind(context, application, task);
  return {
    ...waiting,
    clock: {
      wakeInMs: wallMsUntil(now >= times.remindAt ? times.lapseAt : times.remindAt, clock),
      lastDay: times.lastDay,
    },
  };
}

async function lapse(context: TransitionContext, application: ApplicationRow, days: number): Promise<void> {
  const facts = { type: businessLabel(courseOf(application).type), days };
  const body = noticeText('N-11 lapsed', facts);
  await recordTransition(context, application, {
    fact: { kind: 'LAPSED' },
    action: 'application.lapse',
    reason: body,
    patch: { factVersion: application.factVersion + 1, factRecordedAt: new Date() },
  });
  const notice = { code: 'N-11', subject: `${application.id}:lapsed`, body };
  const businessRef = { applicationId: application.id };
  await giveNotice(context.manager, context.now, { ...notice, businessRef }, parties(application));
}

async function remind(
  { manager, now }: TransitionContext,
  application: ApplicationRow,
  { id, opinion }: ReviewTaskRow,
): Promise<void> {
  const type = businessLabel(courseOf(application).type);
  const body = noticeText('N-11', { type, opinion: opinion ?? '' });
  const businessRef = { applicationId: application.id };
  await giveNotice(
    manager,
    now,
    { code: 'N-11', subject: `${id}:again`, body, businessRef },
    parties(application),
  );
}
