import assert from 'node:assert/strict';
import { BUSINESS_TYPES } from '../../domain/application/business-type.js';
import type { ReviewOutcome } from '../../domain/application/advance.js';
import {
  addDays,
  addMonths,
  epochDayOf,
  knownDate,
  monthOf,
  monthsBetween,
  type PlainDate,
} from '../../domain/calendar/plain-date.js';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { AttachmentListView } from '../../services/api/attachments/attachment.views.js';
import type { OwnAssociationView } from '../../services/api/associations/association.views.js';
import type { ProfileView } from '../../services/api/employees/person.views.js';
import type { PermitList } from '../../services/api/permits/permit.views.js';
import type { ReviewTaskView } from '../../services/api/review/review.views.js';
import { clientAs } from './accounts.js';
import { refusalCodes, type Answer, type ApiClient } from './api-client.js';
import { decide, UNIT_PASS, type Cast } from './cast.js';
import type { CourseType } from './course-model.js';
import {
  completeProfile,
  insuranceMonths,
  pdfUpload,
  profile,
  readUnit,
  registerEmployee,
  succeeded,
  trialClient,
  uploadEmployeeFiles,
  uploadFile,
  uploadUnitFiles,
  type TestEmployee,
} from './people.js';
import type { Stack } from './stack.js';

export type CourseUnit = 'A' | 'B';

interface LiveUnit {
  readonly client: ApiClient;
  readonly id: string;
  readonly uscc: string;
  readonly code: string;
  readonly administrator: ApiClient;
}

/** Both units of a story, and everybody who decides on their applications, each signed in once. */
export interface CourseCast {
  readonly stack: Stack;
  readonly cast: Cast;
  readonly units: Readonly<Record<CourseUnit, LiveUnit>>;
  /** By department and level. */
  readonly reviewers: ReadonlyMap<string, ApiClient>;
  readonly files: { readonly contract: Buffer; readonly renewed: Buffer };
}

export interface LiveApplication {
  readonly id: string;
  readonly type: CourseType;
  readonly unit: CourseUnit;
}

interface OpenTask {
  readonly id: string;
  readonly level: string;
  readonly department: string | null;
}

const PERMIT_TYPE = 'BEIJING_WORK_RESIDENCE';
const FIRST_CONTRACT = knownDate('2018-07-01');
/** Answers that say what the driver sent was no sensible request: never an outcome of a story. */
const MISUSE = ['VALIDATION_FAILED', 'IDEMPOTENCY_KEY_REQUIRED', 'IF_MATCH_REQUIRED', 'FORBIDDEN_ACTION'];

export async function gatherCourse(stack: Stack, cast: Cast): Promise<CourseCast> {
  const unit = async (userName: string, department: string): Promise<LiveUnit> => {
    const client = await trialClient(stack, userName);
    await uploadUnitFiles(client);
    const { id, uscc, associationCode } = await readUnit(client);
    const [place] = await stack.sql<{ id: string }>('select id from department where name = $1', [
      department,
    ]);
    assert.ok(place);
    const administrator = await clientAs(stack, 'DEPARTMENT_ADMIN', { departmentId: place.id });
    assert.ok(associationCode);
    return { client, id, uscc, code: associationCode, administrator };
  };
  const first = await trialClient(stack, 'chaoyang-first');
  const second = await trialClient(stack, 'chaoyang-second');
  const { reviewers } = cast;
  return {
    stack,
    cast,
    units: { A: await unit('unit1', '海淀区人社局'), B: await unit('unit2', '朝阳区人社局') },
    reviewers: new Map([
      ['海淀区人社局 DISTRICT_FIRST', reviewers.DISTRICT_FIRST],
      ['海淀区人社局 DISTRICT_SECOND', reviewers.DISTRICT_SECOND],
      ['朝阳区人社局 DISTRICT_FIRST', first],
      ['朝阳区人社局 DISTRICT_SECOND', second],
    ]),
    files: {
      contract: Buffer.from((await pdfUpload('劳动合同')).file.bytes),
      renewed: Buffer.from((await pdfUpload('更新')).file.bytes),
    },
  };
}

/** One person's business on the running product, over HTTP as its users do it. True: accepted. */
export class LivePerson {
  readonly applications: LiveApplication[] = [];
  /** Codes of the last refusal. */
  refusedFor: readonly string[] = [];
  private unit: CourseUnit | null = null;
  private associationId: string | null = null;
  private readonly employments: { unit: CourseUnit; from: PlainDate }[] = [];
  private leftOn: PlainDate | null = null;
  private changes = 0;

  private constructor(
    private readonly course: CourseCast,
    readonly employeeId: string,
    private readonly person: TestEmployee,
  ) {}

