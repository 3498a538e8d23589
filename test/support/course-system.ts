import {
  advance,
  awaitsConclusion,
  awaitsResubmission,
  NOT_SUBMITTED,
  openLevel,
  type ReviewFact,
  type ReviewOutcome,
  type ReviewState,
} from '../../domain/application/advance.js';
import { BUSINESS_TYPES } from '../../domain/application/business-type.js';
import { levelDueDate } from '../../domain/application/due-dates.js';
import { isAbsorbable } from '../../domain/application/absorption.js';
import { isInFlight, isOpen } from '../../domain/application/lifecycle.js';
import { passRefusal } from '../../domain/application/permit-guard.js';
import { lapsesFirst, returnedClock } from '../../domain/application/returned.js';
import {
  REVIEW_ROUTES_V1,
  type ReviewLevel,
  type ReviewRoute,
} from '../../domain/application/review-route.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import type { PlainDate } from '../../domain/calendar/plain-date.js';
import type { WorkCalendar } from '../../domain/calendar/work-calendar.js';
import { applicationsAtLeaving, disassociation } from '../../domain/employee/disassociation.js';
import { endingByDepartment, releaseRequest, unitMayAnswerUntil } from '../../domain/employee/release.js';
import { nextStatus } from '../../domain/lifecycle.js';
import { cancellationRefusals } from '../../domain/permit/cancellation.js';
import { effectiveStatus, isPassInTime } from '../../domain/permit/expiry.js';
import {
  isLivePermit,
  isSuspendedPermit,
  isValidPermit,
  PERMIT_LIFECYCLE,
  type PermitAction,
  type PermitStatus,
} from '../../domain/permit/lifecycle.js';
import { renewalWindow } from '../../domain/permit/renewal-window.js';
import {
  employerChangeSubmission,
  renewalSubmission,
  type SubmissionChain,
} from '../../domain/permit/submission-time.js';
import { firstTerm, renewedTerm } from '../../domain/permit/term.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import type { CourseType } from './course-model.js';

export interface SystemTask {
  readonly round: number;
  readonly level: ReviewLevel;
  readonly receivedOn: PlainDate;
  readonly dueOn: PlainDate;
  outcome: ReviewOutcome | null;
}
export interface SystemApplication {
  readonly type: CourseType;
  readonly unit: string;
  readonly permit: SystemPermit | null;
  state: ReviewState;
  chain: SubmissionChain | null;
  lastPassAt: number | null;
  returnedOn: PlainDate | null;
  readonly tasks: SystemTask[];
}
export interface SystemPermit {
  status: PermitStatus;
  validFrom: PlainDate;
  validUntil: PlainDate;
  unit: string | null;
  lastUnit: string;
}

/** One person's business on the domain's functions alone; rows and transactions are arrays. True: accepted. */
export class CourseSystem {
  unit: string | null = 'A';
  readonly permits: SystemPermit[] = [];
  readonly applications: SystemApplication[] = [];
  private releaseAskedOn: PlainDate | null = null;

  constructor(
    public calendar: WorkCalendar,
    public now: number,
  ) {}

  create(type: CourseType): boolean {
    if (this.unit === null) return false;
    const permit = type === 'NEW' ? null : (this.permits.at(-1) ?? null);
    if (type !== 'NEW' && permit === null) return false;
    this.applications.push({
      type,
      unit: this.unit,
      permit,
      state: NOT_SUBMITTED,
      chain: null,
      lastPassAt: null,
      returnedOn: null,
      tasks: [],
    });
    return true;
  }

  submit(application: SystemApplication, acknowledgeLate: boolean, absorbs = false): boolean {
    const after = advance(routeOf(application), application.state, { kind: 'SUBMITTED' });
    const flying = this.applications.filter((each) => each !== application && isInFlight(each.state.status));
    const carried = absorbs
      ? flying.find((each) => isAbsorbable(each.type, each.state.status, application.type))
      : undefined;
    const isBusy = flying.some((each) => each !== carried);
    if (!after.accepted || isBusy || this.unit !== application.unit) return false;
    if (!this.permitAllows(application, acknowledgeLate)) return false;
    if (carried !== undefined) this.apply(carried, { kind: 'WITHDRAWN' });
    return this.apply(application, { kind: 'SUBMITTED' });
  }

  decide(application: SystemApplication, outcome: ReviewOutcome): boolean {
    const fact = { kind: 'DECIDED', outcome } as const;
    if (!advance(routeOf(application), application.state, fact).accepted) return false;
    if (outcome === 'PASS' && this.passIsRefused(application)) return false;
    return this.apply(application, fact);
  }

