import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { ClockView } from './clock.dto.js';
import { ClockService } from './clock.service.js';

/** The business clock (design.md §3). */
@ApiTags('业务时钟')
@Controller('api/v1/clock')
export class ClockController {
  constructor(private readonly clock: ClockService) {}

  /** What time it is for the business. */
  @Get()
  @Requires('clock.read')
  @ApiOkResponse({ type: ClockView })
  read(): Promise<ClockView> {
    return this.clock.read();
  }
}
