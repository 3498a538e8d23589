import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { IfMatch, tag } from '../http/if-match.decorator.js';
import { ListQuery } from '../http/list-query.js';
import { Prefer, type WaitPreference } from '../http/prefer.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { RevealedView } from '../personal/reveal.views.js';
import {
  ComparisonQuery,
  DraftApplicationDto,
  EditApplicationDto,
  RevealApplicationDto,
  SubmissionDto,
  UnitDecisionDto,
} from './application.dto.js';
import { ApplicationDraftsService } from './application-drafts.service.js';
import { ApplicationReadingService } from './application-reading.service.js';
import { ApplicationRevealService } from './application-reveal.service.js';
import { ApplicationPage, ApplicationView, EligibilityView } from './application.views.js';
import { ComparisonView } from './comparison.views.js';
import { ApplicationsService } from './applications.service.js';

const Id = () => Param('id', ParseUUIDPipe);

/** Applications from draft to withdrawal, for applicants and their units (domain.md §4.5). */
@ApiTags('业务申请')
@Controller('api/v1/applications')
export class ApplicationsController {
  constructor(
    private readonly applications: ApplicationsService,
    private readonly drafts: ApplicationDraftsService,
    private readonly reading: ApplicationReadingService,
    private readonly revealing: ApplicationRevealService,
  ) {}

  /** A draft; only the entry checks bind it. */
  @Post()
  @Requires('application.draft')
  @ApiCreatedResponse({ type: ApplicationView })
  draft(@Fact() request: FactRequest, @Body() body: DraftApplicationDto): Promise<ApplicationView> {
    return this.drafts.draft(request, body);
  }

  /** Newest first; `inFlight=true` gives the business in progress. */
  @Get()
  @Requires('application.read')
  @ApiOkResponse({ type: ApplicationPage })
  list(@Actor() actor: SignedInActor, @Query() query: ListQuery): Promise<ApplicationPage> {
    return this.reading.list(actor, query);
  }

  /** With timeline, files, documents and the actions that are open to the caller. */
  @Get(':id')
  @Requires('application.read')
  @ApiOkResponse({ type: ApplicationView })
  async read(
    @Actor() actor: SignedInActor,
    @Id() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApplicationView> {
    const view = await this.applications.read(actor, id);
    tag(reply, view.version);
    return view;
  }

  /** Changes a draft or a returned application; needs If-Match. */
  @Patch(':id')
  @Requires('application.draft')
  @ApiOkResponse({ type: ApplicationView })
  edit(
    @Fact() request: FactRequest,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: EditApplicationDto,
  ): Promise<ApplicationView> {
    return this.drafts.edit(request, id, version, body);
  }

  /** Every rule with its result, without side effects: what a submission would answer now. */
  @Get(':id/eligibility')
  @Requires('application.read')
  @ApiOkResponse({ type: EligibilityView })
  eligibility(@Actor() actor: SignedInActor, @Id() id: string): Promise<EligibilityView> {
    return this.reading.eligibility(actor, id);
  }

  /** Beside what was approved last with the permit, or beside the round before; what differs comes first. */
  @Get(':id/comparison')
  @Requires('application.read')
  @ApiOkResponse({ type: ComparisonView })
  comparison(
    @Actor() actor: SignedInActor,
    @Id() id: string,
    @Query() { against = 'APPROVED' }: ComparisonQuery,
  ): Promise<ComparisonView> {
    return this.reading.comparison(actor, id, against);
  }

  /** 查看完整信息: what the unit sees masked of an application that is not closed; with a reason, and audited. */
  @Post(':id/reveal')
  @HttpCode(200)
  @Requires('application.reveal')
  @ApiOkResponse({ type: RevealedView })
  reveal(
    @Fact() request: FactRequest,
    @Id() id: string,
    @Body() body: RevealApplicationDto,
  ): Promise<RevealedView> {
    return this.revealing.reveal(request, id, body);
  }

  /** Submits, or submits again after a return; `Prefer: wait=5` waits until the process has dealt with it. */
  @Post(':id/submission')
  @HttpCode(200)
  @Requires('application.submit')
  @ApiOkResponse({ type: ApplicationView })
  submit(
    @Fact() request: FactRequest,
    @Id() id: string,
    @Body() body: SubmissionDto,
    @Prefer() wait: WaitPreference,
  ): Promise<ApplicationView> {
    return this.applications.submit(request, id, body, wait);
  }

  /** 单位审批: PASS with both confirmations, or RETURN to the employee with an opinion. */
  @Post(':id/unit-decision')
  @HttpCode(200)
  @Requires('application.unitDecide')
  @ApiOkResponse({ type: ApplicationView })
  decideAsUnit(
    @Fact() request: FactRequest,
    @Id() id: string,
    @Body() body: UnitDecisionDto,
    @Prefer() wait: WaitPreference,
  ): Promise<ApplicationView> {
    return this.applications.decideAsUnit(request, id, body, wait);
  }

  /** 撤回, as long as no department level of this round has decided. */
  @Post(':id/withdrawal')
  @HttpCode(200)
  @Requires('application.withdraw')
  @ApiOkResponse({ type: ApplicationView })
  withdraw(
    @Fact() request: FactRequest,
    @Id() id: string,
    @Prefer() wait: WaitPreference,
  ): Promise<ApplicationView> {
    return this.applications.withdraw(request, id, wait);
  }

  /** 再次重新发起: a new draft with the data of a rejected application. */
  @Post(':id/reinitiation')
  @Requires('application.reinitiate')
  @ApiCreatedResponse({ type: ApplicationView })
  reinitiate(@Fact() request: FactRequest, @Id() id: string): Promise<ApplicationView> {
    return this.drafts.reinitiate(request, id);
  }
}
