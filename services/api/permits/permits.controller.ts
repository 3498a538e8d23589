import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor as SignedInActor } from '../../../domain/authority/actor.js';
import { PERMIT_STATUS_LABELS } from '../../../domain/permit/lifecycle.js';
import { PermitRecords, type PermitCard } from '../../../infra/database/permit-records.js';
import { Actor } from '../http/actor.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { PermitList, type PermitView } from './permit.views.js';

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

function renderPermit({ permit, status, window, windowState, terms, unitPeriods }: PermitCard): PermitView {
  return {
    id: permit.id,
    permitNo: permit.permitNo,
    permitType: permit.permitType,
    status,
    statusLabel: PERMIT_STATUS_LABELS[status],
    validFrom: permit.validFrom,
    validUntil: permit.validUntil,
    ...window,
    windowState,
    terms: terms.map(({ fromDay, untilDay }) => ({ from: fromDay, until: untilDay })),
    unitHistory: unitPeriods,
  };
}