  /** Registered with profile and files, linked to the first unit. */
  static async begin(course: CourseCast, today: PlainDate): Promise<LivePerson> {
    const person = await registerEmployee(course.stack);
    await completeProfile(person);
    await uploadEmployeeFiles(person);
    await uploadFile(person.client, 'EMP_LEAVE_CERT');
    const { body } = await person.client.get<{ account: { employee: { id: string } } }>('/api/v1/me');
    const live = new LivePerson(course, body.account.employee.id, person);
    assert.equal(await live.link('A', today), true);
    return live;
  }

  /** Created and submitted in one go; what is refused leaves nothing. Null: nobody could ask for it sensibly. */
  async file(
    type: CourseType,
    today: PlainDate,
    acknowledgeLate: boolean,
    absorb: boolean,
  ): Promise<boolean | null> {
    const unit = this.unit;
    if (unit !== null && !(await this.prepare(type, today))) return null;
    const isUnits = BUSINESS_TYPES[type].initiator === 'UNIT';
    const initiator = isUnits ? this.course.units[unit ?? 'A'].client : this.person.client;
    const draft = await initiator.post<ApplicationView>('/api/v1/applications', {
      type,
      permitType: PERMIT_TYPE,
      ...(isUnits && { employeeId: this.employeeId }),
      ...(type === 'NEW' && { applicationBasis: 'DEGREE' }),
      ...(type === 'BASIC_INFO_CHANGE' && { changes: [{ field: 'name', to: this.newName() }] }),
      ...(type === 'BUSINESS_INFO_CHANGE' && { changes: [{ field: 'currentAddress' }] }),
    });
    if (!this.isAccepted(draft) || unit === null) return false;
    const application = { id: draft.body.id, type, unit };
    if (await this.submit(application, acknowledgeLate, absorb)) {
      this.applications.push(application);
      return true;
    }
    succeeded(await initiator.post(`/api/v1/applications/${application.id}/withdrawal`));
    return false;
  }

  /** Null: nobody could ask for it sensibly. */
  async resubmit(
    application: LiveApplication,
    today: PlainDate,
    acknowledgeLate: boolean,
  ): Promise<boolean | null> {
    if (this.unit !== null && !(await this.prepare(application.type, today))) return null;
    return this.submit(application, acknowledgeLate, false);
  }

  async decide(application: LiveApplication, outcome: ReviewOutcome): Promise<boolean> {
    const task = await this.openTask(application);
    if (task === null) return false;
    const opinion = outcome === 'PASS' ? '材料齐全' : '请核对';
    if (task.level === 'UNIT') {
      if (outcome === 'REJECT') return false;
      const decision = outcome === 'PASS' ? UNIT_PASS : { outcome, opinion };
      const path = `/api/v1/applications/${application.id}/unit-decision`;
      return this.isAccepted(await this.course.units[application.unit].client.post(path, decision));
    }
    const reviewer = this.reviewerOf(task);
    const path = `/api/v1/review-tasks/${task.id}`;
    const claimed = await reviewer.post<ReviewTaskView>(`${path}/claim`);
    const isHis = !this.isAccepted(claimed) && refusalCodes(claimed).includes('TASK_ALREADY_CLAIMED');
    const view = isHis ? succeeded(await reviewer.get<ReviewTaskView>(path)) : claimed.body;
    if (!isHis && !this.isAccepted(claimed)) return false;
    return this.isAccepted(await decide(reviewer, view, { outcome, opinion }));
  }

  async withdraw(application: LiveApplication): Promise<boolean> {
    const isUnits = BUSINESS_TYPES[application.type].initiator === 'UNIT';
    const initiator = isUnits ? this.course.units[application.unit].client : this.person.client;
    return this.isAccepted(await initiator.post(`/api/v1/applications/${application.id}/withdrawal`));
  }

  async leave(today: PlainDate, endApplications: boolean, waives: boolean): Promise<boolean> {
    if (this.unit === null) return false;
    const form = {
      leaveDate: today,
      endReason: 'RESIGNED',
      remark: '个人发展',
      ...terms(endApplications, waives),
    };
    const { client } = this.course.units[this.unit];
    return this.left(
      await client.post(`/api/v1/associations/${this.associationId}/termination`, form),
      today,
    );
  }

  async askRelease(today: PlainDate): Promise<boolean> {
    if (this.unit === null) return false;
    return this.isAccepted(
      await this.person.client.post('/api/v1/associations/mine/release', { leaveDate: today }),
    );
  }

  async leaveByDepartment(today: PlainDate, endApplications: boolean, waives: boolean): Promise<boolean> {
    if (this.unit === null) return false;
    const form = { reason: '单位逾期未办理', ...terms(endApplications, waives) };
    const path = `/api/v1/associations/${this.associationId}/termination-by-department`;
    return this.left(await this.course.units[this.unit].administrator.post(path, form), today);
  }

