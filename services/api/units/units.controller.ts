import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { Actor } from '../http/actor.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { UnitQuery } from './unit-query.dto.js';
import { UnitPage, UnitView } from './unit.views.js';
import { UnitsService } from './units.service.js';

@ApiTags('用人单位')
@Controller('api/v1/units')
export class UnitsController {
  constructor(private readonly units: UnitsService) {}

  /** The caller's unit with association code, permissions and the counts of its employees. */
  @Get('mine')
  @Requires('unit.read')
  @ApiOkResponse({ type: UnitView })
  mine(@Actor() actor: SignedInActor): Promise<UnitView> {
    return this.units.mine(actor);
  }

  /** Units of the caller's department; all of them for operators and auditors. Newest first. */
  @Get()
  @Requires('unit.list')
  @ApiOkResponse({ type: UnitPage })
  list(@Actor() actor: SignedInActor, @Query() query: UnitQuery): Promise<UnitPage> {
    return this.units.list(actor, query);
  }
}
