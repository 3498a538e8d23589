import fc from 'fast-check';
import { advance, NOT_SUBMITTED, type ReviewFact, type ReviewState } from '../application/advance.js';
import { isInFlight } from '../application/lifecycle.js';
import { REVIEW_ROUTES_V1 } from '../application/review-route.js';
import { nextStatus } from '../lifecycle.js';
import { permissionAction, type PermissionBusiness } from './permission-course.js';
import {
  PERMISSION_LIFECYCLE,
  PERMISSION_STATUS_LABELS,
  permissionCommands,
  type PermissionAction,
  type PermissionScope,
  type PermissionStatus,
  type UnopenedPermissionStatus,
} from './permission-lifecycle.js';

const RUNS = 10_000;
const ROUTES = REVIEW_ROUTES_V1.BEIJING_WORK_RESIDENCE;
/** Levels of the three kinds of business, and the label that each shows while it is under review. Source: domain.md §4.3, §5. */
const KINDS = {
  apply: { levels: 3, shownInReview: '审批中', shownReturned: '退回修改' },
  applyForFull: { levels: 3, shownInReview: '有效', shownReturned: '有效' },
  cancel: { levels: 2, shownInReview: '注销审批中', shownReturned: '注销审批中' },
} as const;
type Kind = keyof typeof KINDS;

interface Job {
  readonly business: PermissionBusiness;
  readonly scope: PermissionScope;
  state: ReviewState;
}

/** The permission as the domain's tables move it. */
class Permission {
  status: PermissionStatus = 'NOT_OPENED';
  scope: PermissionScope = 'LIMITED';
  private job: Job | null = null;

  start(kind: Kind, scope: PermissionScope): boolean {
    const command = permissionCommands(this.status, this.scope).find(({ action }) => action === kind);
    if (command?.allowed !== true || this.isBusy()) return false;
    const business: PermissionBusiness =
      kind === 'cancel'
        ? { type: 'PERMISSION_CANCEL' }
        : { type: 'PERMISSION_APPLY', before: this.status as UnopenedPermissionStatus | 'ACTIVE' };
    this.job = { business, scope, state: NOT_SUBMITTED };
    return this.happens({ kind: 'SUBMITTED' });
  }

  happens(fact: ReviewFact): boolean {
    const { job } = this;
    if (job === null) return false;
    const decision = advance(ROUTES[job.business.type], job.state, fact);
    if (!decision.accepted) return false;
    job.state = decision.value;
    const action = permissionAction(job.business, fact, decision.value.round);
    if (action === null) return true;
    const next = nextStatus<PermissionStatus, PermissionAction>(PERMISSION_LIFECYCLE, this.status, action);
    if (next === null) throw new Error(`${this.status} does not know ${action}`);
    this.status = next;
    if (action === 'open') this.scope = job.scope;
    if (action === 'extendToFull') this.scope = 'FULL';
    return true;
  }

  private isBusy(): boolean {
    return this.job !== null && isInFlight(this.job.state.status);
  }
}

/** The same told by labels: what the unit sees, and what it gets back. */
class Model {
  shown: string = '未开通';
  scope: PermissionScope = 'LIMITED';
  private before = '未开通';
  private kind: Kind = 'apply';
  private asked: PermissionScope = 'LIMITED';
  private place: 'none' | 'review' | 'returned' = 'none';
  private left = 0;

  start(kind: Kind, scope: PermissionScope): boolean {
    const isOpen = this.shown === '有效';
    const suits = { apply: !isOpen, applyForFull: isOpen && this.scope === 'LIMITED', cancel: isOpen }[kind];
    if (!suits || this.place !== 'none') return false;
    Object.assign(this, { kind, asked: scope, before: this.shown });
    this.review();
    return true;
  }

