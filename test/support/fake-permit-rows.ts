import { randomUUID } from 'node:crypto';
import type { PermitActivities, PermitWake } from '../../activities/permit.activities.js';
import { addDays, knownDate, sameDayYearsLater, type PlainDate } from '../../domain/calendar/plain-date.js';
import { nextStatus } from '../../domain/lifecycle.js';
import { expiresAt } from '../../domain/permit/expiry.js';
import {
  isLivePermit,
  PERMIT_LIFECYCLE,
  type PermitAction,
  type PermitStatus,
} from '../../domain/permit/lifecycle.js';
import { dueMilestones, milestones, type Milestone } from '../../domain/permit/milestones.js';
import { renewalWindow } from '../../domain/permit/renewal-window.js';
import { DEFAULT_POLICY } from '../../domain/policy.js';
import type { FakeClock } from './fake-clock.js';
import { FAKE_CALENDAR } from './fake-review-rows.js';

export interface ReachedMilestone {
  readonly kind: Milestone['kind'];
  readonly on: PlainDate;
  /** False: passed over, only recorded. */
  readonly delivered: boolean;
}

interface FakePermit {
  readonly no: string;
  readonly reached: ReachedMilestone[];
  term: number;
  status: PermitStatus;
  validUntil: PlainDate;
}

/** The rows of permits in memory, by the same milestones and lifecycle as infra/database/permit-process.ts. */
export class FakePermitRows {
  private readonly permits = new Map<string, FakePermit>();

  constructor(private readonly clock: FakeClock) {}

  granted(validUntil: string): string {
    const id = randomUUID();
    const no = `P${this.permits.size + 1}`;
    this.permits.set(id, { no, reached: [], term: 1, status: 'VALID', validUntil: knownDate(validUntil) });
    return id;
  }

  renew(id: string): void {
    const permit = this.of(id);
    this.move(permit, 'renew');
    permit.term += 1;
    permit.validUntil = sameDayYearsLater(permit.validUntil, DEFAULT_POLICY.permitTermYears);
  }

  cancel(id: string): void {
    this.move(this.of(id), 'cancel');
  }

  statusOf(id: string): PermitStatus {
    return this.of(id).status;
  }

  reachedOf(id: string): readonly ReachedMilestone[] {
    return this.of(id).reached;
  }

  milestonesOf(id: string): Milestone[] {
    const { status, validUntil } = this.of(id);
    const window = renewalWindow(validUntil, FAKE_CALENDAR, DEFAULT_POLICY);
    return milestones({ status, validUntil, suspendedOn: null }, window, FAKE_CALENDAR);
  }

  get local(): PermitActivities['local'] {
    return {
      currentTerm: async (id) => ({ term: this.of(id).term }),
      nextWake: async (id) => this.nextWake(id),
      reachDueMilestones: async (id) => this.reachDueMilestones(id),
    };
  }

  get ordinary(): PermitActivities['ordinary'] {
    return { expire: async (id) => this.expire(id) };
  }

  private nextWake(id: string): PermitWake | null {
    const permit = this.of(id);
    if (!isLivePermit(permit.status)) return null;
    const next = this.milestonesOf(id).find((each) => !isRecorded(permit, each));
    if (next === undefined) return null;
    return {
      permitNo: permit.no,
      term: permit.term,
      status: permit.status,
      expiresAtMs: expiresAt(permit.validUntil),
      wakeInMs: this.clock.wallMsUntil(next.dueAt),
      expires: next.kind === 'EXPIRY',
      summary: `${next.kind} ${next.on}`,
    };
  }

  private reachDueMilestones(id: string): void {
    const permit = this.of(id);
    if (!isLivePermit(permit.status)) return;
    const { passed, delivered } = dueMilestones(
      this.milestonesOf(id),
      (each) => isRecorded(permit, each),
      this.clock.nowMs,
    );
    for (const milestone of passed) {
      if (milestone.kind !== 'EXPIRY') permit.reached.push(record(milestone, milestone === delivered));
    }
  }

  private expire(id: string): boolean {
    const permit = this.of(id);
    if (!isLivePermit(permit.status) || this.clock.nowMs < expiresAt(permit.validUntil)) return false;
    this.move(permit, 'expire');
    permit.reached.push({ kind: 'EXPIRY', on: addDays(permit.validUntil, 1), delivered: true });
    return true;
  }

  private move(permit: FakePermit, action: PermitAction): void {
    const status = nextStatus<PermitStatus, PermitAction>(PERMIT_LIFECYCLE, permit.status, action);
    if (status === null) throw new Error(`${action} is refused in ${permit.status}`);
    permit.status = status;
  }

  private of(id: string): FakePermit {
    const permit = this.permits.get(id);
    if (permit === undefined) throw new Error(`${id} is unknown`);
    return permit;
  }
}

/** A new term begins its milestones anew: kind and day together are the key. */
function isRecorded(permit: FakePermit, { kind, on }: Milestone): boolean {
  return permit.reached.some((each) => each.kind === kind && each.on === on);
}

function record({ kind, on }: Milestone, delivered: boolean): ReachedMilestone {
  return { kind, on, delivered };
}
