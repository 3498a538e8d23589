import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { RevealDto } from '../personal/reveal.dto.js';
import { RevealedView } from '../personal/reveal.views.js';
import { AssociationRevealService } from './association-reveal.service.js';
import { AssociationQuery, RefuseAssociationDto, RequestAssociationDto } from './association.dto.js';
import {
  AssociationDetailView,
  AssociationPage,
  AssociationView,
  OwnAssociationsView,
  OwnAssociationView,
} from './association.views.js';
import { ReleaseRequestDto, TerminationDto } from './disassociation.dto.js';
import { DisassociationService } from './disassociation.service.js';
import { OwnAssociationsService } from './own-associations.service.js';
import { UnitAssociationsService } from './unit-associations.service.js';

const Id = () => Param('id', ParseUUIDPipe);
const CONTRACT_FORM = {
  type: 'object',
  properties: {
    position: { type: 'string', maxLength: 50, description: '职务', example: '高级工程师' },
    startDate: { type: 'string', format: 'date', description: '合同开始日期' },
    endDate: { type: 'string', format: 'date', description: '合同结束日期' },
    openEnded: { type: 'string', enum: ['true', 'false'], description: '无固定期限' },
    file: { type: 'string', format: 'binary', description: '劳动合同（聘用合同）扫描件，PDF' },
  },
};

/** The employee's side of the link (domain.md §4.4). */
@ApiTags('单位关联')
@Controller('api/v1/associations')
export class OwnAssociationsController {
  constructor(
    private readonly associations: OwnAssociationsService,
    private readonly disassociation: DisassociationService,
  ) {}

  /** Asks the unit of the code for the link; an open request at another unit is withdrawn. */
  @Post()
  @Requires('association.request')
  @ApiCreatedResponse({ type: OwnAssociationView })
  request(@Fact() request: FactRequest, @Body() body: RequestAssociationDto): Promise<OwnAssociationView> {
    return this.associations.request(request, body.code);
  }

  /** The link that stands or waits, and those before it. */
  @Get('mine')
  @Requires('association.request')
  @ApiOkResponse({ type: OwnAssociationsView })
  mine(@Actor() actor: SignedInActor): Promise<OwnAssociationsView> {
    return this.associations.mine(actor);
  }

  /** 撤回, while the unit has not decided. */
  @Post(':id/withdrawal')
  @HttpCode(200)
  @Requires('association.request')
  @ApiOkResponse({ type: OwnAssociationView })
  withdraw(@Fact() request: FactRequest, @Id() id: string): Promise<OwnAssociationView> {
    return this.associations.withdraw(request, id);
  }

  /** 申请解除关联, when the unit does not act; needs the leave certificate. */
  @Post('mine/release')
  @HttpCode(200)
  @Requires('association.requestRelease')
  @ApiOkResponse({ type: OwnAssociationView })
  requestRelease(@Fact() request: FactRequest, @Body() body: ReleaseRequestDto): Promise<OwnAssociationView> {
    return this.disassociation.requestRelease(request, body.leaveDate);
  }
}

/** The unit's side of the link: 待确认单位关联列表, 在职员工列表, contracts (domain.md §11 S-07 … S-09). */
@ApiTags('单位关联')
@Controller('api/v1/associations')
export class UnitAssociationsController {
  constructor(
    private readonly associations: UnitAssociationsService,
    private readonly disassociation: DisassociationService,
    private readonly revealing: AssociationRevealService,
  ) {}

  /** Newest first; a filter that is not chosen means all (AC-46). */
  @Get()
  @Requires('association.list')
  @ApiOkResponse({ type: AssociationPage })
  list(@Actor() actor: SignedInActor, @Query() query: AssociationQuery): Promise<AssociationPage> {
    return this.associations.list(actor, query);
  }

  /** 员工当前信息展示. */
  @Get(':id')
  @Requires('association.list')
  @ApiOkResponse({ type: AssociationDetailView })
  detail(@Actor() actor: SignedInActor, @Id() id: string): Promise<AssociationDetailView> {
    return this.associations.detail(actor, id);
  }

  /** 查看完整信息: what 员工当前信息展示 shows masked; with a reason, and audited. */
  @Post(':id/reveal')
  @HttpCode(200)
  @Requires('association.reveal')
  @ApiOkResponse({ type: RevealedView })
  reveal(@Fact() request: FactRequest, @Id() id: string, @Body() body: RevealDto): Promise<RevealedView> {
    return this.revealing.reveal(request, id, body);
  }

  /** 通过, with post, dates and scan of the labour contract. */
  @Post(':id/confirmation')
  @HttpCode(200)
  @Requires('association.decide')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: CONTRACT_FORM })
  @ApiOkResponse({ type: AssociationView })
  confirm(@Req() request: AuthorizedRequest, @Id() id: string): Promise<AssociationView> {
    return this.associations.confirm(request, id);
  }

  /** 拒绝, with a reason. */
  @Post(':id/refusal')
  @HttpCode(200)
  @Requires('association.decide')
  @ApiOkResponse({ type: AssociationView })
  refuse(
    @Fact() request: FactRequest,
    @Id() id: string,
    @Body() body: RefuseAssociationDto,
  ): Promise<AssociationView> {
    return this.associations.refuse(request, id, body.reason ?? '');
  }

  /** 更新职务, 更新日期, 更新 scan: any of them; history is kept. */
  @Post(':id/contract')
  @HttpCode(200)
  @Requires('contract.update')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: CONTRACT_FORM })
  @ApiOkResponse({ type: AssociationView })
  updateContract(@Req() request: AuthorizedRequest, @Id() id: string): Promise<AssociationView> {
    return this.associations.updateContract(request, id);
  }

  /** 解除关联: the link ends, a valid permit is 挂起; every reason against it is named at once. */
  @Post(':id/termination')
  @HttpCode(200)
  @Requires('association.end')
  @ApiOkResponse({ type: AssociationView })
  end(
    @Fact() request: FactRequest,
    @Id() id: string,
    @Body() body: TerminationDto,
  ): Promise<AssociationView> {
    return this.disassociation.end(request, id, body);
  }
}
