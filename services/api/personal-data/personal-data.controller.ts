import { Controller, Get, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { XLSX_MEDIA_TYPE } from '../../../infra/sheets/write-sheet.js';
import { Actor } from '../http/actor.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { PersonalDataService } from './personal-data.service.js';
import { PersonalExportView } from './personal-data.views.js';

/** What the platform holds about whoever asks. Each export stands in the audit trail. */
@ApiTags('个人信息')
@ApiBearerAuth()
@Controller('api/v1/me/personal-data')
export class PersonalDataController {
  constructor(private readonly personalData: PersonalDataService) {}

  /** By section, each with its rows; instants in UTC. Files are listed and are fetched one by one. */
  @Get('export')
  @Requires('personalData.export')
  @ApiOkResponse({ type: PersonalExportView })
  export(@Actor() actor: SignedInActor): Promise<PersonalExportView> {
    return this.personalData.export(actor);
  }

  /** The same for reading, one sheet for each section. */
  @Get('export/sheet')
  @Requires('personalData.export')
  @ApiProduces(XLSX_MEDIA_TYPE)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  sheet(@Actor() actor: SignedInActor): Promise<StreamableFile> {
    return this.personalData.sheet(actor);
  }
}