  happens(name: string): boolean {
    switch (name) {
      case 'SUBMITTED':
        if (this.place !== 'returned') return false;
        this.review();
        return true;
      case 'PASS':
        if (this.place !== 'review' || this.left === 0) return false;
        this.left -= 1;
        return true;
      case 'RETURN':
        if (this.place !== 'review' || this.left === 0) return false;
        this.place = 'returned';
        this.shown = KINDS[this.kind].shownReturned;
        return true;
      case 'REJECT':
        if (this.place !== 'review' || this.left === 0) return false;
        return this.end(this.kind === 'apply' ? '审批不通过' : '有效');
      case 'WITHDRAWN':
        if (this.place === 'review' && this.left < KINDS[this.kind].levels) return false;
        return this.place === 'none' ? false : this.end(this.before);
      case 'LAPSED':
        return this.place === 'returned' ? this.end(this.before) : false;
      case 'CONCLUDED':
        return this.conclude();
      default:
        throw new Error(name);
    }
  }

  private conclude(): boolean {
    if (this.place !== 'review' || this.left > 0) return false;
    if (this.kind !== 'cancel') this.scope = this.kind === 'apply' ? this.asked : 'FULL';
    return this.end(this.kind === 'cancel' ? '已注销' : '有效');
  }

  private review(): void {
    this.place = 'review';
    this.left = KINDS[this.kind].levels;
    this.shown = KINDS[this.kind].shownInReview;
  }

  private end(shown: string): boolean {
    this.place = 'none';
    this.shown = shown;
    return true;
  }
}

type Event = readonly [name: string, run: (side: Permission) => boolean, expect: (side: Model) => boolean];
const starting = fc
  .tuple(fc.constantFrom<Kind>('apply', 'applyForFull', 'cancel'), fc.constantFrom('FULL', 'LIMITED'))
  .map(([kind, scope]): Event => [
    `${kind} ${scope}`,
    (side) => side.start(kind, scope),
    (side) => side.start(kind, scope),
  ]);
const facts: readonly (readonly [string, ReviewFact])[] = [
  ['SUBMITTED', { kind: 'SUBMITTED' }],
  ['PASS', { kind: 'DECIDED', outcome: 'PASS' }],
  ['RETURN', { kind: 'DECIDED', outcome: 'RETURN' }],
  ['REJECT', { kind: 'DECIDED', outcome: 'REJECT' }],
  ['WITHDRAWN', { kind: 'WITHDRAWN' }],
  ['LAPSED', { kind: 'LAPSED' }],
  ['CONCLUDED', { kind: 'CONCLUDED' }],
];
const [, pass] = facts;
const happening = fc
  .oneof(fc.constantFrom(...facts), fc.constantFrom(pass ?? facts[0] ?? ['PASS', { kind: 'SUBMITTED' }]))
  .map(([name, fact]): Event => [name, (side) => side.happens(fact), (side) => side.happens(name)]);

it(`${RUNS} courses of a permission agree with a model after every step (domain.md §4.3)`, () => {
  const reached = new Set<string>();
  const events = fc.array(fc.oneof({ weight: 1, arbitrary: starting }, { weight: 3, arbitrary: happening }), {
    minLength: 10,
    maxLength: 40,
    size: 'max',
  });
  fc.assert(
    fc.property(events, (list) => {
      const [side, model] = [new Permission(), new Model()];
      for (const [name, run, predict] of list) {
        const [accepted, predicted] = [run(side), predict(model)];
        const [one, other] = [
          `${accepted} ${PERMISSION_STATUS_LABELS[side.status]} ${side.scope}`,
          `${predicted} ${model.shown} ${model.scope}`,
        ];
        if (one !== other) throw new Error(`${name}: the domain says ${one}, the model ${other}`);
        reached.add(`${PERMISSION_STATUS_LABELS[side.status]} ${side.scope}`);
      }
    }),
    { numRuns: RUNS },
  );
  const statuses = new Set([...reached].map((each) => each.split(' ')[0]));
  expect(statuses).toEqual(new Set(Object.values(PERMISSION_STATUS_LABELS)));
  expect(reached).toContain('有效 FULL');
});
