import assert from 'node:assert/strict';
import type { ReviewLevel } from '../../domain/application/review-route.js';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { DeskPage, ReviewTaskView } from '../../services/api/review/review.views.js';
import type { Answer, ApiClient, RequestOptions } from './api-client.js';
import { linkEmployee, registerEmployee, succeeded, trialClient, type LinkedEmployee } from './people.js';
import type { Stack } from './stack.js';

/** Department levels of NEW at 海淀区人社局, with the trial account that decides each. */
export const REVIEWERS = {
  DISTRICT_FIRST: 'haidian-first',
  DISTRICT_SECOND: 'haidian-second',
  MUNICIPAL: 'city-municipal',
  FINAL: 'city-final',
} as const satisfies Partial<Record<ReviewLevel, string>>;
export type DepartmentLevel = keyof typeof REVIEWERS;
export const DEPARTMENT_LEVELS = Object.keys(REVIEWERS) as readonly DepartmentLevel[];

const NEW_DRAFT = { type: 'NEW', permitType: 'BEIJING_WORK_RESIDENCE', applicationBasis: 'DEGREE' };

/** One person's NEW application and the people who act on it, step by step over HTTP. */
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
    const { id } = succeeded(await employee.client.post<ApplicationView>('/api/v1/applications', NEW_DRAFT));
    return new NewStory(stack, employee, unit, id, new Map());
  }

  submit(options: RequestOptions = {}): Promise<Answer<ApplicationView>> {
    return this.employee.client.post(`${this.path}/submission`, {}, options);
  }

  unitDecides(decision: object = {}, options: RequestOptions = {}): Promise<Answer<ApplicationView>> {
    const pass = { outcome: 'PASS', selfChecked: true, insuranceTaxConfirmed: true };
    return this.unit.post(`${this.path}/unit-decision`, { ...pass, ...decision }, options);
  }

  withdraw(options: RequestOptions = {}): Promise<Answer<ApplicationView>> {
    return this.employee.client.post(`${this.path}/withdrawal`, {}, options);
  }

  async read(): Promise<ApplicationView> {
    return succeeded(await this.employee.client.get<ApplicationView>(this.path));
  }

  async reviewer(level: DepartmentLevel): Promise<ApiClient> {
    const known = this.reviewers.get(level);
    if (known !== undefined) return known;
    const client = await trialClient(this.stack, REVIEWERS[level]);
    this.reviewers.set(level, client);
    return client;
  }

  /** The open task of a level, from that reviewer's own list. */
  async taskOf(level: DepartmentLevel): Promise<string> {
    const reviewer = await this.reviewer(level);
    const { items } = succeeded(
      await reviewer.get<DeskPage>('/api/v1/review-tasks?view=UNCLAIMED&limit=100'),
    );
    const task = items.find((item) => item.applicationId === this.applicationId && item.level === level);
    assert.ok(task, `no unclaimed task of ${level}`);
    return task.taskId;
  }

  async claim(level: DepartmentLevel): Promise<ReviewTaskView> {
    const reviewer = await this.reviewer(level);
    return succeeded(
      await reviewer.post<ReviewTaskView>(`/api/v1/review-tasks/${await this.taskOf(level)}/claim`),
    );
  }

  /** Claims and decides one level as its reviewer. */
  async decide(
    level: DepartmentLevel,
    decision: object = {},
    options: RequestOptions = {},
  ): Promise<ReviewTaskView> {
    const { taskId, claimNo, snapshotNo } = await this.claim(level);
    const body = { outcome: 'PASS', opinion: '材料齐全', claimNo, snapshotNo, ...decision };
    const reviewer = await this.reviewer(level);
    return succeeded(
      await reviewer.post<ReviewTaskView>(`/api/v1/review-tasks/${taskId}/decision`, body, options),
    );
  }

  async passLevels(levels: readonly DepartmentLevel[] = DEPARTMENT_LEVELS): Promise<void> {
    for (const level of levels) await this.decide(level);
  }

  /** Asks until the process has brought the application where it is expected. */
  async until(status: string): Promise<ApplicationView> {
    return eventually(`application ${status}`, async () => {
      const view = await this.read();
      return view.status === status ? view : null;
    });
  }

  get path(): string {
    return `/api/v1/applications/${this.applicationId}`;
  }
}

/** Asks until there is an answer; a process that does not come to it in time has failed. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null>,
  withinMs = 45_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${withinMs / 1000} s`);
}
