import type { History } from '@temporalio/common/lib/proto-utils.js';
import {
  BUSINESS_TYPES,
  PERMIT_TYPES,
  type BusinessType,
  type PermitType,
} from '../../domain/application/business-type.js';
import { returnedClock } from '../../domain/application/returned.js';
import { REVIEW_ROUTES_V1 } from '../../domain/application/review-route.js';
import { endOfDayExclusive, startOfDay } from '../../domain/calendar/instant.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { expiresAt } from '../../domain/permit/expiry.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import { FAKE_CALENDAR } from './fake-review-rows.js';
import { until, type WorkflowEngine } from './workflow-engine.js';

export interface SavedCourse {
  readonly workflowId: string;
  readonly history: History;
}
type Course = (engine: WorkflowEngine) => Promise<SavedCourse>;

const FIRST_DAY = startOfDay(knownDate('2021-07-01'));
const VALID_UNTIL = '2024-08-04';
const MOMENT_MS = 500;

/** Every route to its approval. */
const APPROVALS = Object.fromEntries(
  routes().map(({ type, permitType, levels }): [string, Course] => [
    `application-approved-${kebab(type)}-${PERMIT_TYPES[permitType].numberPrefix.toLowerCase()}`,
    async (engine) => {
      const id = await begun(engine, type, permitType);
      await engine.pass(id, levels);
      return review(engine, id);
    },
  ]),
);

/** Each end state of each workflow, by the name under which its history is saved. */
export const COURSES: Readonly<Record<string, Course>> = {
  ...APPROVALS,
  'application-approved': async (engine) => {
    const id = await begun(engine, 'NEW');
    await engine.pass(id, 5);
    return review(engine, id);
  },
  'application-approved-overdue': async (engine) => {
    const id = await begun(engine, 'UNIT_INFO_CHANGE');
    await engine.attended(id);
    engine.clock.set(endOfDayExclusive(engine.review.openTask(id).dueOn) - MOMENT_MS, 'running');
    await engine.send({ workflow: 'application', subjectId: id, signal: 'deadlinesChanged', payload: {} });
    await until('the level is overdue', () => engine.review.openTask(id).overdue);
    await engine.decide(id, 'PASS');
    return review(engine, id);
  },
  'application-returned-and-approved': async (engine) => {
    const id = await begun(engine, 'NEW');
    await engine.pass(id, 1);
    await engine.attended(id);
    await engine.decide(id, 'RETURN');
    await until('the return is seen', async () => (await engine.progressOf(id)).level === null);
    const round = engine.review.submit(id);
    await engine.send({ workflow: 'application', subjectId: id, signal: 'resubmitted', payload: { round } });
    await engine.pass(id, 5);
    return review(engine, id);
  },
  'application-rejected': async (engine) => {
    const id = await begun(engine, 'RENEWAL');
    await engine.pass(id, 1);
    await engine.attended(id);
    await engine.decide(id, 'REJECT');
    return review(engine, id);
  },
  'application-withdrawn': async (engine) => {
    const id = await begun(engine, 'NEW');
    await engine.attended(id);
    engine.review.withdraw(id);
    await engine.send({ workflow: 'application', subjectId: id, signal: 'withdrawn', payload: {} });
    return review(engine, id);
  },
  'application-closed-expired': async (engine) => {
    const id = await begun(engine, 'RENEWAL');
    await engine.attended(id);
    engine.review.endWithPermit(id);
    await engine.send({ workflow: 'application', subjectId: id, signal: 'permitEnded', payload: {} });
    return review(engine, id);
  },
  'application-rejected-at-last-level': async (engine) => {
    const id = await begun(engine, 'EMPLOYER_CHANGE');
    await engine.pass(id, 3);
    await engine.attended(id);
    await engine.decide(id, 'REJECT');
    return review(engine, id);
  },
  'application-withdrawn-after-return': async (engine) => {
    const id = await returned(engine, 'RENEWAL');
    engine.review.withdraw(id);
    await engine.send({ workflow: 'application', subjectId: id, signal: 'withdrawn', payload: {} });
    return review(engine, id);
  },
  'application-closed-after-return': async (engine) => {
    const id = await returned(engine, 'EMPLOYER_CHANGE');
    engine.review.endWithPermit(id);
    await engine.send({ workflow: 'application', subjectId: id, signal: 'permitEnded', payload: {} });
    return review(engine, id);
  },
  'application-lapsed': async (engine) => {
    const id = await returned(engine, 'PERMISSION_APPLY');
    const times = returnedClock('PERMISSION_APPLY', knownDate('2021-07-01'), FAKE_CALENDAR, DEFAULT_POLICY);
    engine.clock.set((times?.lapseAt ?? 0) - MOMENT_MS, 'running');
    await engine.send({ workflow: 'application', subjectId: id, signal: 'deadlinesChanged', payload: {} });
    return review(engine, id);
  },
  'permit-cancelled': async (engine) => {
    engine.clock.set(FIRST_DAY, 'running');
    const id = await engine.granted(VALID_UNTIL);
    await isAsleep(engine, id);
    engine.permits.cancel(id);
    await engine.permitChanged(id);
    return permit(engine, id);
  },
  'permit-expired': async (engine) => {
    engine.clock.set(FIRST_DAY, 'running');
    const id = await engine.granted(VALID_UNTIL);
    await isAsleep(engine, id);
    engine.clock.set(expiresAt(knownDate(VALID_UNTIL)), 'frozen');
    await engine.permitChanged(id);
    return permit(engine, id);
  },
  'permit-renewed': async (engine) => {
    engine.clock.set(FIRST_DAY, 'running');
    const id = await engine.granted(VALID_UNTIL);
    await isAsleep(engine, id);
    const { runId } = await engine.permitHandle(id).describe();
    engine.permits.renew(id);
    await engine.permitChanged(id);
    await until('a new run', async () => (await engine.permitHandle(id).describe()).runId !== runId);
    engine.permits.cancel(id);
    await engine.permitChanged(id);
    await permit(engine, id);
    return permit(engine, id, runId);
  },
  'calendar-rollout': async (engine) => {
    const handle = await engine.calendarPublished(2);
    await handle.result();
    return { workflowId: handle.workflowId, history: await handle.fetchHistory() };
  },
  'daily-notices': async (engine) => {
    const handle = await engine.dailyNotices('schedule/daily-notices-recorded');
    await handle.result();
    return { workflowId: handle.workflowId, history: await handle.fetchHistory() };
  },
  'expiry-sweep': async (engine) => {
    const handle = await engine.sweep('schedule/expiry-sweep-recorded');
    await handle.result();
    return { workflowId: handle.workflowId, history: await handle.fetchHistory() };
  },
};

