import { Body, Controller, Get, HttpCode, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { XLSX_MEDIA_TYPE } from '../../../infra/sheets/write-sheet.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { PermitBoardService } from './permit-board.service.js';
import { RenewalBatchService } from './renewal-batch.service.js';
import { BoardQuery, RenewalBatchDto, RenewalQuery, WaitingPermitQuery } from './work-residence.dto.js';
import {
  BoardView,
  RenewalBatchView,
  RenewalCandidatePage,
  WaitingPermitPage,
  WorkResidenceView,
} from './work-residence.views.js';
import { WorkResidenceService } from './work-residence.service.js';

/** 工作居住证 of a unit (domain.md §11 S-13 … S-16). */
@ApiTags('工作居住证')
@Controller('api/v1/work-residence')
export class WorkResidenceController {
  constructor(
    private readonly workResidence: WorkResidenceService,
    private readonly board: PermitBoardService,
    private readonly batch: RenewalBatchService,
  ) {}

  /** The right for each kind of permit, the association code and 可办业务列表 with what waits. */
  @Get()
  @Requires('workResidence.read')
  @ApiOkResponse({ type: WorkResidenceView })
  home(@Actor() actor: SignedInActor): Promise<WorkResidenceView> {
    return this.workResidence.home(actor);
  }

  /** 办理员工证件续签: valid permits of active employees, the first to end first. */
  @Get('renewals')
  @Requires('workResidence.read')
  @ApiOkResponse({ type: RenewalCandidatePage })
  renewals(@Actor() actor: SignedInActor, @Query() query: RenewalQuery): Promise<RenewalCandidatePage> {
    return this.workResidence.renewals(actor, query);
  }

  /** 待办理聘用单位变更员工: active employees whose permit is suspended, the first to end first. */
  @Get('employer-changes')
  @Requires('workResidence.read')
  @ApiOkResponse({ type: WaitingPermitPage })
  employerChanges(
    @Actor() actor: SignedInActor,
    @Query() query: WaitingPermitQuery,
  ): Promise<WaitingPermitPage> {
    return this.workResidence.employerChanges(actor, query);
  }

  /**
   * 批量续签 of persons whose data the unit has verified, at most 50 in one request: done one after another while the
   * caller waits, each accepted or refused for itself. Sent again with its key it answers what stands and tries again
   * what was refused.
   */
  @Post('renewals')
  @HttpCode(200)
  @Requires('renewal.submitBatch')
  @ApiOkResponse({ type: RenewalBatchView })
  renew(@Fact() request: FactRequest, @Body() body: RenewalBatchDto): Promise<RenewalBatchView> {
    return this.batch.submit(request, body);
  }

  /** 证件看板: opening days, last safe days and ends of the unit's permits in a period, by day. */
  @Get('board')
  @Requires('workResidence.read')
  @ApiOkResponse({ type: BoardView })
  readBoard(@Actor() actor: SignedInActor, @Query() query: BoardQuery): Promise<BoardView> {
    return this.board.read(actor, query);
  }

  /** The same as a sheet. */
  @Get('board.xlsx')
  @Requires('workResidence.read')
  @ApiProduces(XLSX_MEDIA_TYPE)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  boardSheet(@Actor() actor: SignedInActor, @Query() query: BoardQuery): Promise<StreamableFile> {
    return this.board.sheet(actor, query);
  }

  /** The same as a calendar, a whole-day event each; imported again it replaces what was imported before. */
  @Get('board.ics')
  @Requires('workResidence.read')
  @ApiProduces('text/calendar')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  boardCalendar(@Actor() actor: SignedInActor, @Query() query: BoardQuery): Promise<StreamableFile> {
    return this.board.calendar(actor, query);
  }
}
