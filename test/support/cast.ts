import assert from 'node:assert/strict';
import type { ReviewLevel } from '../../domain/application/review-route.js';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { NoticePage, NoticeView } from '../../services/api/notices/notices.dto.js';
import type { ClockView } from '../../services/api/operations/clock.dto.js';
import type { PermitList, PermitView } from '../../services/api/permits/permit.views.js';
import type { DeskItem, DeskPage, ReviewTaskView } from '../../services/api/review/review.views.js';
import type { Answer, ApiClient, RequestOptions } from './api-client.js';
import { eventually } from './eventually.js';
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

/** Everybody who acts on the applications of many persons at one unit, each signed in once. */
export interface Cast {
  readonly stack: Stack;
  readonly unit: ApiClient;
  readonly reviewers: Readonly<Record<DepartmentLevel, ApiClient>>;
  readonly operator: ApiClient;
  readonly auditor: ApiClient;
}

export const NEW_DRAFT = {
  type: 'NEW',
  permitType: 'BEIJING_WORK_RESIDENCE',
  applicationBasis: 'DEGREE',
} as const;
export const UNIT_PASS = { outcome: 'PASS', selfChecked: true, insuranceTaxConfirmed: true } as const;

export async function signInCast(stack: Stack): Promise<Cast> {
  const [unit, operator, auditor, ...reviewers] = await Promise.all(
    ['unit1', 'operator', 'auditor', ...DEPARTMENT_LEVELS.map((level) => REVIEWERS[level])].map((name) =>
      trialClient(stack, name),
    ),
  );
  const [first, second, municipal, final] = reviewers;
  assert.ok(unit && operator && auditor && first && second && municipal && final);
  return {
    stack,
    unit,
    operator,
    auditor,
    reviewers: { DISTRICT_FIRST: first, DISTRICT_SECOND: second, MUNICIPAL: municipal, FINAL: final },
  };
}

/** A new person who may submit NEW at the unit today. */
export async function linkedPerson({ stack, unit }: Cast): Promise<LinkedEmployee> {
  return linkEmployee(await registerEmployee(stack), unit);
}

export async function draftNew({ client }: { readonly client: ApiClient }): Promise<ApplicationView> {
  return succeeded(await client.post<ApplicationView>('/api/v1/applications', NEW_DRAFT));
}

export function submit(
  { client }: { readonly client: ApiClient },
  id: string,
  options: RequestOptions = {},
): Promise<Answer<ApplicationView>> {
  return client.post(`/api/v1/applications/${id}/submission`, undefined, options);
}

export function withdraw(
  { client }: { readonly client: ApiClient },
  id: string,
  options: RequestOptions = {},
): Promise<Answer<ApplicationView>> {
  return client.post(`/api/v1/applications/${id}/withdrawal`, undefined, options);
}

/** Drafted and submitted: UNIT_REVIEW. */
export async function submitted(person: { readonly client: ApiClient }): Promise<ApplicationView> {
  const { id } = await draftNew(person);
  return succeeded(await submit(person, id));
}

export function decideAsUnit(
  unit: ApiClient,
  id: string,
  decision: object = UNIT_PASS,
  options: RequestOptions = {},
): Promise<Answer<ApplicationView>> {
  return unit.post(`/api/v1/applications/${id}/unit-decision`, decision, options);
}

/** Submitted and passed by the unit: IN_REVIEW, the first department level is open. */
export async function inReview(
  { unit }: Cast,
  person: { readonly client: ApiClient },
): Promise<ApplicationView> {
  const { id } = await submitted(person);
  return succeeded(await decideAsUnit(unit, id));
}

export async function read(client: ApiClient, id: string): Promise<ApplicationView> {
  return succeeded(await client.get<ApplicationView>(`/api/v1/applications/${id}`));
}

export async function deskItem(
  reviewer: ApiClient,
  applicationId: string,
  view = 'UNCLAIMED',
): Promise<DeskItem | undefined> {
  const path = `/api/v1/review-tasks?view=${view}&limit=100`;
  const { items } = succeeded(await reviewer.get<DeskPage>(path));
  return items.find((item) => item.applicationId === applicationId);
}

/** The open task that nobody has claimed. */
export async function openTask(reviewer: ApiClient, applicationId: string): Promise<ReviewTaskView> {
  const item = await deskItem(reviewer, applicationId);
  assert.ok(item, `the reviewer has no unclaimed task of ${applicationId}`);
  return succeeded(await reviewer.get<ReviewTaskView>(`/api/v1/review-tasks/${item.taskId}`));
}

