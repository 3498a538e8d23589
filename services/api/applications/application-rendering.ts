import { awaitsConclusion, openLevel, REVIEW_OUTCOME_LABELS } from '../../../domain/application/advance.js';
import { allowedActions, type ApplicationViewer } from '../../../domain/application/allowed-actions.js';
import {
  BUSINESS_TYPES,
  PERMIT_TYPES,
  type BusinessType,
} from '../../../domain/application/business-type.js';
import type { EligibilityRule } from '../../../domain/application/eligibility.js';
import { ruleGuide } from '../../../domain/application/rule-guide.js';
import type { Refusal } from '../../../domain/refusal.js';
import { refusalText } from '../../../domain/refusal-catalogue.js';
import { hintText, type HintCode } from '../../../domain/application/hints.js';
import { APPLICATION_STATUS_LABELS } from '../../../domain/application/lifecycle.js';
import { INFO_FIELDS, isInfoField } from '../../../domain/application/info-changes.js';
import { POINT_STATE_LABELS, pointTargetLabel } from '../../../domain/application/return-points.js';
import { isOpenTask } from '../../../domain/application/review-task.js';
import { levelLabel, REVIEW_LEVELS } from '../../../domain/application/review-route.js';
import { isAttachmentCode, slotTraits } from '../../../domain/attachment/catalogue.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { mayInitiate } from '../../../domain/authority/initiator.js';
import { isUnitField, UNIT_FIELDS, type FieldChange } from '../../../domain/unit/unit-fields.js';
import { courseOf, levelOf } from '../../../infra/database/application-course.js';
import type { ApplicationDossier, ApplicationListRow } from '../../../infra/database/application-records.js';
import type { ScanChecks } from '../../../infra/database/scan-check-records.js';
import type { ReturnPointRow } from '../../../infra/database/entities/return-point.entity.js';
import { labelOf } from '../http/labels.js';
import type { ReviewTaskRow, SnapshotFile } from '../../../infra/database/entities/application.entity.js';
import type { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { renderScanCheck } from '../attachments/scan-check-rendering.js';
import type {
  ApplicationDetailsView,
  ApplicationListItem,
  ApplicationView,
  EligibilityRuleView,
  FieldChangeView,
  HintView,
  RefusalView,
  ReturnPointView,
  SnapshotFileView,
  TimelineEntry,
} from './application.views.js';

/** Between the last PASS and the conclusion (domain.md §1). */
const CONCLUDING = '流转中';
const SHOWN_ORDER = Object.keys(REVIEW_LEVELS);

export function renderListItem(row: ApplicationListRow, personalData: PersonalData): ApplicationListItem {
  return {
    id: row.id,
    applicationNo: row.application_no,
    type: row.type,
    typeLabel: BUSINESS_TYPES[row.type].label,
    permitType: row.permit_type,
    permitTypeLabel: PERMIT_TYPES[row.permit_type].label,
    status: row.status,
    statusLabel: APPLICATION_STATUS_LABELS[row.status],
    stage: row.awaits_conclusion ? CONCLUDING : row.open_level && levelLabel(row.open_level),
    personName: row.person_name,
    idNo: row.id_no_sealed && personalData.open(row.id_no_sealed),
    unitName: row.unit_name,
    submittedAt: row.submitted_at?.toISOString() ?? null,
    dueOn: row.due_on,
    lastOpinion: row.last_opinion,
  };
}

export function renderApplication(actor: Actor, dossier: ApplicationDossier): ApplicationView {
  const { application, route, snapshots } = dossier;
  const course = courseOf(application);
  const level = openLevel(route, course);
  const current = snapshots.at(-1);
  return {
    id: application.id,
    applicationNo: application.applicationNo,
    type: application.type,
    typeLabel: BUSINESS_TYPES[course.type].label,
    permitType: application.permitType,
    status: application.status,
    statusLabel: APPLICATION_STATUS_LABELS[course.status],
    stage: awaitsConclusion(route, course) ? CONCLUDING : level && levelLabel(level.level),
    round: application.round,
    personName: dossier.personName,
    unitName: dossier.unitName,
    departmentName: dossier.departmentName,
    details: renderDetails(dossier),
    submittedAt: application.submittedAt?.toISOString() ?? null,
    dueOn: application.dueOn,
    estimatedEndOn: dossier.estimatedEndOn,
    previousApplicationId: application.previousApplicationId,
    permitId: application.permitId,
    permitNo: dossier.permitNo,
    snapshotNo: application.snapshotNo,
    factVersion: application.factVersion,
    processedVersion: application.processedVersion,
    version: application.version,
    allowedActions: allowedActions(route, course, viewerOf(actor, course.type)),
    timeline: timelineOf(dossier),
    closedReason: application.closedReason,
    returnPoints: dossier.points.map(renderPoint),
    holdsClaim: dossier.tasks.some((task) => hasInHand(actor, task)),
    changes: dossier.changes.map(renderChange),
    hints: (current?.hints ?? []).map(renderHint),
    files: (current?.files ?? []).map((file) => renderFile(file, dossier.scanChecks)),
    documents: dossier.documents.map(({ kind, number, round, issuedAt, sha256, objectKey }) => ({
      kind,
      number,
      round,
      issuedAt: issuedAt.toISOString(),
      sha256,
      objectKey,
    })),
  };
}

function renderDetails({ application, newDepartmentName }: ApplicationDossier): ApplicationDetailsView {
  const { payload } = application;
  return {
    applicationBasis: payload.applicationBasis ?? null,
    requestedScope: payload.requestedScope ?? null,
    meetsNewConditions: payload.meetsNewConditions ?? null,
    reason: payload.reason ?? null,
    newDepartmentName,
    newTaxDistrict: payload.newTaxDistrict ?? null,
    newValidFrom: payload.newValidFrom ?? null,
    newValidUntil: payload.newValidUntil ?? null,
    acknowledgeLate: payload.acknowledgeLate ?? null,
    historical: payload.historical ?? null,
  };
}

function renderPoint(point: ReturnPointRow): ReturnPointView {
  const { id, round, level, kind, target, text, state, answer } = point;
  return {
    id,
    round,
    levelLabel: labelOf(LEVEL_LABELS, level),
    kind,
    target,
    targetLabel: pointTargetLabel(kind, target) ?? target,
    text,
    state,
    stateLabel: labelOf(POINT_STATE_LABELS, state),
    answer,
  };
}

const LEVEL_LABELS = Object.fromEntries(
  Object.entries(REVIEW_LEVELS).map(([level, { label }]) => [level, label]),
);

function renderChange({ field, from, to, reason = null }: FieldChange): FieldChangeView {
  const label = isInfoField(field)
    ? INFO_FIELDS[field].label
    : isUnitField(field)
      ? UNIT_FIELDS[field].label
      : field;
  return { field, label, from, to, reason };
}

export function renderRule({ result, ...rule }: EligibilityRule): EligibilityRuleView {
  return { ...renderRefusal(rule), result };
}

/** How to cure it and where it stands are said of every rule, met or not. */
export function renderRefusal({ code, facts }: Pick<Refusal, 'code' | 'facts'>): RefusalView {
  const guide = ruleGuide(code);
  return {
    code,
    messageZh: refusalText(code, facts, 'zh'),
    cure: guide?.cure ?? '',
    source: guide?.source ?? '',
    facts,
  };
}

export function renderHint(code: HintCode): HintView {
  return { code, text: hintText(code) };
}

export function renderFile(file: SnapshotFile, checks: ScanChecks): SnapshotFileView {
  const { fileId, catalogueCode, fileName, mediaType, sizeBytes, sha256, uploadedOn } = file;
  const name = isAttachmentCode(catalogueCode) ? slotTraits(catalogueCode).name : catalogueCode;
  return {
    fileId,
    catalogueCode,
    name,
    fileName,
    mediaType,
    sizeBytes,
    sha256,
    uploadedOn,
    scanCheck: renderScanCheck(file, checks),
  };
}

/** Claimed by the actor, and not closed yet. */
export function hasInHand(actor: Actor, { status, assigneeId }: ReviewTaskRow): boolean {
  return isOpenTask(status) && assigneeId === actor.accountId;
}

function viewerOf({ role, unitId }: Actor, type: BusinessType): ApplicationViewer {
  return { isInitiator: mayInitiate(role, type).accepted, isUnit: unitId !== null };
}

/** Submissions and levels in the order in which they came; old rounds stay readable (domain.md §4.5). */
function timelineOf({ snapshots, tasks }: ApplicationDossier): TimelineEntry[] {
  const firstOfRound = snapshots.filter((each, index) => snapshots[index - 1]?.round !== each.round);
  const submissions = firstOfRound.map((snapshot) =>
    entry({ round: snapshot.round, receivedAt: snapshot.takenAt }),
  );
  return [...submissions, ...tasks.map(levelEntry)].toSorted(
    (one, other) =>
      one.receivedAt.localeCompare(other.receivedAt) || one.round - other.round || rank(one) - rank(other),
  );
}

/** Of what came at the same instant: a submission first, a level that is still open last. */
function rank({ kind, level, decision }: TimelineEntry): number {
  if (kind === 'SUBMITTED') return -1;
  return decision === null ? SHOWN_ORDER.length : SHOWN_ORDER.indexOf(level ?? '');
}

function entry({ round, receivedAt }: { round: number; receivedAt: Date }): TimelineEntry {
  return {
    round,
    kind: 'SUBMITTED',
    level: null,
    label: round === 1 ? '提交申请' : '修改并重新提交',
    receivedAt: receivedAt.toISOString(),
    dueOn: null,
    overdue: false,
    taskStatus: null,
    decision: null,
    decisionLabel: null,
    opinion: null,
    hint: null,
    decidedAt: null,
    decidedByName: null,
  };
}

function levelEntry(task: ReviewTaskRow): TimelineEntry {
  const { decision } = task;
  return {
    ...entry(task),
    kind: 'LEVEL',
    level: task.level,
    label: levelLabel(levelOf(task)),
    dueOn: task.dueOn,
    overdue: task.overdue,
    taskStatus: task.status,
    decision,
    decisionLabel: decision === null ? null : decisionLabel(task),
    opinion: task.opinion,
    hint: task.hint,
    decidedAt: task.decidedAt?.toISOString() ?? null,
    decidedByName: task.decidedByName,
  };
}

/** The unit's return reads 单位审批不通过 (domain.md §4.5). */
function decisionLabel({ level, decision }: ReviewTaskRow): string | null {
  if (level === 'UNIT' && decision === 'RETURN') return '单位审批不通过';
  return decision === 'PASS' || decision === 'RETURN' || decision === 'REJECT'
    ? REVIEW_OUTCOME_LABELS[decision]
    : null;
}
