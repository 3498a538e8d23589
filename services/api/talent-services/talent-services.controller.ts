import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { Actor } from '../http/actor.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { ServiceEntryView, TalentServiceListView } from './talent-service.views.js';
import { TalentServicesService } from './talent-services.service.js';

@ApiTags('人才服务列表')
@Controller('api/v1/services')
export class TalentServicesController {
  constructor(private readonly services: TalentServicesService) {}

  /** All services, each open or closed with its reason, and the unit's association code. */
  @Get()
  @Requires('service.enter')
  @ApiOkResponse({ type: TalentServiceListView })
  list(@Actor() actor: SignedInActor): Promise<TalentServiceListView> {
    return this.services.list(actor);
  }

  /** The entry was clicked: RESTRICTED with the stored reason, or where it leads. */
  @Get(':service')
  @Requires('service.enter')
  @ApiOkResponse({ type: ServiceEntryView })
  enter(@Actor() actor: SignedInActor, @Param('service') service: string): Promise<ServiceEntryView> {
    return this.services.enter(actor, service);
  }
}
