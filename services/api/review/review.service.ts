import { Inject, Injectable } from '@nestjs/common';
import {
  FactTransactions,
  type FactContext,
  type FactRequest,
} from '../../../infra/database/fact-transaction.js';
import { ProcessWatch } from '../../../infra/database/process-watch.js';
import { ReviewDeskRecords } from '../../../infra/database/review-desk-records.js';
import { ReviewFacts } from '../../../infra/database/review-facts.js';
import { assignTask, claimTask, releaseTask } from '../../../infra/database/task-assignment.js';
import type { ObjectStore } from '../../../infra/object-storage/object-store.js';
import type { WaitPreference } from '../http/prefer.decorator.js';
import { OBJECT_STORE } from '../tokens.js';
import { ReviewDesk } from './review-desk.js';
import type { AssignmentDto, DecisionDto } from './review.dto.js';
import type { DeskItem, ReviewTaskView } from './review.views.js';

/** A store without this key answers null; one that is away throws, and a PASS is refused (design.md §7). */
const STORE_PROBE = 'probe/reviewers-see-files';

/** The acts of reviewers; each is one fact, each answer is the task as it stands afterwards. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly transactions: FactTransactions,
    private readonly facts: ReviewFacts,
    private readonly desk: ReviewDesk,
    private readonly tasks: ReviewDeskRecords,
    private readonly watch: ProcessWatch,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  claim(request: FactRequest, taskId: string): Promise<ReviewTaskView> {
    return this.act(request, taskId, (context) => claimTask(context, taskId));
  }

  release(request: FactRequest, taskId: string): Promise<ReviewTaskView> {
    return this.act(request, taskId, (context) => releaseTask(context, taskId));
  }

  async assign(
    request: FactRequest,
    taskId: string,
    { assigneeId = null, ...body }: AssignmentDto,
  ): Promise<DeskItem> {
    await this.tasks.inScope(request.actor, taskId);
    await this.transactions.run(request, (context) => assignTask(context, taskId, { ...body, assigneeId }));
    return this.desk.item(request.actor, taskId);
  }

  async decide(
    request: FactRequest,
    taskId: string,
    body: DecisionDto,
    wait: WaitPreference,
  ): Promise<ReviewTaskView> {
    if (body.outcome === 'PASS') await this.store.head(STORE_PROBE);
    const { opinion = null, points } = body;
    const decision = { ...body, opinion, hint: body.hint || null, points: points ?? [] };
    return this.act(request, taskId, (context) => this.facts.decide(context, taskId, decision), wait);
  }

  private async act(
    request: FactRequest,
    taskId: string,
    act: (context: FactContext) => Promise<string>,
    wait: WaitPreference = { seconds: 0 },
  ): Promise<ReviewTaskView> {
    const { applicationId } = await this.tasks.inScope(request.actor, taskId);
    await this.transactions.run(request, act);
    if (wait.seconds > 0) await this.watch.caughtUp(applicationId, wait.seconds);
    return this.desk.read(request.actor, taskId);
  }
}
