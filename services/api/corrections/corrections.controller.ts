import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  type StreamableFile,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { RevealDto } from '../personal/reveal.dto.js';
import { RevealedView } from '../personal/reveal.views.js';
import { CorrectionDecisionDto, CorrectionDto, CorrectionQuery } from './correction.dto.js';
import { CorrectionPage, CorrectionView } from './correction.views.js';
import { CorrectionsService } from './corrections.service.js';

const Id = () => Param('id', ParseUUIDPipe);

/** 身份信息更正: name, sex, birth date and identity document of who has no permit yet (ADR 15). */
@ApiTags('身份信息更正')
@Controller('api/v1/identity-corrections')
export class CorrectionsController {
  constructor(private readonly corrections: CorrectionsService) {}

  /** The whole identity as it should be; the scan of 本人身份证件 as it is uploaded now is kept with the request. */
  @Post()
  @Requires('identityCorrection.request')
  @ApiCreatedResponse({ type: CorrectionView })
  request(@Fact() request: FactRequest, @Body() body: CorrectionDto): Promise<CorrectionView> {
    return this.corrections.request(request, body);
  }

  /** Newest first: a person's own, a department's to decide and decided. */
  @Get()
  @Requires('identityCorrection.list')
  @ApiOkResponse({ type: CorrectionPage })
  list(@Actor() actor: SignedInActor, @Query() query: CorrectionQuery): Promise<CorrectionPage> {
    return this.corrections.list(actor, query);
  }

  @Get(':id')
  @Requires('identityCorrection.read')
  @ApiOkResponse({ type: CorrectionView })
  read(@Actor() actor: SignedInActor, @Id() id: string): Promise<CorrectionView> {
    return this.corrections.read(actor, id);
  }

  /** 本人身份证件 as it was when the correction was asked for; each look is audited. */
  @Get(':id/scan')
  @Requires('identityCorrection.read')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  scan(@Actor() actor: SignedInActor, @Id() id: string): Promise<StreamableFile> {
    return this.corrections.scan(actor, id);
  }

  /** 撤回, while nobody has decided. */
  @Post(':id/withdrawal')
  @HttpCode(200)
  @Requires('identityCorrection.withdraw')
  @ApiOkResponse({ type: CorrectionView })
  withdraw(@Fact() request: FactRequest, @Id() id: string): Promise<CorrectionView> {
    return this.corrections.withdraw(request, id);
  }

  /** 查看完整信息: the numbers in full, for who may decide; with a reason, and audited. */
  @Post(':id/reveal')
  @HttpCode(200)
  @Requires('identityCorrection.reveal')
  @ApiOkResponse({ type: RevealedView })
  reveal(@Fact() request: FactRequest, @Id() id: string, @Body() body: RevealDto): Promise<RevealedView> {
    return this.corrections.reveal(request, id, body);
  }

  /** APPROVE changes the registered identity at once; REJECT needs an opinion. The person is told. */
  @Post(':id/decision')
  @HttpCode(200)
  @Requires('identityCorrection.decide')
  @ApiOkResponse({ type: CorrectionView })
  decide(
    @Fact() request: FactRequest,
    @Id() id: string,
    @Body() body: CorrectionDecisionDto,
  ): Promise<CorrectionView> {
    return this.corrections.decide(request, id, body);
  }
}
