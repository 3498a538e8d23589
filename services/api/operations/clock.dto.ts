import { ApiProperty } from '@nestjs/swagger';
import { FlagField, ParsedField } from '../http/fields.js';
import { parseInstant } from '../../../domain/calendar/instant.js';

export class MoveClockDto {
  @ParsedField({
    label: '时刻',
    parse: (text) => (parseInstant(text) === null ? null : text),
    example: '2021-08-07',
  })
  at!: string;

  @FlagField({ label: '是否停在该时刻', optional: true })
  frozen?: boolean;
}

export class ClockView {
  @ApiProperty({ description: '业务时刻（UTC）', example: '2021-08-05T01:00:00.000Z' })
  now!: string;

  @ApiProperty({ description: '北京日期', example: '2021-08-05' })
  today!: string;

  @ApiProperty({ description: '时钟是否停住' })
  frozen!: boolean;
}
