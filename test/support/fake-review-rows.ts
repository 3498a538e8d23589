import { randomUUID } from 'node:crypto';
import type {
  ApplicationEnd,
  LevelQuestion,
  LevelStanding,
  ReturnStanding,
  ReviewActivities,
  RoundStanding,
} from '../../activities/review.activities.js';
import {
  advance,
  awaitsConclusion,
  isEnded,
  NOT_SUBMITTED,
  openLevel,
  type ReviewFact,
  type ReviewOutcome,
  type ReviewState,
} from '../../domain/application/advance.js';
import type { BusinessType, PermitType } from '../../domain/application/business-type.js';
import { levelDueDate } from '../../domain/application/due-dates.js';
import {
  REVIEW_ROUTES_V1,
  routeOf,
  type ReviewLevel,
  type ReviewRoute,
} from '../../domain/application/review-route.js';
import { returnedClock } from '../../domain/application/returned.js';
import { endOfDayExclusive } from '../../domain/calendar/instant.js';
import type { PlainDate } from '../../domain/calendar/plain-date.js';
import { buildWorkCalendar } from '../../domain/calendar/work-calendar.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import { shippedCalendar } from '../../infra/calendar/shipped-calendar.js';
import type { DecidedSignal } from '../../workflows/messages.js';
import type { FakeClock } from './fake-clock.js';

export const FAKE_CALENDAR = buildWorkCalendar(shippedCalendar());

interface FakeTask {
  readonly id: string;
  readonly round: number;
  readonly level: ReviewLevel;
  dueOn: PlainDate;
  open: boolean;
  outcome: ReviewOutcome | null;
  overdue: boolean;
}

interface FakeApplication {
  readonly id: string;
  readonly no: string;
  readonly type: BusinessType;
  readonly route: ReviewRoute;
  readonly tasks: FakeTask[];
  state: ReviewState;
  returnedOn: PlainDate | null;
}

/**
 * The rows of applications as the API and the process see them, in memory. Facts and activities ask the same
 * `advance` as the real ones and follow the same rules of infra/database/application-process.ts.
 */
export class FakeReviewRows {
  /** Task ids in the order in which they were marked overdue. */
  readonly overdueMarks: string[] = [];
  readonly levelsAsked: LevelQuestion[] = [];
  private readonly applications = new Map<string, FakeApplication>();

  constructor(private readonly clock: FakeClock) {}

  draft(type: BusinessType, permitType: PermitType): string {
    const route = routeOf(REVIEW_ROUTES_V1, type, permitType);
    if (route === null) throw new Error(`${type} does not exist for ${permitType}`);
    const id = randomUUID();
    const no = `T${this.applications.size + 1}`;
    this.applications.set(id, { id, no, type, route, tasks: [], state: NOT_SUBMITTED, returnedOn: null });
    return id;
  }

  submitted(type: BusinessType = 'NEW', permitType: PermitType = 'BEIJING_WORK_RESIDENCE'): string {
    const id = this.draft(type, permitType);
    this.submit(id);
    return id;
  }

  /** The first submission or a resubmission; gives the round. */
  submit(id: string): number {
    return this.record(id, { kind: 'SUBMITTED' }).round;
  }

  /** Gives the signal that tells the process. */
  decide(id: string, outcome: ReviewOutcome): DecidedSignal {
    const task = this.openTask(id);
    this.record(id, { kind: 'DECIDED', outcome });
    task.outcome = outcome;
    return { taskId: task.id, outcome };
  }

  withdraw(id: string): void {
    this.record(id, { kind: 'WITHDRAWN' });
  }

  endWithPermit(id: string): void {
    this.record(id, { kind: 'PERMIT_ENDED' });
  }

  moveDueDate(id: string, to: PlainDate): void {
    this.openTask(id).dueOn = to;
  }

  openTask(id: string): FakeTask {
    const task = this.of(id).tasks.find(({ open }) => open);
    if (task === undefined) throw new Error(`${id} has no open task`);
    return task;
  }

