import { businessLabel } from '../../../domain/application/review-route.js';
import { CALENDAR_DAY_LABELS } from '../../../domain/calendar/year-publication.js';
import { courseOf } from '../../../infra/database/application-course.js';
import type { MovedApplication, MovedPermit } from '../../../infra/database/calendar-preview.js';
import type { CalendarVersionRecord, NoticedCalendar } from '../../../infra/database/calendar-publication.js';
import type {
  CalendarDayView,
  CalendarVersionView,
  MovedApplicationView,
  MovedPermitView,
} from './calendar.views.js';

export function renderDay({ date, kind, name, noticeNo }: NoticedCalendar['days'][number]): CalendarDayView {
  return { date, kind, kindLabel: CALENDAR_DAY_LABELS[kind], name, noticeNo };
}

export function renderVersion(row: CalendarVersionRecord): CalendarVersionView {
  return {
    version: row.version,
    year: row.year,
    noticeNo: row.notice_no,
    publishedAt: row.published_at.toISOString(),
    publishedByName: row.published_by_name,
    rolledOutAt: row.rolled_out_at?.toISOString() ?? null,
    waiting: row.waiting,
  };
}

export function renderMovedPermit({ permit, before, after }: MovedPermit): MovedPermitView {
  return {
    permitId: permit.id,
    permitNo: permit.permitNo,
    validUntil: permit.validUntil,
    lastSubmissionBefore: before.lastSubmissionOn,
    lastSubmissionAfter: after.lastSubmissionOn,
    provisionalBefore: before.provisional,
    provisionalAfter: after.provisional,
  };
}

export function renderMovedApplication({
  application,
  running,
  after,
}: MovedApplication): MovedApplicationView {
  return {
    applicationId: application.id,
    applicationNo: application.applicationNo,
    typeLabel: businessLabel(courseOf(application).type),
    dueBefore: running.dueOn,
    dueAfter: after.dueOn,
    levelDueBefore: running.task?.dueOn ?? null,
    levelDueAfter: after.taskDueOn,
  };
}