  /** Asked for by the person, confirmed by the unit with a contract that follows the one before without a gap. */
  async link(unit: CourseUnit, today: PlainDate): Promise<boolean> {
    const { client, code } = this.course.units[unit];
    const asked = await this.person.client.post<OwnAssociationView>('/api/v1/associations', { code });
    if (!this.isAccepted(asked)) return false;
    const next = this.leftOn === null ? FIRST_CONTRACT : addDays(this.leftOn, 1);
    const startDate = next < today ? next : today;
    const contract = { position: '工程师', startDate, endDate: '2099-12-31' };
    const upload = { fields: contract, file: file('劳动合同', this.course.files.contract) };
    succeeded(await client.upload(`/api/v1/associations/${asked.body.id}/confirmation`, upload));
    this.unit = unit;
    this.associationId = asked.body.id;
    this.employments.push({ unit, from: startDate });
    return true;
  }

  async cancel(permitId: string): Promise<boolean> {
    const form = { reason: 'HUKOU_OBTAINED', remark: '已落户' };
    return this.isAccepted(
      await this.course.cast.reviewers.FINAL.post(`/api/v1/permits/${permitId}/cancellation`, form),
    );
  }

  /** Status by its date, as the holder sees each of his permits. */
  async statuses(): Promise<string[]> {
    const { items } = succeeded(await this.person.client.get<PermitList>('/api/v1/permits/mine'));
    return items.map(({ status }) => status).toSorted();
  }

  private async submit(
    { id, type, unit }: LiveApplication,
    acknowledgeLate: boolean,
    absorb: boolean,
  ): Promise<boolean> {
    const isUnits = BUSINESS_TYPES[type].initiator === 'UNIT';
    const initiator = isUnits ? this.course.units[unit].client : this.person.client;
    const declared = isUnits
      ? { selfChecked: true, verifiedOnEmployeeSide: true, acknowledgeLate, absorb }
      : {};
    return this.isAccepted(await initiator.post(`/api/v1/applications/${id}/submission`, declared));
  }

  /** What the kind of business asks for beside its own form, as of today. False: it cannot be had. */
  private async prepare(type: CourseType, today: PlainDate): Promise<boolean> {
    const { client } = this.person;
    if (type === 'BUSINESS_INFO_CHANGE') {
      const { version } = succeeded(await client.get<ProfileView>('/api/v1/employees/me'));
      this.changes += 1;
      const body = { ...profile(), currentAddress: `北京市海淀区中关村大街${100 + this.changes}号` };
      succeeded(await client.put('/api/v1/employees/me', body, { ifMatch: version }));
    }
    if (type === 'RENEWAL') await this.renewFiles();
    if (type !== 'NEW' && type !== 'RENEWAL' && type !== 'EMPLOYER_CHANGE') return true;
    const held = type === 'RENEWAL' ? await this.heldBy(today) : null;
    if (type === 'RENEWAL' && held === null) return false;
    const months = insuranceMonths('', today).map((row) => {
      const uscc = this.course.units[held?.get(row.month) ?? this.employerIn(row.month)].uscc;
      return { ...row, insuranceUnitUscc: uscc, taxUnitUscc: uscc, contractUnitUscc: uscc };
    });
    succeeded(await client.put('/api/v1/employees/me/insurance-months', { months }));
    return true;
  }

  private employerIn(month: string): CourseUnit {
    return this.employments.findLast(({ from }) => monthOf(from) <= month)?.unit ?? 'A';
  }

  /**
   * Who held the permit in the months of its term; null where a month had nobody: no renewal can name an employer then
   * (domain.md §7.2 RENEWAL_EMPLOYER_CHAIN).
   */
  private async heldBy(today: PlainDate): Promise<Map<string, CourseUnit> | null> {
    const rows = await this.course.stack.sql<{
      unit_id: string;
      from: string;
      to: string | null;
      term: string;
    }>(
      `select h.unit_id, to_char(h.from_day, 'YYYY-MM') as from, to_char(h.to_day, 'YYYY-MM') as to,
              to_char(p.valid_from, 'YYYY-MM-DD') as term
         from permit_unit_period h join permit p on p.id = h.permit_id
        where p.employee_id = $1 and p.created_at = (select max(created_at) from permit where employee_id = $1)
        order by h.from_day`,
      [this.employeeId],
    );
    const [first] = rows;
    if (first === undefined) return new Map();
    const last = addMonths(monthOf(today), -1);
    const months =
      monthOf(knownDate(first.term)) > last ? [] : monthsBetween(monthOf(knownDate(first.term)), last);
    const held = new Map<string, CourseUnit>();
    for (const month of months) {
      const holder = rows.findLast(({ from, to }) => from <= month && (to === null || month <= to));
      if (holder === undefined) return null;
      held.set(month, holder.unit_id === this.course.units.A.id ? 'A' : 'B');
    }
    return held;
  }