  stateOf(id: string): ReviewState {
    return this.of(id).state;
  }

  get local(): ReviewActivities['local'] {
    return {
      resumeRound: async (id) => this.resumeRound(this.of(id)),
      attendLevel: async (question) => this.attendLevel(question),
      attendReturn: async (id) => this.attendReturn(this.of(id)),
    };
  }

  get ordinary(): ReviewActivities['ordinary'] {
    return { conclude: async (id) => this.conclude(this.of(id)) };
  }

  private resumeRound(application: FakeApplication): RoundStanding {
    return {
      applicationNo: application.no,
      businessType: application.type,
      district: '海淀区人社局',
      uscc: '91110108MA01C2D36P',
      number: application.state.round,
      route: application.route,
      end: endOf(application),
    };
  }

  private attendLevel(question: LevelQuestion): LevelStanding {
    this.levelsAsked.push(question);
    const { applicationId, round, level } = question;
    const task = this.of(applicationId).tasks.find((each) => each.round === round && each.level === level);
    if (task?.outcome) return { kind: 'DECIDED', outcome: task.outcome };
    if (!task?.open) return { kind: 'ENDED' };
    const dueAtMs = endOfDayExclusive(task.dueOn);
    if (!task.overdue && this.clock.nowMs >= dueAtMs && level !== 'UNIT') {
      task.overdue = true;
      this.overdueMarks.push(task.id);
    }
    const waits = !task.overdue && level !== 'UNIT';
    return {
      kind: 'OPEN',
      taskId: task.id,
      dueOn: task.dueOn,
      dueAtMs,
      overdue: task.overdue,
      wakeInMs: waits ? this.clock.wallMsUntil(dueAtMs) : null,
    };
  }

  private attendReturn(application: FakeApplication): ReturnStanding {
    const { id, type, state, returnedOn } = application;
    const standing = { round: state.round, ended: isEnded(state) };
    if (state.status !== 'RETURNED' || returnedOn === null) return standing;
    const times = returnedClock(type, returnedOn, FAKE_CALENDAR, DEFAULT_POLICY);
    if (times === null) return standing;
    if (this.clock.nowMs >= times.lapseAt)
      return { ...standing, ended: isEnded(this.record(id, { kind: 'LAPSED' })) };
    const next = this.clock.nowMs >= times.remindAt ? times.lapseAt : times.remindAt;
    return { ...standing, clock: { wakeInMs: this.clock.wallMsUntil(next), lastDay: times.lastDay } };
  }

  private conclude(application: FakeApplication): ApplicationEnd {
    const end = endOf(application);
    if (end !== null) return end;
    if (!awaitsConclusion(application.route, application.state)) {
      throw new Error(`${application.id} does not await its conclusion`);
    }
    this.record(application.id, { kind: 'CONCLUDED' });
    return 'APPROVED';
  }

  private record(id: string, fact: ReviewFact): ReviewState {
    const application = this.of(id);
    const next = advance(application.route, application.state, fact);
    if (!next.accepted) throw new Error(`${fact.kind} is refused in ${application.state.status}`);
    application.state = next.value;
    if (next.value.status === 'RETURNED') application.returnedOn = this.clock.today;
    for (const task of application.tasks) task.open = false;
    const level = openLevel(application.route, next.value);
    if (level !== null) {
      application.tasks.push({
        id: randomUUID(),
        round: next.value.round,
        level: level.level,
        dueOn: levelDueDate(this.clock.today, level.workdaysAllowed, FAKE_CALENDAR).dueOn,
        open: true,
        outcome: null,
        overdue: false,
      });
    }
    return next.value;
  }

  private of(id: string): FakeApplication {
    const application = this.applications.get(id);
    if (application === undefined) throw new Error(`${id} is unknown`);
    return application;
  }
}

const ENDS = ['APPROVED', 'REJECTED', 'WITHDRAWN', 'CLOSED_EXPIRED'] as const;

function endOf({ state }: FakeApplication): ApplicationEnd | null {
  return ENDS.find((end) => end === state.status) ?? null;
}
