import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { ClockView, MoveClockDto } from './clock.dto.js';
import { ClockService } from './clock.service.js';

/** Moves the business clock; production never registers it (design.md §3). */
@ApiTags('业务时钟')
@Controller('api/v1/clock')
export class TrialClockController {
  constructor(private readonly clock: ClockService) {}

  /** Sets an instant, running or frozen; a date alone is 09:00 Shanghai. Every waiting process is woken. */
  @Post()
  @HttpCode(200)
  @Requires('clock.move')
  @ApiOkResponse({ type: ClockView })
  move(@Fact() request: FactRequest, @Body() body: MoveClockDto): Promise<ClockView> {
    return this.clock.move(request, body);
  }
}
