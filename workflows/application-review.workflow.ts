import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { DocumentActivities } from '../activities/document.activities.js';
import type { ApplicationEnd, ReviewActivities, RoundStanding } from '../activities/review.activities.js';
import { advance, openLevel, type ReviewFact, type ReviewState } from '../domain/application/advance.js';
import { APPLICATION_STATUS_LABELS } from '../domain/application/lifecycle.js';
import { businessLabel, levelLabel, type RouteLevel } from '../domain/application/review-route.js';
import { ReviewFacts } from './review-facts.js';
import { WRP } from './search-attributes.js';
import { TASK_QUEUES } from './task-queues.js';

export interface ApplicationReviewInput {
  readonly applicationId: string;
}
type RoundOutcome = 'PASSED' | 'RETURNED' | 'ENDED';

/** A retry without end: a database that is away for hours must not fail a person's application. */
const patient = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' } as const;
const rows = proxyLocalActivities<ReviewActivities['local']>({
  startToCloseTimeout: '10s',
  localRetryThreshold: '10s',
  retry: patient,
});
const { conclude } = proxyActivities<ReviewActivities['ordinary']>({
  startToCloseTimeout: '30s',
  retry: patient,
});
const documents = proxyActivities<DocumentActivities>({
  taskQueue: TASK_QUEUES.files,
  startToCloseTimeout: '30s', // a worker that dies while drawing is noticed soon: the paper is waited for
  retry: patient,
});

/** Takes an application through the levels of its route; each round starts again at the first. */
export async function applicationReview({ applicationId }: ApplicationReviewInput): Promise<ApplicationEnd> {
  const facts = new ReviewFacts();
  const receipts = new Map<number, Promise<void>>();
  for (;;) {
    const round = await rows.resumeRound(applicationId);
    // drawn beside the review, which never waits for it; owed also for what ended before this process first looked
    if (!receipts.has(round.number))
      receipts.set(round.number, documents.issueReceipt(applicationId, round.number));
    if (round.end !== null) return finish(applicationId, round, receipts);
    const outcome = await reviewRound(applicationId, round, facts);
    if (outcome === 'PASSED') return finish(applicationId, round, receipts);
    if (outcome === 'RETURNED') await resubmission(applicationId, round, facts);
  }
}

/** Level by level, as `advance` orders them, until the round is through, returned or over. */
async function reviewRound(
  applicationId: string,
  round: RoundStanding,
  facts: ReviewFacts,
): Promise<RoundOutcome> {
  let state = step(round, { status: 'DRAFT', round: round.number - 1, passed: 0 }, { kind: 'SUBMITTED' });
  for (;;) {
    const level = openLevel(round.route, state);
    if (level === null) return 'PASSED';
    const outcome = await decisionOf(level, applicationId, round, facts);
    if (outcome === 'ENDED') return 'ENDED';
    state = step(round, state, { kind: 'DECIDED', outcome });
    if (outcome !== 'PASS') return outcome === 'RETURN' ? 'RETURNED' : 'ENDED';
  }
}

/** Waits for the decision of one level. The due date marks and notifies; it never decides. */
async function decisionOf(
  level: RouteLevel,
  applicationId: string,
  round: RoundStanding,
  facts: ReviewFacts,
) {
  let announced = '';
  for (;;) {
    const standing = await rows.attendLevel({ applicationId, round: round.number, level: level.level });
    if (standing.kind !== 'OPEN') return standing.kind === 'DECIDED' ? standing.outcome : 'ENDED';
    const waitsFor = `等待${levelLabel(level.level)}，截止 ${standing.dueOn}${standing.overdue ? '（已超期）' : ''}`;
    if (announced !== waitsFor) announce(round, level, standing, waitsFor);
    announced = waitsFor;
    facts.show({ round: round.number, level: level.level, waitsFor });
    const outcome = await facts.decisionOn(standing.taskId, standing.wakeInMs, waitsFor);
    if (outcome !== null) return outcome;
  }
}

/** RETURNED has no review clock: the initiator ends it, or for some kinds of business the time that it may take. */
async function resubmission(applicationId: string, round: RoundStanding, facts: ReviewFacts): Promise<void> {
  setCurrentDetails(`${title(round)}\n已退回修改，等待重新提交`);
  upsertSearchAttributes([
    { key: WRP.stage, value: 'RETURNED' },
    { key: WRP.overdue, value: false },
  ]);
  for (;;) {
    const standing = await rows.attendReturn(applicationId);
    if (standing.round > round.number || standing.ended) return;
    const waitsFor = standing.clock ? `等待重新提交，${standing.clock.lastDay} 后自动撤回` : '等待重新提交';
    facts.show({ round: round.number, level: null, waitsFor });
    await facts.anything(standing.clock?.wakeInMs ?? null, waitsFor);
  }
}

/**
 * The last hand-over, also where the rows say that it is finished: after the last PASS effect and end state are one
 * transaction, then the form is drawn. Both activities find what already stands.
 */
async function finish(
  applicationId: string,
  round: RoundStanding,
  receipts: ReadonlyMap<number, Promise<void>>,
): Promise<ApplicationEnd> {
  const end = round.end ?? (await conclude(applicationId));
  if (end === 'APPROVED') await documents.issueConfirmationForm(applicationId);
  await Promise.all(receipts.values());
  setCurrentDetails(`${title(round)}\n${APPLICATION_STATUS_LABELS[end]}`);
  await condition(allHandlersFinished);
  return end;
}

function announce(
  round: RoundStanding,
  level: RouteLevel,
  standing: { readonly dueAtMs: number; readonly overdue: boolean },
  waitsFor: string,
): void {
  setCurrentDetails(`${title(round)}，第 ${round.number} 轮\n${waitsFor}`);
  upsertSearchAttributes([
    { key: WRP.businessType, value: round.businessType },
    { key: WRP.applicationNo, value: round.applicationNo },
    { key: WRP.district, value: round.district },
    { key: WRP.unit, value: round.uscc },
    { key: WRP.stage, value: level.level },
    { key: WRP.dueAt, value: new Date(standing.dueAtMs) },
    { key: WRP.overdue, value: standing.overdue },
  ]);
}

function title(round: RoundStanding): string {
  return `${businessLabel(round.businessType)} ${round.applicationNo}`;
}

/** What was told has been accepted by the rows before; a refusal here is a defect and stops this application only. */
function step(round: RoundStanding, state: ReviewState, fact: ReviewFact): ReviewState {
  const next = advance(round.route, state, fact);
  if (next.accepted) return next.value;
  throw ApplicationFailure.nonRetryable(`advance refused ${fact.kind} in ${state.status}`, 'OutOfStep');
}