/** On a running clock, so that the timers of the levels stand in the history. */
function begun(engine: WorkflowEngine, type: BusinessType, permitType?: PermitType): Promise<string> {
  engine.clock.set(FIRST_DAY, 'running');
  return engine.submitted(type, permitType);
}

/** Returned by its first level, and the process waits for its initiator. */
async function returned(engine: WorkflowEngine, type: BusinessType): Promise<string> {
  const id = await begun(engine, type);
  await engine.attended(id);
  await engine.decide(id, 'RETURN');
  await until('the return is seen', async () => (await engine.progressOf(id)).level === null);
  return id;
}

function routes() {
  return Object.entries(REVIEW_ROUTES_V1).flatMap(([permitType, byType]) =>
    Object.entries(byType).flatMap(([type, route]) =>
      route === null || !isPermitType(permitType) || !isBusinessType(type)
        ? []
        : [{ type, permitType, levels: route.levels.length }],
    ),
  );
}

function isPermitType(text: string): text is PermitType {
  return Object.hasOwn(PERMIT_TYPES, text);
}

function isBusinessType(text: string): text is BusinessType {
  return Object.hasOwn(BUSINESS_TYPES, text);
}

function kebab(type: BusinessType): string {
  return type.toLowerCase().replaceAll('_', '-');
}

async function isAsleep(engine: WorkflowEngine, id: string): Promise<void> {
  const handle = engine.permitHandle(id);
  const sleeps = async (): Promise<boolean> => {
    const { events } = await handle.fetchHistory();
    return events?.some(({ timerStartedEventAttributes }) => Boolean(timerStartedEventAttributes)) ?? false;
  };
  await until('the permit sleeps', sleeps);
}

async function review(engine: WorkflowEngine, id: string): Promise<SavedCourse> {
  const { history } = await engine.endOf(id);
  return { workflowId: engine.reviewHandle(id).workflowId, history };
}

async function permit(engine: WorkflowEngine, id: string, runId?: string): Promise<SavedCourse> {
  const last = engine.permitHandle(id);
  await last.result();
  return { workflowId: last.workflowId, history: await engine.permitHandle(id, runId).fetchHistory() };
}
