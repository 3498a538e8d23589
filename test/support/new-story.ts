import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { ReviewTaskView } from '../../services/api/review/review.views.js';
import type { Answer, ApiClient, RequestOptions } from './api-client.js';
import {
  claimed,
  decide,
  decideAsUnit,
  DEPARTMENT_LEVELS,
  draftNew,
  inStatus,
  read,
  REVIEWERS,
  submit,
  UNIT_PASS,
  withdraw,
  type DepartmentLevel,
} from './cast.js';
import { linkEmployee, registerEmployee, succeeded, trialClient, type LinkedEmployee } from './people.js';
import type { Stack } from './stack.js';

/** One person's NEW application; who acts on it signs in when his turn comes, so that a part of the stack may be away. */
export class NewStory {
  private constructor(
    readonly stack: Stack,
    readonly employee: LinkedEmployee,
    readonly unit: ApiClient,
    readonly applicationId: string,
    private readonly reviewers: Map<DepartmentLevel, ApiClient>,
  ) {}

  /** A linked person with a draft; nothing is submitted yet. */
  static async draft(
    stack: Stack,
    people: { readonly employee?: LinkedEmployee; readonly unit?: ApiClient } = {},
  ) {
    const unit = people.unit ?? (await trialClient(stack, 'unit1'));
    const employee = people.employee ?? (await linkEmployee(await registerEmployee(stack), unit));
    const { id } = await draftNew(employee);
    return new NewStory(stack, employee, unit, id, new Map());
  }

  submit(options: RequestOptions = {}): Promise<Answer<ApplicationView>> {
    return submit(this.employee, this.applicationId, options);
  }

  unitDecides(decision: object = {}, options: RequestOptions = {}): Promise<Answer<ApplicationView>> {
    return decideAsUnit(this.unit, this.applicationId, { ...UNIT_PASS, ...decision }, options);
  }

  withdraw(options: RequestOptions = {}): Promise<Answer<ApplicationView>> {
    return withdraw(this.employee, this.applicationId, options);
  }

  read(): Promise<ApplicationView> {
    return read(this.employee.client, this.applicationId);
  }

  async reviewer(level: DepartmentLevel): Promise<ApiClient> {
    const known = this.reviewers.get(level);
    if (known !== undefined) return known;
    const client = await trialClient(this.stack, REVIEWERS[level]);
    this.reviewers.set(level, client);
    return client;
  }

  async claim(level: DepartmentLevel): Promise<ReviewTaskView> {
    return claimed(await this.reviewer(level), this.applicationId);
  }

  /** Claims and decides one level as its reviewer. */
  async decide(
    level: DepartmentLevel,
    decision: object = {},
    options: RequestOptions = {},
  ): Promise<ReviewTaskView> {
    const reviewer = await this.reviewer(level);
    return succeeded(await decide(reviewer, await this.claim(level), decision, options));
  }

  async passLevels(levels: readonly DepartmentLevel[] = DEPARTMENT_LEVELS): Promise<void> {
    for (const level of levels) await this.decide(level);
  }

  /** Once the process has brought the application there. */
  until(status: string): Promise<ApplicationView> {
    return inStatus(this.employee.client, this.applicationId, status);
  }

  get path(): string {
    return `/api/v1/applications/${this.applicationId}`;
  }
}