  /** A new file in the place of the old one, where each renewal asks for one. */
  private async renewFiles(): Promise<void> {
    const { client } = this.person;
    const { items } = succeeded(await client.get<AttachmentListView>('/api/v1/attachments'));
    for (const code of ['EMP_INTEGRITY_STATEMENT', 'EMP_INCOME']) {
      const [old] = items.find((slot) => slot.code === code)?.files ?? [];
      const fields = old === undefined ? {} : { replaces: old.fileId };
      const upload = { fields, file: file(code, this.course.files.renewed) };
      succeeded(await client.upload(`/api/v1/attachments/${code}/files`, upload));
    }
  }

  private async openTask({ id }: LiveApplication): Promise<OpenTask | null> {
    const [task] = await this.course.stack.sql<OpenTask>(
      `select t.id, t.level, d.name as department from review_task t left join department d on d.id = t.department_id
        where t.application_id = $1 and t.status = 'OPEN'`,
      [id],
    );
    return task ?? null;
  }

  private reviewerOf({ level, department }: OpenTask): ApiClient {
    if (level === 'MUNICIPAL' || level === 'FINAL') return this.course.cast.reviewers[level];
    const reviewer = this.course.reviewers.get(`${department} ${level}`);
    assert.ok(reviewer, `${department} ${level}`);
    return reviewer;
  }

  /** A refusal by a rule is an outcome; a request that makes no sense, and a failure of the product, are not. */
  private isAccepted(answer: Answer<unknown>): boolean {
    if (answer.status < 300) return true;
    this.refusedFor = answer.status < 500 ? refusalCodes(answer) : [];
    const isRefusal = this.refusedFor.length > 0 && !this.refusedFor.some((code) => MISUSE.includes(code));
    assert.ok(isRefusal, `${answer.status} ${answer.bytes.toString('utf8')}`);
    return false;
  }

  private left(answer: Answer<unknown>, today: PlainDate): boolean {
    if (!this.isAccepted(answer)) return false;
    this.unit = null;
    this.associationId = null;
    this.leftOn = today;
    return true;
  }

  /** Another one each time: 王甲甲, 王甲乙, … */
  private newName(): string {
    const stems = '甲乙丙丁戊己庚辛壬癸';
    this.changes += 1;
    return `王${stems.charAt(Math.floor(this.changes / 10) % 10)}${stems.charAt(this.changes % 10)}`;
  }
}

/** What the rows say of many persons, in the words of the model. */
export async function shownOf(course: CourseCast, persons: readonly LivePerson[]) {
  const applications = await course.stack.sql<{ id: string; status: string; round: number; passed: number }>(
    'select id, status, round, passed from application where id = any($1)',
    [persons.flatMap((person) => person.applications.map(({ id }) => id))],
  );
  const permits = await course.stack.sql<{
    id: string;
    employee_id: string;
    status: string;
    from: string;
    until: string;
    unit_id: string | null;
  }>(
    `select id, employee_id, status, to_char(valid_from, 'YYYY-MM-DD') as from, to_char(valid_until, 'YYYY-MM-DD') as until,
            unit_id from permit where employee_id = any($1) order by created_at, permit_no`,
    [persons.map(({ employeeId }) => employeeId)],
  );
  const byId = new Map(applications.map((row) => [row.id, row]));
  const unitOf = (id: string | null): CourseUnit | null =>
    id === null ? null : id === course.units.A.id ? 'A' : 'B';
  return persons.map((person) => ({
    applications: person.applications.map(({ id }) => {
      const { status, round, passed } = byId.get(id) ?? { status: 'none', round: -1, passed: -1 };
      return { status, round, passed };
    }),
    permits: permits
      .filter(({ employee_id }) => employee_id === person.employeeId)
      .map(({ status, from, until, unit_id }) => ({
        status,
        from: epochDayOf(knownDate(from)),
        until: epochDayOf(knownDate(until)),
        unit: unitOf(unit_id),
      })),
    permitIds: permits.filter(({ employee_id }) => employee_id === person.employeeId).map(({ id }) => id),
  }));
}

function terms(endApplications: boolean, waives: boolean): object {
  return { endApplications, ...(waives && { waiveRenewal: true, waiverReason: '本人自愿放弃' }) };
}

function file(name: string, bytes: Buffer) {
  return { name: `${name}.pdf`, mediaType: 'application/pdf', bytes };
}
