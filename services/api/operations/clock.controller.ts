import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { parseInstant } from '../../../domain/calendar/instant.js';
import { moveBusinessClock, readClockState } from '../../../infra/database/business-clock.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { promiseTimeMoved } from '../../../infra/database/outbox.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { ClockView, MoveClockDto } from './clock.dto.js';

/** The one row of the clock, as what an act changes. */
const CLOCK_ID = '00000000-0000-0000-0000-000000000001';

/** The business clock; in trial mode an operator moves it (design.md §3). */
@ApiTags('业务时钟')
@Controller('api/v1/clock')
export class ClockController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
  ) {}

  /** What time it is for the business. */
  @Get()
  @Requires('clock.read')
  @ApiOkResponse({ type: ClockView })
  async read(): Promise<ClockView> {
    const { now, frozen } = await readClockState(this.dataSource.manager);
    return { now: now.at.toISOString(), today: now.today, frozen };
  }

  /** Sets an instant, running or frozen; a date alone is 09:00 Shanghai. Every waiting process is woken. */
  @Post()
  @HttpCode(200)
  @Requires('clock.move')
  @ApiOkResponse({ type: ClockView })
  async move(@Fact() request: FactRequest, @Body() body: MoveClockDto): Promise<ClockView> {
    await this.facts.run(request, async ({ manager, audit }) => {
      const at = new Date(parseInstant(body.at) ?? Number.NaN);
      await moveBusinessClock(manager, at, body.frozen ?? false);
      await promiseTimeMoved(manager);
      await audit({
        action: 'clock.move',
        entity: 'clock',
        entityId: null,
        after: { at: at.toISOString(), frozen: body.frozen ?? false },
      });
      return CLOCK_ID;
    });
    return this.read();
  }
}