  withdraw(application: SystemApplication): boolean {
    return this.apply(application, { kind: 'WITHDRAWN' });
  }

  /** What the process does with an application whose every level has passed. */
  conclude(application: SystemApplication): boolean {
    if (!awaitsConclusion(routeOf(application), application.state)) return false;
    if (application.type === 'NEW') this.expire();
    this.effect(application);
    return this.apply(application, { kind: 'CONCLUDED' });
  }

  /** What the process does once a last day is over: first what passed in time, then the expiry. */
  expire(): void {
    for (const permit of this.permits) {
      if (!isLivePermit(permit.status) || isLivePermit(this.statusOf(permit))) continue;
      for (const each of this.openOf(permit)) {
        const { lastPassAt } = each;
        if (lastPassAt !== null && isPassInTime(lastPassAt, permit.validUntil)) this.conclude(each);
      }
      if (isLivePermit(this.statusOf(permit))) continue;
      this.move(permit, 'expire');
      for (const each of this.openOf(permit)) {
        this.lapseOne(each);
        this.apply(each, { kind: 'PERMIT_ENDED' });
      }
    }
  }

  lapse(): void {
    for (const each of this.applications) this.lapseOne(each);
  }

  private lapseOne(application: SystemApplication): void {
    const { type, state, returnedOn, permit } = application;
    if (!awaitsResubmission(state) || returnedOn === null) return;
    const clock = returnedClock(type, returnedOn, this.calendar, DEFAULT_POLICY);
    if (clock === null || this.now < clock.lapseAt) return;
    if (lapsesFirst(clock, permit?.validUntil ?? null)) this.apply(application, { kind: 'LAPSED' });
  }

  askRelease(): boolean {
    const decision = releaseRequest({
      today: this.today(),
      associationStatus: this.unit === null ? null : 'ACTIVE',
      contractStart: null,
      leaveDate: this.today(),
      missingAttachments: [],
      requestedOn: this.releaseAskedOn,
    });
    if (decision.accepted) this.releaseAskedOn = this.today();
    return decision.accepted;
  }

  leave(endsApplications: boolean, waives: boolean): boolean {
    return this.end(endsApplications, waives, disassociation);
  }

  leaveByDepartment(endsApplications: boolean, waives: boolean): boolean {
    const askedOn = this.releaseAskedOn;
    const until = askedOn === null ? null : unitMayAnswerUntil(askedOn, this.calendar, DEFAULT_POLICY);
    return this.end(endsApplications, waives, (facts) =>
      endingByDepartment({ ...facts, unitMayAnswerUntil: until, reason: '单位逾期未办理' }),
    );
  }

  private end(endsApplications: boolean, waives: boolean, judge: typeof disassociation): boolean {
    const unit = this.unit;
    const open = this.applications
      .filter(({ state }) => isOpen(state.status))
      .map((row, index) => ({
        row,
        applicationNo: String(index),
        type: row.type,
        status: row.state.status,
        isOfThisUnit: row.unit === unit,
      }));
    const { ended, leftOpen } = applicationsAtLeaving(open, endsApplications);
    const permit = this.permits.find(({ status }) => isLivePermit(status)) ?? null;
    const decision = judge({
      today: this.today(),
      associationStatus: unit === null ? null : 'ACTIVE',
      contractStart: null,
      leaveDate: this.today(),
      applicationsLeftOpen: leftOpen,
      permit: permit && { status: this.statusOf(permit), window: this.windowOf(permit) },
      renewalWaiver: waives ? '自愿' : null,
    });
    if (!decision.accepted) return false;
    if (permit !== null && decision.value.suspendsPermit) {
      this.move(permit, 'suspend');
      permit.unit = null;
    }
    for (const { row } of ended) this.apply(row, { kind: 'WITHDRAWN' });
    this.unit = null;
    this.releaseAskedOn = null;
    return true;
  }

  link(unit: string): boolean {
    const held = this.permits.some((each) => isValidPermit(this.statusOf(each)) && each.unit !== unit);
    if (this.unit !== null || held) return false;
    this.unit = unit;
    return true;
  }

  cancel(permit: SystemPermit): boolean {
    const waiting = this.openOf(permit).filter((each) => awaitsConclusion(routeOf(each), each.state));
    const { validUntil } = permit;
    const facts = { status: this.statusOf(permit), validUntil, awaitingConclusion: waiting.map(() => '') };
    if (cancellationRefusals(facts).length > 0) return false;
    for (const each of this.openOf(permit)) this.apply(each, { kind: 'PERMIT_ENDED' });
    this.move(permit, 'cancel');
    return true;
  }

