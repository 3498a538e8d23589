import type { EntityManager } from 'typeorm';
import { awaitsResubmission, REVIEW_OUTCOME_LABELS } from '../../domain/application/advance.js';
import { businessLabel, levelLabel } from '../../domain/application/review-route.js';
import { isOpenTask } from '../../domain/application/review-task.js';
import { noticeText } from '../../domain/notice/notice-catalogue.js';
import { courseOf, levelOf } from './application-course.js';
import type { BusinessInstant } from './business-clock.js';
import { ApplicationRow, ReviewTaskRow } from './entities/application.entity.js';
import { EmployeeRow } from './entities/employee.entity.js';
import { giveNotice, resolveNotices, type Audience } from './notices.js';

/**
 * Tells what the rows of the current round say (N-04, N-09, N-10, N-11, N-13, N-14); N-26 goes with its task. Asked
 * again, it tells nothing twice:
 * each notice is keyed by its task.
 */
export async function tellReviewNews(
  manager: EntityManager,
  now: BusinessInstant,
  application: ApplicationRow,
): Promise<void> {
  const tasks = await manager.findBy(ReviewTaskRow, {
    applicationId: application.id,
    round: application.round,
  });
  const type = businessLabel(courseOf(application).type);
  const asksForRight = courseOf(application).type === 'PERMISSION_APPLY';
  const applicant = await manager.findOneBy(EmployeeRow, {
    id: application.employeeId ?? application.unitId,
  });
  const both = parties(application);
  const unit: Audience = { kind: 'UNIT', id: application.unitId };
  for (const task of tasks) {
    const tell = (
      code: 'N-04' | 'N-09' | 'N-10' | 'N-11' | 'N-13' | 'N-14',
      facts: Record<string, string>,
      to: Audience[],
    ) =>
      giveNotice(
        manager,
        now,
        {
          code,
          subject: task.id,
          body: noticeText(code, { type, ...facts }),
          businessRef: { applicationId: application.id },
        },
        to,
      );
    if (task.level === 'UNIT') await tell('N-09', { name: applicant?.name ?? '' }, [unit]);
    else await tell('N-10', { level: levelLabel(levelOf(task)) }, both);
    if (!isOpenTask(task.status)) {
      for (const code of ['N-09', 'N-26']) await resolveNotices(manager, now, code, task.id);
    }
    if (task.hint !== null) await tell('N-14', { hint: task.hint }, both);
    // N-11 and N-13 ask for something: told late, after it was done, they would never be resolved
    const opinion = task.opinion ?? '';
    if (task.decision === 'RETURN' && awaitsResubmission(courseOf(application)))
      await tell(asksForRight ? 'N-04' : 'N-11', { opinion, outcome: REVIEW_OUTCOME_LABELS.RETURN }, both);
    if (task.decision === 'REJECT' && !(await isReinitiated(manager, application)))
      await tell(asksForRight ? 'N-04' : 'N-13', { opinion, outcome: REVIEW_OUTCOME_LABELS.REJECT }, both);
  }
}

/** 再次重新发起 is what N-13 has asked for. */
export async function resolveRejection(
  manager: EntityManager,
  now: BusinessInstant,
  { id, round }: ApplicationRow,
): Promise<void> {
  const rejected = await manager.findOneBy(ReviewTaskRow, {
    applicationId: id,
    round,
    decision: 'REJECT',
  });
  if (rejected === null) return;
  for (const code of ['N-04', 'N-13']) await resolveNotices(manager, now, code, rejected.id);
}

function isReinitiated(manager: EntityManager, { id }: ApplicationRow): Promise<boolean> {
  return manager.existsBy(ApplicationRow, { previousApplicationId: id });
}

/** Who hears of an application: the person, where there is one, and the unit. */
export function parties(application: ApplicationRow): Audience[] {
  const unit: Audience = { kind: 'UNIT', id: application.unitId };
  return application.employeeId === null ? [unit] : [{ kind: 'EMPLOYEE', id: application.employeeId }, unit];
}
