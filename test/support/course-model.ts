import type { ApplicationStatus } from '../../domain/application/lifecycle.js';
import type { PermitStatus } from '../../domain/permit/lifecycle.js';

/** What domain.md says of one person's business, said again in a few lines: days are counted numbers, levels a list of names. */
export type CourseType = 'NEW' | 'RENEWAL' | 'EMPLOYER_CHANGE' | 'BASIC_INFO_CHANGE' | 'BUSINESS_INFO_CHANGE';

const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;
const DEPARTMENTS = ['初审', '复审', '市级审核', '终审'];
/** domain.md §5. */
export const MODEL_ROUTES: Readonly<Record<CourseType, readonly string[]>> = {
  NEW: ['单位', ...DEPARTMENTS],
  RENEWAL: DEPARTMENTS,
  EMPLOYER_CHANGE: DEPARTMENTS,
  BASIC_INFO_CHANGE: ['单位', ...DEPARTMENTS],
  BUSINESS_INFO_CHANGE: ['单位', '初审', '复审'],
};

type Place = '草稿' | '在审' | '退回' | '办结' | '不通过' | '撤回' | '终止';
export interface ModelApplication {
  readonly type: CourseType;
  readonly unit: string;
  readonly permit: ModelPermit | null;
  place: Place;
  round: number;
  /** Levels of this round that are still to pass. */
  left: string[];
  passedOn: number | null;
  returnedOn: number;
}
export interface ModelPermit {
  end: '失效' | '注销' | null;
  from: number;
  until: number;
  /** Null: 挂起. */
  unit: string | null;
  lastUnit: string;
}

const STATUSES: Readonly<Record<Place, ApplicationStatus>> = {
  草稿: 'DRAFT',
  在审: 'IN_REVIEW',
  退回: 'RETURNED',
  办结: 'APPROVED',
  不通过: 'REJECTED',
  撤回: 'WITHDRAWN',
  终止: 'CLOSED_EXPIRED',
};

/** The oracle of the course: every command gives whether it is accepted. */
export class CourseModel {
  unit: string | null = 'A';
  readonly permits: ModelPermit[] = [];
  readonly applications: ModelApplication[] = [];
  releaseAskedOn: number | null = null;

  constructor(
    public isWorkday: (day: number) => boolean,
    public now: number,
  ) {}

  /** Days since 1970 in Shanghai. */
  get today(): number {
    return Math.floor((this.now + SHANGHAI_MS) / DAY_MS);
  }

  isAlive(permit: ModelPermit): boolean {
    return permit.end === null && this.today <= permit.until;
  }

  /** As the product's own words have them. */
  shownApplications(): { status: ApplicationStatus; round: number; passed: number }[] {
    return this.applications.map(({ type, place, round, left }) => ({
      status: place === '在审' && left[0] === '单位' ? 'UNIT_REVIEW' : STATUSES[place],
      round,
      passed: round === 0 ? 0 : MODEL_ROUTES[type].length - left.length,
    }));
  }

  shownPermits(): { status: PermitStatus; from: number; until: number; unit: string | null }[] {
    return this.permits.map((permit) => {
      const { from, until, unit } = permit;
      return { status: this.statusOf(permit), from, until, unit };
    });
  }

  create(type: CourseType): boolean {
    const permit = type === 'NEW' ? null : this.permits.at(-1);
    if (this.unit === null || permit === undefined) return false;
    const empty = { place: '草稿', round: 0, left: [], passedOn: null, returnedOn: 0 } as const;
    this.applications.push({ type, unit: this.unit, permit, ...empty, left: [] });
    return true;
  }