  /** By its date, as every reader sees it. */
  statusOf({ status, validUntil }: SystemPermit): PermitStatus {
    return effectiveStatus(status, validUntil, this.now);
  }

  private permitAllows({ type, permit, chain, unit }: SystemApplication, acknowledgeLate: boolean): boolean {
    if (type === 'NEW') return !this.permits.some((each) => isLivePermit(this.statusOf(each)));
    if (permit === null) return false;
    const status = this.statusOf(permit);
    const { validUntil } = permit;
    const window = this.windowOf(permit);
    const time = {
      today: this.today(),
      validUntil,
      window,
      lateSubmission: 'WARN',
      acknowledgeLate,
      chain,
    } as const;
    if (type === 'EMPLOYER_CHANGE') {
      const isElsewhere = permit.lastUnit !== unit;
      return isSuspendedPermit(status) && isElsewhere && employerChangeSubmission(time).accepted;
    }
    if (!isValidPermit(status) || permit.unit !== unit) return false;
    return type !== 'RENEWAL' || renewalSubmission(time).accepted;
  }

  private passIsRefused({ type, permit }: SystemApplication): boolean {
    const judged =
      type === 'NEW' ? (this.permits.findLast((each) => isLivePermit(each.status)) ?? null) : permit;
    const seen = judged && { permitNo: '', status: this.statusOf(judged), validUntil: judged.validUntil };
    return passRefusal(type, seen) !== null;
  }

  private apply(application: SystemApplication, fact: ReviewFact): boolean {
    const route = routeOf(application);
    const decision = advance(route, application.state, fact);
    if (!decision.accepted) return false;
    const task = application.tasks.at(-1);
    if (fact.kind === 'DECIDED' && task !== undefined) task.outcome = fact.outcome;
    if (fact.kind === 'SUBMITTED' && application.chain === null) this.beginChain(application);
    application.state = decision.value;
    if (awaitsConclusion(route, decision.value)) application.lastPassAt = this.now;
    application.returnedOn = awaitsResubmission(decision.value) ? this.today() : null;
    const level = openLevel(route, decision.value);
    if (level !== null) {
      const receivedOn = this.today();
      const { dueOn } = levelDueDate(receivedOn, level.workdaysAllowed, this.calendar);
      const { round } = decision.value;
      application.tasks.push({ round, level: level.level, receivedOn, dueOn, outcome: null });
    }
    return true;
  }

  private beginChain(application: SystemApplication): void {
    const { permit } = application;
    const isOnTime = permit !== null && this.today() <= this.windowOf(permit).lastSubmissionOn;
    application.chain = { firstOnTime: isOnTime, firstAcknowledgedLate: !isOnTime };
  }

  /** Dates are those of the last PASS. */
  private effect({ type, permit, unit, lastPassAt }: SystemApplication): void {
    const years = DEFAULT_POLICY.permitTermYears;
    if (type === 'NEW') {
      const term = firstTerm(shanghaiDateOf(lastPassAt ?? this.now), years);
      this.permits.push({ status: 'VALID', ...term, unit, lastUnit: unit });
      return;
    }
    if (permit === null) throw new Error(`${type} without a permit`);
    if (type === 'RENEWAL') {
      this.move(permit, 'renew');
      Object.assign(permit, renewedTerm(permit.validUntil, years));
    } else if (type === 'EMPLOYER_CHANGE') {
      this.move(permit, 'transfer');
      Object.assign(permit, { unit, lastUnit: unit });
    } else if (type === 'BASIC_INFO_CHANGE') this.move(permit, 'amend');
  }

  private move(permit: SystemPermit, action: PermitAction): void {
    const status = nextStatus<PermitStatus, PermitAction>(PERMIT_LIFECYCLE, permit.status, action);
    if (status === null) throw new Error(`${permit.status} does not know ${action}`);
    permit.status = status;
  }

  private openOf(permit: SystemPermit): SystemApplication[] {
    return this.applications.filter(
      (each) =>
        each.permit === permit && isOpen(each.state.status) && BUSINESS_TYPES[each.type].needsLivePermit,
    );
  }

  private windowOf({ validUntil }: SystemPermit) {
    return renewalWindow(validUntil, this.calendar, DEFAULT_POLICY);
  }

  today(): PlainDate {
    return shanghaiDateOf(this.now);
  }
}

export function routeOf({ type }: Pick<SystemApplication, 'type'>): ReviewRoute {
  return REVIEW_ROUTES_V1.BEIJING_WORK_RESIDENCE[type];
}
