import { ApiProperty } from '@nestjs/swagger';
import { parseInstant } from '../../../domain/calendar/instant.js';
import { plainDate } from '../../../domain/calendar/plain-date.js';
import { ParsedField, TextField } from '../http/fields.js';

/** An instant with its zone; a day alone would leave open which hours are meant. */
const instant = (text: string): string | null =>
  plainDate(text) === null && parseInstant(text) !== null ? text : null;

export class RecordOutageDto {
  @ParsedField({ label: '开始时刻', parse: instant, example: '2021-07-08T14:00:00+08:00' })
  from!: string;

  /** In the past: the outage is over. */
  @ParsedField({ label: '结束时刻', parse: instant, example: '2021-07-08T23:30:00+08:00' })
  to!: string;

  @TextField({ label: '原因', max: 200, example: '机房断电' })
  reason!: string;
}

/** A time in which the product could not accept filings (domain.md §6.2 W9). */
export class OutageView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: '开始时刻', format: 'date-time' }) from!: string;
  @ApiProperty({ description: '结束时刻', format: 'date-time' }) to!: string;
  @ApiProperty({ description: '原因' }) reason!: string;
  @ApiProperty({ description: '登记时间', format: 'date-time' }) recordedAt!: string;
  @ApiProperty({ description: '登记人' }) recordedByName!: string;
  @ApiProperty({ description: '期限顺延的证件与申请数' }) affected!: number;
}

export class OutagePage {
  @ApiProperty({ type: OutageView, isArray: true }) items!: readonly OutageView[];
  @ApiProperty({ description: '下一页标记，末页为空', type: String, nullable: true })
  nextCursor!: string | null;
}