  /** With `absorbs` a renewal carries the change of data that has not left the unit, or came back. */
  submit(application: ModelApplication, acknowledgeLate: boolean, absorbs = false): boolean {
    const { place, unit, round } = application;
    const carried = absorbs && application.type === 'RENEWAL' ? this.change() : undefined;
    const isBusy = this.applications.some(
      (each) => each !== application && each !== carried && ['在审', '退回'].includes(each.place),
    );
    if ((place !== '草稿' && place !== '退回') || isBusy || unit !== this.unit) return false;
    if (!this.isEligible(application, acknowledgeLate)) return false;
    if (carried !== undefined) carried.place = '撤回';
    Object.assign(application, {
      place: '在审',
      round: round + 1,
      left: [...MODEL_ROUTES[application.type]],
    });
    return true;
  }

  decide(application: ModelApplication, outcome: 'PASS' | 'RETURN' | 'REJECT'): boolean {
    const { place, left, type, permit } = application;
    const [level] = left;
    if (place !== '在审' || level === undefined || (level === '单位' && outcome === 'REJECT')) return false;
    if (outcome === 'RETURN') Object.assign(application, { place: '退回', returnedOn: this.today });
    else if (outcome === 'REJECT') application.place = '不通过';
    else {
      const isRight =
        type === 'NEW' ? !this.holds() : permit !== null && this.waitsRightly(application, permit);
      if (!isRight) return false;
      left.shift();
      if (left.length === 0) application.passedOn = this.today;
    }
    return true;
  }

  withdraw(application: ModelApplication): boolean {
    const { place, left, type } = application;
    const isDecided =
      place === '在审' && left.length < MODEL_ROUTES[type].filter((name) => name !== '单位').length;
    if (!['草稿', '在审', '退回'].includes(place) || isDecided) return false;
    application.place = '撤回';
    return true;
  }

  conclude(application: ModelApplication): boolean {
    const { place, left, type, permit, unit, passedOn } = application;
    if (place !== '在审' || left.length > 0) return false;
    application.place = '办结';
    if (type === 'NEW') {
      this.expire();
      const from = passedOn ?? 0;
      this.permits.push({ end: null, from, until: threeYearsOn(from) - 1, unit, lastUnit: unit });
    } else if (permit !== null && type === 'RENEWAL') {
      permit.from = permit.until + 1;
      permit.until = threeYearsOn(permit.from) - 1;
    } else if (permit !== null && type === 'EMPLOYER_CHANGE') {
      permit.unit = unit;
      permit.lastUnit = unit;
    }
    return true;
  }

  expire(): void {
    for (const permit of this.permits) {
      if (permit.end !== null || this.isAlive(permit)) continue;
      for (const each of this.openOf(permit))
        if ((each.passedOn ?? Infinity) <= permit.until) this.conclude(each);
      if (this.isAlive(permit)) continue;
      permit.end = '失效';
      for (const each of this.openOf(permit)) {
        each.place = each.place === '退回' && this.lapseDay(each) <= permit.until ? '撤回' : '终止';
      }
    }
  }

  lapse(): void {
    for (const each of this.applications) {
      const isAbout = each.permit?.until ?? Infinity;
      const day = this.lapseDay(each);
      if (each.place === '退回' && day <= this.today && day <= isAbout) each.place = '撤回';
    }
  }

  /** The first day on which a returned change of data is over: sixty workdays lie behind the return. */
  private lapseDay({ type, returnedOn }: ModelApplication): number {
    if (!['BASIC_INFO_CHANGE', 'BUSINESS_INFO_CHANGE'].includes(type)) return Infinity;
    let day = returnedOn;
    for (let counted = 0; counted < 60;) {
      day += 1;
      if (this.isWorkday(day)) counted += 1;
    }
    return day + 1;
  }

  leave(endsApplications: boolean, waives: boolean): boolean {
    const open = this.applications.filter(({ place }) => ['在审', '退回', '草稿'].includes(place));
    const ends = (each: ModelApplication): boolean =>
      endsApplications &&
      each.unit === this.unit &&
      (each.place === '退回' || each.place === '草稿' || each.left[0] === '单位') &&
      MODEL_ROUTES[each.type][0] === '单位';
    if (open.some((each) => each.place !== '草稿' && !ends(each))) return false;
    const held = this.permits.find((each) => this.isAlive(each) && each.unit !== null);
    const isDue = held !== undefined && this.today >= held.until - 61 && this.today <= this.lastDay(held);
    if (this.unit === null || (isDue && !waives)) return false;
    if (held !== undefined) held.unit = null;
    for (const each of open) if (ends(each)) each.place = '撤回';
    this.unit = null;
    this.releaseAskedOn = null;
    return true;
  }

