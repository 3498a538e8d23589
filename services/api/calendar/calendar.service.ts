import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { knownDate, yearOf } from '../../../domain/calendar/plain-date.js';
import { buildWorkCalendar } from '../../../domain/calendar/work-calendar.js';
import { renewalWindow } from '../../../domain/permit/renewal-window.js';
import { previewCalendarYear } from '../../../infra/database/calendar-preview.js';
import {
  calendarInForce,
  listCalendarVersions,
  publishCalendarYear,
  type YearPublication,
} from '../../../infra/database/calendar-publication.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { Refused } from '../../../infra/database/refused.js';
import type { PublishCalendarDto } from './calendar.dto.js';
import { renderDay, renderMovedApplication, renderMovedPermit, renderVersion } from './calendar-rendering.js';
import type {
  CalendarDateView,
  CalendarPreviewView,
  CalendarsView,
  CalendarYearView,
  RenewalWindowView,
} from './calendar.views.js';

/** The working-day calendar: read by all, published year by year by the operator (domain.md §6.1). */
@Injectable()
export class CalendarService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly references: ReferenceRecords,
  ) {}

  async list(): Promise<CalendarsView> {
    const { manager } = this.dataSource;
    const { version, publishedYears } = await calendarInForce(manager);
    const versions = await listCalendarVersions(manager);
    return { inForce: version, publishedYears, versions: versions.map(renderVersion) };
  }

  async year(year: number): Promise<CalendarYearView> {
    const inForce = await calendarInForce(this.dataSource.manager);
    const calendar = buildWorkCalendar(inForce);
    return {
      year,
      published: inForce.publishedYears.includes(year),
      version: inForce.version,
      workdays: calendar.count(knownDate(`${year - 1}-12-31`), knownDate(`${year}-12-31`)),
      days: inForce.days.filter(({ date }) => yearOf(date) === year).map(renderDay),
    };
  }

  async day(text: string): Promise<CalendarDateView> {
    const date = knownDate(text);
    const inForce = await calendarInForce(this.dataSource.manager);
    const calendar = buildWorkCalendar(inForce);
    return {
      date,
      isWorkday: calendar.isWorkday(date),
      provisional: calendar.isProvisional(date, date),
      name: inForce.days.find((day) => day.date === date)?.name ?? null,
    };
  }

  async window(validUntil: string): Promise<RenewalWindowView> {
    const { manager } = this.dataSource;
    const [calendar, policy] = [
      await this.references.calendarInForce(manager),
      await this.references.policyInForce(manager),
    ];
    return { validUntil, ...renewalWindow(knownDate(validUntil), calendar, policy) };
  }

  /** Without side effects; `first` holds the first ones only. */
  async preview(body: PublishCalendarDto): Promise<CalendarPreviewView> {
    const { permits, applications } = await previewCalendarYear(
      this.dataSource.manager,
      this.references,
      publicationOf(body),
    );
    return {
      permits: { count: permits.count, first: permits.first.map(renderMovedPermit) },
      applications: { count: applications.count, first: applications.first.map(renderMovedApplication) },
    };
  }

  async publish(request: FactRequest, body: PublishCalendarDto): Promise<CalendarYearView> {
    await this.facts.run(request, (context) => publishCalendarYear(context, publicationOf(body)));
    return this.year(body.year);
  }
}

/** A notice without a single day is none. */
function publicationOf({ year, noticeNo, days }: PublishCalendarDto): YearPublication {
  if (days.length === 0)
    throw Refused.because('VALIDATION_FAILED', { detail: '请列出放假与补班安排' }, '/days');
  return {
    year,
    noticeNo,
    days: days.map(({ date, kind, name }) => ({ date: knownDate(date), kind, name })),
  };
}
