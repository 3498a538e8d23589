import { ApiProperty } from '@nestjs/swagger';
import {
  BUSINESS_TYPES,
  PERMIT_TYPES,
  type BusinessType,
  type PermitType,
} from '../../../domain/application/business-type.js';
import { REVIEW_LEVELS, type ReviewLevel } from '../../../domain/application/review-route.js';
import { ChoiceField, ListField, WholeField } from '../http/fields.js';
import { PublicationDto, PublishedVersionView } from '../http/published-version.dto.js';

const TYPES = Object.keys(BUSINESS_TYPES);
const KINDS = Object.keys(PERMIT_TYPES);
const LEVELS = Object.keys(REVIEW_LEVELS);
const MOST_WORKDAYS = 60;

export class LevelLimitDto {
  @ChoiceField({ label: '环节', of: LEVELS, example: 'DISTRICT_FIRST' })
  level!: ReviewLevel;

  @WholeField({ label: '审核工作日', min: 1, max: MOST_WORKDAYS, example: 5 })
  workdaysAllowed!: number;
}

export class RouteChangeDto {
  @ChoiceField({ label: '工作居住证类型', of: KINDS, example: 'BEIJING_WORK_RESIDENCE' })
  permitType!: PermitType;

  @ChoiceField({ label: '业务类型', of: TYPES, example: 'PERMISSION_CANCEL' })
  type!: BusinessType;

  /** Every level of the type in its order; neither can be changed. */
  @ListField({
    label: '各环节期限',
    of: () => LevelLimitDto,
    max: 10,
    example: [
      { level: 'DISTRICT_FIRST', workdaysAllowed: 3 },
      { level: 'DISTRICT_SECOND', workdaysAllowed: 3 },
    ],
  })
  limits!: LevelLimitDto[];
}

export class PublishRoutesDto extends PublicationDto {
  @ListField({ label: '路线', of: () => RouteChangeDto, max: 18 })
  routes!: RouteChangeDto[];
}

export class LevelLimitView {
  @ApiProperty({ description: '环节', enum: LEVELS }) level!: string;
  @ApiProperty({ description: '环节（中文）' }) levelLabel!: string;
  @ApiProperty({ description: '审核工作日' }) workdaysAllowed!: number;
}

export class RouteView {
  @ApiProperty({ description: '工作居住证类型', enum: KINDS }) permitType!: string;
  @ApiProperty({ description: '业务类型', enum: TYPES }) type!: string;
  @ApiProperty({ description: '业务类型（中文）' }) typeLabel!: string;
  @ApiProperty({ description: '主管部门审核总工作日' }) totalWorkdays!: number;
  @ApiProperty({ description: '各环节期限', type: LevelLimitView, isArray: true })
  limits!: readonly LevelLimitView[];
}

/** Approval routes of a department in one version (domain.md §5). */
export class RouteVersionView extends PublishedVersionView {
  @ApiProperty({ description: '全部路线', type: RouteView, isArray: true }) routes!: readonly RouteView[];
}

export class RouteVersionsView {
  @ApiProperty({ type: RouteVersionView, isArray: true }) items!: readonly RouteVersionView[];
}
