import { Controller, Get } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { Actor } from '../http/actor.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { EmployeeHomeService } from './employee-home.service.js';
import { EmployeeHomeView, UnitHomeView } from './home.views.js';
import { UnitHomeService } from './unit-home.service.js';

const EITHER_HOME = {
  oneOf: [{ $ref: getSchemaPath(UnitHomeView) }, { $ref: getSchemaPath(EmployeeHomeView) }],
  discriminator: {
    propertyName: 'kind',
    mapping: { UNIT: getSchemaPath(UnitHomeView), EMPLOYEE: getSchemaPath(EmployeeHomeView) },
  },
};

/** 首页 (domain.md §11 S-01). */
@ApiTags('首页')
@ApiExtraModels(UnitHomeView, EmployeeHomeView)
@Controller('api/v1/home')
export class HomeController {
  constructor(
    private readonly units: UnitHomeService,
    private readonly employees: EmployeeHomeService,
  ) {}

  /** All that concerns the caller's unit, or the caller himself, in one answer. */
  @Get()
  @Requires('home.read')
  @ApiOkResponse({ schema: EITHER_HOME })
  read(@Actor() actor: SignedInActor): Promise<UnitHomeView | EmployeeHomeView> {
    return actor.unitId === null ? this.employees.read(actor) : this.units.read(actor, actor.unitId);
  }
}
