import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { PermitRecords } from '../../../infra/database/permit-records.js';
import { Actor } from '../http/actor.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { renderPermit } from './permit-rendering.js';
import { PermitList } from './permit.views.js';

@ApiTags('工作居住证')
@Controller('api/v1/permits')
export class PermitsController {
  constructor(private readonly permits: PermitRecords) {}

  /** The caller's permits with status, terms and renewal window; the newest first. */
  @Get('mine')
  @Requires('permit.read')
  @ApiOkResponse({ type: PermitList })
  async mine(@Actor() { employeeId }: SignedInActor): Promise<PermitList> {
    return { items: employeeId === null ? [] : (await this.permits.ofPerson(employeeId)).map(renderPermit) };
  }
}