export function claim(
  reviewer: ApiClient,
  taskId: string,
  options: RequestOptions = {},
): Promise<Answer<ReviewTaskView>> {
  return reviewer.post(`/api/v1/review-tasks/${taskId}/claim`, undefined, options);
}

export function release(reviewer: ApiClient, taskId: string): Promise<Answer<ReviewTaskView>> {
  return reviewer.post(`/api/v1/review-tasks/${taskId}/release`);
}

export async function claimed(reviewer: ApiClient, applicationId: string): Promise<ReviewTaskView> {
  const { taskId } = await openTask(reviewer, applicationId);
  return succeeded(await claim(reviewer, taskId));
}

/** The decision on the task as the reviewer has it before him: PASS unless said otherwise. */
export function decide(
  reviewer: ApiClient,
  { taskId, claimNo, snapshotNo }: Pick<ReviewTaskView, 'taskId' | 'claimNo' | 'snapshotNo'>,
  decision: object = {},
  options: RequestOptions = {},
): Promise<Answer<ReviewTaskView>> {
  const body = { outcome: 'PASS', opinion: '材料齐全', claimNo, snapshotNo, ...decision };
  return reviewer.post(`/api/v1/review-tasks/${taskId}/decision`, body, options);
}

/** Claimed and decided by the level's reviewer. */
export async function decideLevel(
  { reviewers }: Cast,
  level: DepartmentLevel,
  applicationId: string,
  decision: object = {},
): Promise<ReviewTaskView> {
  const task = await claimed(reviewers[level], applicationId);
  return succeeded(await decide(reviewers[level], task, decision));
}

/** PASS by each level, in the order of the route. */
export async function passLevels(
  cast: Cast,
  applicationId: string,
  levels: readonly DepartmentLevel[] = DEPARTMENT_LEVELS,
): Promise<void> {
  for (const level of levels) await decideLevel(cast, level, applicationId);
}

/** The application once the process has written that status. */
export function inStatus(client: ApiClient, id: string, status: string): Promise<ApplicationView> {
  return eventually(status, async () => {
    const application = await read(client, id);
    return application.status === status ? application : null;
  });
}

/** From nothing to a permit: submitted, passed by unit and all levels, concluded, documents issued. */
export async function granted(cast: Cast, person: { readonly client: ApiClient }): Promise<ApplicationView> {
  const { id } = await inReview(cast, person);
  await passLevels(cast, id);
  await inStatus(person.client, id, 'APPROVED');
  return eventually('the confirmation form', async () => {
    const application = await read(person.client, id);
    return application.documents.some(({ kind }) => kind === 'CONFIRMATION_FORM') ? application : null;
  });
}

export async function permitsOf({ client }: { readonly client: ApiClient }): Promise<readonly PermitView[]> {
  return succeeded(await client.get<PermitList>('/api/v1/permits/mine')).items;
}

/** Notices of one application or permit, resolved ones included, the newest first. */
export async function noticesAbout(client: ApiClient, id: string): Promise<readonly NoticeView[]> {
  const found: NoticeView[] = [];
  let cursor = '';
  do {
    const path = `/api/v1/notices?all=true&limit=100${cursor}`;
    const { items, nextCursor } = succeeded(await client.get<NoticePage>(path));
    found.push(
      ...items.filter(({ businessRef }) => businessRef.applicationId === id || businessRef.permitId === id),
    );
    cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`;
  } while (cursor !== '');
  return found;
}

/** Freezes the business clock at an instant, or at 09:00 of a day; every process that waits is woken. */
export async function freezeAt({ operator }: Cast, at: string): Promise<ClockView> {
  return succeeded(await operator.post<ClockView>('/api/v1/clock', { at, frozen: true }));
}

/** Claimed and decided by that reviewer, whatever his level: PASS unless said otherwise. */
export async function decideAs(
  reviewer: ApiClient,
  applicationId: string,
  decision: object = {},
): Promise<ReviewTaskView> {
  return succeeded(await decide(reviewer, await claimed(reviewer, applicationId), decision));
}

/** PASS by each reviewer in turn. */
export async function passedBy(reviewers: readonly ApiClient[], applicationId: string): Promise<void> {
  for (const reviewer of reviewers) await decideAs(reviewer, applicationId);
}
