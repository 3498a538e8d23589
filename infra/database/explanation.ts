import type { EntityManager } from 'typeorm';
import {
  awaitsConclusion,
  awaitsResubmission,
  isEnded,
  openLevel,
} from '../../domain/application/advance.js';
import { BUSINESS_TYPES } from '../../domain/application/business-type.js';
import { APPLICATION_STATUS_LABELS, isInFlight } from '../../domain/application/lifecycle.js';
import { levelLabel } from '../../domain/application/review-route.js';
import { shanghaiDateTimeOf } from '../../domain/calendar/instant.js';
import { isLivePermit, PERMIT_STATUS_LABELS } from '../../domain/permit/lifecycle.js';
import { MILESTONE_LABELS } from '../../domain/permit/milestones.js';
import { applicationWorkflowId, permitWorkflowId } from '../../workflows/ids.js';
import { courseOf, levelOf, placeOf } from './application-course.js';
import { readBusinessClock } from './business-clock.js';
import { ApplicationRow, ReviewTaskRow } from './entities/application.entity.js';
import { DepartmentRow } from './entities/department.entity.js';
import { AccountRow } from './entities/identity.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import { permitStatusOf } from './permit-course.js';
import { scheduleOfPermit } from './permit-milestones.js';
import type { ReferenceRecords } from './reference-records.js';
import { returnedTimes } from './returned-times.js';

/** Why something stands where it stands, for operators; names nobody but members of departments. */
export interface Explanation {
  readonly workflowId: string;
  /** Whether the engine must be running it. */
  readonly isRunning: boolean;
  readonly title: string;
  /** What it waits for, and until when; empty: its life is over. */
  readonly waits: readonly string[];
  /** Facts that its process has not followed yet. */
  readonly behind: number;
  /** Messages to its process that have not arrived, and how often they were tried. */
  readonly undelivered: { readonly messages: number; readonly attempts: number };
}

/** By 业务编号 or 证件编号; null: there is neither. */
export async function explain(
  manager: EntityManager,
  references: ReferenceRecords,
  number: string,
): Promise<Explanation | null> {
  const application = await manager.findOneBy(ApplicationRow, { applicationNo: number });
  if (application !== null) return explainApplication(manager, references, application);
  const permit = await manager.findOneBy(PermitRow, { permitNo: number });
  return permit === null ? null : explainPermit(manager, references, permit);
}

async function explainApplication(
  manager: EntityManager,
  references: ReferenceRecords,
  application: ApplicationRow,
): Promise<Explanation> {
  const { type, status } = courseOf(application);
  const title = `${application.applicationNo}  ${BUSINESS_TYPES[type].label}  第 ${application.round} 轮  ${APPLICATION_STATUS_LABELS[status]}`;
  return {
    workflowId: applicationWorkflowId(application.id),
    isRunning: isInFlight(status),
    title,
    waits: await waitsOf(manager, references, application),
    behind: application.factVersion - application.processedVersion,
    undelivered: await undelivered(manager, 'application', application.id),
  };
}

async function waitsOf(
  manager: EntityManager,
  references: ReferenceRecords,
  application: ApplicationRow,
): Promise<string[]> {
  const course = courseOf(application);
  const inForce = await references.versionsInForce(manager, placeOf(application));
  if (isEnded(course)) return [];
  if (course.round === 0) return ['草稿：等待申请方提交，没有期限'];
  if (awaitsResubmission(course)) {
    const calendar = await references.calendar(manager, inForce.calendar);
    const policy = await references.policy(manager, application.policyVersion ?? inForce.policy);
    const returned = await returnedTimes(manager, application, calendar, policy);
    const until = returned === null ? '没有期限，随证件到期终止' : `${returned.times.lastDay} 后由系统撤回`;
    return [`退回修改：等待申请方修改并重新提交，${until}`];
  }
  const { routeVersion } = application;
  const { type, permitType } = course;
  const route = await references.route(manager, routeVersion ?? inForce.routes, type, permitType);
  if (awaitsConclusion(route, course)) return ['流转中：最后一级已通过，等待系统办结'];
  const open = openLevel(route, course);
  if (open === null) return [];
  const task = await manager.findOneByOrFail(ReviewTaskRow, {
    applicationId: application.id,
    round: application.round,
    level: open.level,
  });
  return [await taskWaits(manager, task), ...(task.overdue ? ['已超过审核时限'] : [])];
}

async function taskWaits(manager: EntityManager, task: ReviewTaskRow): Promise<string> {
  const { departmentId, receivedAt, dueOn } = task;
  const department =
    departmentId === null ? null : await manager.findOneBy(DepartmentRow, { id: departmentId });
  const who =
    department === null ? '等待单位审批' : `等待${department.name}审批，${await holderOf(manager, task)}`;
  const received = shanghaiDateTimeOf(receivedAt.getTime());
  return `${levelLabel(levelOf(task))}：${who}；${received} 收到，截止 ${dueOn}`;
}

async function holderOf(manager: EntityManager, { assigneeId, claimNo }: ReviewTaskRow): Promise<string> {
  const holder = assigneeId === null ? null : await manager.findOneBy(AccountRow, { id: assigneeId });
  if (holder === null) return '尚无人领取';
  return `由 ${holder.personName}（${holder.userName}）领取，领取号 ${claimNo}`;
}

async function explainPermit(
  manager: EntityManager,
  references: ReferenceRecords,
  permit: PermitRow,
): Promise<Explanation> {
  const status = permitStatusOf(permit);
  const title = `${permit.permitNo}  ${PERMIT_STATUS_LABELS[status]}  第 ${permit.term} 期  ${permit.validFrom} 至 ${permit.validUntil}`;
  return {
    workflowId: permitWorkflowId(permit.id),
    isRunning: isLivePermit(status),
    title,
    waits: isLivePermit(status) ? await nextOf(manager, references, permit) : [],
    behind: permit.factVersion - permit.processedVersion,
    undelivered: await undelivered(manager, 'permit', permit.id),
  };
}

async function nextOf(
  manager: EntityManager,
  references: ReferenceRecords,
  permit: PermitRow,
): Promise<string[]> {
  const now = await readBusinessClock(manager);
  const { window, all, isRecorded } = await scheduleOfPermit(manager, references, permit);
  const next = all.find((each) => !isRecorded(each));
  const days = `续签、聘用单位变更：${window.opensOn} 至 ${window.lastSubmissionOn}${window.provisional ? '（暂定）' : ''}`;
  if (next === undefined) return [days];
  const late = next.dueAt <= now.epochMs ? '，时间已到，等待系统执行' : '';
  return [days, `下一步：${MILESTONE_LABELS[next.kind]} ${shanghaiDateTimeOf(next.dueAt)}${late}`];
}

async function undelivered(
  manager: EntityManager,
  workflow: string,
  subjectId: string,
): Promise<Explanation['undelivered']> {
  const [row] = await manager.query<[{ messages: number; attempts: number }]>(
    `select count(*)::int as messages, coalesce(max(attempts), 0)::int as attempts
       from outbox where workflow = $1 and subject_id = $2`,
    [workflow, subjectId],
  );
  return row;
}
