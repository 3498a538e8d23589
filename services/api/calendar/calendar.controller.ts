import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Fact } from '../http/fact.decorator.js';
import { Requires } from '../http/requires.decorator.js';
import { DayParameter, PublishCalendarDto, WindowQuery, YearParameter } from './calendar.dto.js';
import { CalendarService } from './calendar.service.js';
import {
  CalendarDateView,
  CalendarPreviewView,
  CalendarsView,
  CalendarYearView,
  RenewalWindowView,
} from './calendar.views.js';

/** 工作日历 (domain.md §6.1). */
@ApiTags('工作日历')
@Controller('api/v1/calendars')
export class CalendarController {
  constructor(private readonly calendars: CalendarService) {}

  /** A new version with the year as the notice lists it; running deadlines follow, none earlier than promised. */
  @Post()
  @Requires('calendar.publish')
  @ApiCreatedResponse({ type: CalendarYearView })
  publish(@Fact() request: FactRequest, @Body() body: PublishCalendarDto): Promise<CalendarYearView> {
    return this.calendars.publish(request, body);
  }

  /** Which permits and applications a publication would move, with old and new dates; nothing is written. */
  @Post('preview')
  @HttpCode(200)
  @Requires('calendar.preview')
  @ApiOkResponse({ type: CalendarPreviewView })
  preview(@Body() body: PublishCalendarDto): Promise<CalendarPreviewView> {
    return this.calendars.preview(body);
  }

  /** Published years and all versions, newest first, with what still has to be recomputed. */
  @Get()
  @Requires('calendar.read')
  @ApiOkResponse({ type: CalendarsView })
  list(): Promise<CalendarsView> {
    return this.calendars.list();
  }

  /** The renewal window of a permit that ends on the day (domain.md §6.2). */
  @Get('renewal-window')
  @Requires('calendar.read')
  @ApiOkResponse({ type: RenewalWindowView })
  window(@Query() { validUntil }: WindowQuery): Promise<RenewalWindowView> {
    return this.calendars.window(validUntil);
  }

  /** Whether deadlines count the day. */
  @Get('days/:date')
  @Requires('calendar.read')
  @ApiOkResponse({ type: CalendarDateView })
  day(@Param() { date }: DayParameter): Promise<CalendarDateView> {
    return this.calendars.day(date);
  }

  /** The holidays and make-up workdays of a year. */
  @Get(':year')
  @Requires('calendar.read')
  @ApiOkResponse({ type: CalendarYearView })
  year(@Param() { year }: YearParameter): Promise<CalendarYearView> {
    return this.calendars.year(Number(year));
  }
}