  askRelease(): boolean {
    if (this.unit === null || this.releaseAskedOn !== null) return false;
    this.releaseAskedOn = this.today;
    return true;
  }

  /** The department in the unit's place, once five workdays are over. */
  leaveByDepartment(endsApplications: boolean, waives: boolean): boolean {
    const askedOn = this.releaseAskedOn;
    const isTimeOver = askedOn !== null && this.workdaysAfter(askedOn, this.today - 1) >= 5;
    return isTimeOver && this.leave(endsApplications, waives);
  }

  link(unit: string): boolean {
    const isHeldElsewhere = this.permits.some(
      (each) => this.isAlive(each) && each.unit !== null && each.unit !== unit,
    );
    if (this.unit !== null || isHeldElsewhere) return false;
    this.unit = unit;
    return true;
  }

  cancel(permit: ModelPermit): boolean {
    const open = this.openOf(permit);
    if (!this.isAlive(permit) || open.some(({ place, left }) => place === '在审' && left.length === 0))
      return false;
    permit.end = '注销';
    for (const each of open) each.place = '终止';
    return true;
  }

  /** L: the latest workday with twenty workdays behind it up to D, counted day by day. */
  lastDay({ until }: ModelPermit): number {
    let day = until - 1;
    for (let counted = 0; counted < 20 || !this.isWorkday(day); day -= 1) {
      if (this.isWorkday(day)) counted += 1;
    }
    return day;
  }

  private isEligible({ type, permit, unit, round }: ModelApplication, acknowledgeLate: boolean): boolean {
    if (type === 'NEW') return !this.permits.some((each) => this.isAlive(each));
    if (permit === null || !this.isAlive(permit)) return false;
    const isInTime = round > 0 || acknowledgeLate || this.today <= this.lastDay(permit);
    if (type === 'EMPLOYER_CHANGE') return permit.unit === null && permit.lastUnit !== unit && isInTime;
    if (permit.unit !== unit) return false;
    return type !== 'RENEWAL' || (isInTime && (round > 0 || this.today >= permit.until - 61));
  }

  private statusOf(permit: ModelPermit): PermitStatus {
    if (permit.end === '注销') return 'CANCELLED';
    if (!this.isAlive(permit)) return 'EXPIRED';
    return permit.unit === null ? 'SUSPENDED' : 'VALID';
  }

  /** A change of employer is passed while the permit waits, anything else while a unit holds it. */
  private waitsRightly({ type }: ModelApplication, permit: ModelPermit): boolean {
    return this.isAlive(permit) && (permit.unit === null) === (type === 'EMPLOYER_CHANGE');
  }

  private change(): ModelApplication | undefined {
    return this.applications.find(
      ({ type, place, left }) =>
        ['BASIC_INFO_CHANGE', 'BUSINESS_INFO_CHANGE'].includes(type) &&
        (place === '退回' || (place === '在审' && left[0] === '单位')),
    );
  }

  private holds(): boolean {
    return this.permits.some((each) => this.isAlive(each));
  }

  private openOf(permit: ModelPermit): ModelApplication[] {
    return this.applications.filter(
      (each) => each.permit === permit && ['草稿', '在审', '退回'].includes(each.place),
    );
  }

  private workdaysAfter(day: number, until: number): number {
    let counted = 0;
    for (let each = day + 1; each <= until; each += 1) if (this.isWorkday(each)) counted += 1;
    return counted;
  }
}

function threeYearsOn(day: number): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear() + 3, date.getUTCMonth(), date.getUTCDate()) / DAY_MS;
}
