import { Body, Controller, Get, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Actor } from '../http/actor.decorator.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import {
  AttachmentsStepDto,
  ContactsDto,
  EditUnitDto,
  GeneralStepDto,
  QualificationsStepDto,
} from './profile.dto.js';
import { UnitChangeView, UnitProfileView } from './profile.views.js';
import { UnitChangeService } from './unit-change.service.js';
import { UnitProfileService } from './unit-profile.service.js';

/** 信息完善 step by step, and what may be changed afterwards (domain.md §4.1). */
@ApiTags('用人单位')
@Controller('api/v1/units/mine')
export class UnitProfileController {
  constructor(
    private readonly profile: UnitProfileService,
    private readonly changes: UnitChangeService,
  ) {}

  /** The complete information, or the drafts of the wizard with the step that comes next. */
  @Get('profile')
  @Requires('unit.read')
  @ApiOkResponse({ type: UnitProfileView })
  read(@Actor() actor: SignedInActor): Promise<UnitProfileView> {
    return this.profile.read(actor);
  }

  /** Step 1: 一般信息. */
  @Put('profile/general')
  @Requires('unit.completeProfile')
  @ApiOkResponse({ type: UnitProfileView })
  saveGeneral(@Fact() request: FactRequest, @Body() body: GeneralStepDto): Promise<UnitProfileView> {
    return this.profile.saveGeneral(request, body);
  }

  /** Step 2: 单位资质; the list may be empty. */
  @Put('profile/qualifications')
  @Requires('unit.completeProfile')
  @ApiOkResponse({ type: UnitProfileView })
  saveQualifications(
    @Fact() request: FactRequest,
    @Body() body: QualificationsStepDto,
  ): Promise<UnitProfileView> {
    return this.profile.saveQualifications(request, body);
  }

  /** Step 3: 业务经办人 and 紧急联系人. */
  @Put('profile/handlers')
  @Requires('unit.completeProfile')
  @ApiOkResponse({ type: UnitProfileView })
  saveHandlers(@Fact() request: FactRequest, @Body() body: ContactsDto): Promise<UnitProfileView> {
    return this.profile.saveHandlers(request, body);
  }

  /** Step 4: 电子附件, which are uploaded in 附件管理. */
  @Put('profile/attachments')
  @Requires('unit.completeProfile')
  @ApiOkResponse({ type: UnitProfileView })
  saveAttachments(@Fact() request: FactRequest, @Body() body: AttachmentsStepDto): Promise<UnitProfileView> {
    return this.profile.saveAttachments(request, body.confirmed);
  }

  /** 预览并提交: the profile is complete and every page opens. */
  @Post('profile/submission')
  @HttpCode(200)
  @Requires('unit.completeProfile')
  @ApiOkResponse({ type: UnitProfileView })
  submit(@Fact() request: FactRequest): Promise<UnitProfileView> {
    return this.profile.submit(request);
  }

  /** 维护业务经办人信息: effective at once. */
  @Put('contacts')
  @Requires('unit.edit')
  @ApiOkResponse({ type: UnitProfileView })
  editContacts(@Fact() request: FactRequest, @Body() body: ContactsDto): Promise<UnitProfileView> {
    return this.profile.editContacts(request, body);
  }

  /** 修改: at once, or as an application where a department looks at the field. */
  @Patch()
  @Requires('unit.edit')
  @ApiOkResponse({ type: UnitChangeView })
  change(@Fact() request: FactRequest, @Body() body: EditUnitDto): Promise<UnitChangeView> {
    return this.changes.change(request, body);
  }
}
