import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { RevealApplicationDto } from '../applications/application.dto.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Prefer, type WaitPreference } from '../http/prefer.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { RevealedView } from '../personal/reveal.views.js';
import { ReviewDesk } from './review-desk.js';
import { ReviewRevealService } from './review-reveal.service.js';
import { AssignmentDto, DecisionDto, DeskQuery } from './review.dto.js';
import { DeskItem, DeskPage, ReviewTaskView } from './review.views.js';
import { ReviewService } from './review.service.js';

const TaskId = () => Param('taskId', ParseUUIDPipe);

/** The reviewers' desk: tasks of the own department and level (domain.md §5, S-19). */
@ApiTags('审批')
@Controller('api/v1/review-tasks')
export class ReviewController {
  constructor(
    private readonly desk: ReviewDesk,
    private readonly reviews: ReviewService,
    private readonly revealing: ReviewRevealService,
  ) {}

  /** Oldest first; `view` is UNCLAIMED, CLAIMED, MINE, OVERDUE or DONE. */
  @Get()
  @Requires('review.list')
  @ApiOkResponse({ type: DeskPage })
  list(@Actor() actor: SignedInActor, @Query() query: DeskQuery): Promise<DeskPage> {
    return this.desk.list(actor, query);
  }

  /** With what was submitted, the files, the checklist and what the reviewer may do. */
  @Get(':taskId')
  @Requires('review.read')
  @ApiOkResponse({ type: ReviewTaskView })
  read(@Actor() actor: SignedInActor, @TaskId() taskId: string): Promise<ReviewTaskView> {
    return this.desk.read(actor, taskId);
  }

  /** 领取: one reviewer at a time; the answer names the claim number that the decision must carry. */
  @Post(':taskId/claim')
  @HttpCode(200)
  @Requires('review.claim')
  @ApiOkResponse({ type: ReviewTaskView })
  claim(@Fact() request: FactRequest, @TaskId() taskId: string): Promise<ReviewTaskView> {
    return this.reviews.claim(request, taskId);
  }

  /** Gives a claimed task back to the department. */
  @Post(':taskId/release')
  @HttpCode(200)
  @Requires('review.claim')
  @ApiOkResponse({ type: ReviewTaskView })
  release(@Fact() request: FactRequest, @TaskId() taskId: string): Promise<ReviewTaskView> {
    return this.reviews.release(request, taskId);
  }

  /** 指派 to a reviewer of the level, or back to the department; whoever holds the claim loses it. */
  @Post(':taskId/assignment')
  @HttpCode(200)
  @Requires('review.assign')
  @ApiOkResponse({ type: DeskItem })
  assign(
    @Fact() request: FactRequest,
    @TaskId() taskId: string,
    @Body() body: AssignmentDto,
  ): Promise<DeskItem> {
    return this.reviews.assign(request, taskId, body);
  }

  /** 查看完整信息: what the task shows masked, for the reviewer who has it in hand; with a reason, and audited. */
  @Post(':taskId/reveal')
  @HttpCode(200)
  @Requires('review.reveal')
  @ApiOkResponse({ type: RevealedView })
  reveal(
    @Fact() request: FactRequest,
    @TaskId() taskId: string,
    @Body() body: RevealApplicationDto,
  ): Promise<RevealedView> {
    return this.revealing.reveal(request, taskId, body);
  }

  /** PASS, RETURN or REJECT; opens the next level at once. `Prefer: wait=5` waits for the process. */
  @Post(':taskId/decision')
  @HttpCode(200)
  @Requires('review.decide')
  @ApiOkResponse({ type: ReviewTaskView })
  decide(
    @Fact() request: FactRequest,
    @TaskId() taskId: string,
    @Body() body: DecisionDto,
    @Prefer() wait: WaitPreference,
  ): Promise<ReviewTaskView> {
    return this.reviews.decide(request, taskId, body, wait);
  }
}
