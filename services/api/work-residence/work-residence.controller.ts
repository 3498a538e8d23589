import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { Actor } from '../http/actor.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { RenewalQuery, WaitingPermitQuery } from './work-residence.dto.js';
import { RenewalCandidatePage, WaitingPermitPage, WorkResidenceView } from './work-residence.views.js';
import { WorkResidenceService } from './work-residence.service.js';

/** 工作居住证 of a unit (domain.md §11 S-13 … S-16). */
@ApiTags('工作居住证')
@Controller('api/v1/work-residence')
export class WorkResidenceController {
  constructor(private readonly workResidence: WorkResidenceService) {}

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
}
