import type { ReviewRoutes } from '../../../domain/application/review-route.js';
import type { Policy } from '../../../domain/policy.js';
import type { AttachmentCatalogue } from '../../../domain/attachment/catalogue.js';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Day, Flag, Instant, Json, Text, Uuid, Whole } from './columns.js';
import { DepartmentRow } from './department.entity.js';

/** A version of the working-day calendar; the highest is in force (domain.md §6.1). */
@Entity('calendar_version')
@Unique('calendar_version_id_key', ['id'])
export class CalendarVersionRow {
  @PrimaryColumn('integer', { name: 'version' }) version!: number;
  @Uuid('id') id!: string;
  /** The year that the version published; null: it came with the product. */
  @Whole('year', { nullable: true }) year!: number | null;
  @Text('notice_no', { nullable: true }) noticeNo!: string | null;
  @Text('source') source!: string;
  @Json('published_years') publishedYears!: number[];
  @Instant('in_force_since', { default: () => 'business_now()' }) inForceSince!: Date;
  @Uuid('published_by', { nullable: true }) publishedBy!: string | null;
  /** Null: open deadlines may still stand under an older version. */
  @Instant('rolled_out_at', { nullable: true }) rolledOutAt!: Date | null;
}

@Entity('calendar_day')
@Check('calendar_day_kind_check', `kind in ('HOLIDAY', 'MAKEUP_WORKDAY')`)
export class CalendarDayRow {
  @PrimaryColumn('integer', { name: 'calendar_version' })
  @ForeignKey(() => CalendarVersionRow, 'version', { name: 'calendar_day_version_fk' })
  calendarVersion!: number;
  @PrimaryColumn('date', { name: 'day' }) day!: string;
  @Text('kind') kind!: string;
  @Text('name') name!: string;
  @Text('notice_no', { nullable: true }) noticeNo!: string | null;
}

/** A time in which the product could not accept filings (domain.md §6.2 W9). */
@Entity('outage')
@Index('outage_list_idx', ['recordedAt', 'id'])
@Check('outage_order_check', `from_at < to_at`)
export class OutageRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Instant('from_at') fromAt!: Date;
  @Instant('to_at') toAt!: Date;
  @Text('reason') reason!: string;
  @Instant('recorded_at') recordedAt!: Date;
  @Uuid('recorded_by') recordedBy!: string;
  /** Permits and returned applications whose last day moved. */
  @Whole('affected') affected!: number;
}

/** Policy parameters as they count for one department from a day on; department null is the city's (domain.md §6.4). */
@Entity('policy_version')
@Unique('policy_version_id_key', ['id'])
@Index('policy_version_force_idx', ['departmentId', 'effectiveFrom', 'version'])
export class PolicyVersionRow {
  @PrimaryColumn('integer', { name: 'version' }) version!: number;
  @Uuid('id') id!: string;
  @Uuid('department_id', { nullable: true })
  @ForeignKey(() => DepartmentRow, 'id', { name: 'policy_version_department_fk' })
  departmentId!: string | null;
  @Day('effective_from') effectiveFrom!: string;
  @Json('parameters') parameters!: Partial<Policy>;
  @Text('reason') reason!: string;
  @Instant('published_at', { default: () => 'business_now()' }) publishedAt!: Date;
  /** Null: it came with the product. */
  @Uuid('published_by', { nullable: true }) publishedBy!: string | null;
}

/** Approval routes in the same way (domain.md §5). */
@Entity('route_version')
@Unique('route_version_id_key', ['id'])
@Index('route_version_force_idx', ['departmentId', 'effectiveFrom', 'version'])
export class RouteVersionRow {
  @PrimaryColumn('integer', { name: 'version' }) version!: number;
  @Uuid('id') id!: string;
  @Uuid('department_id', { nullable: true })
  @ForeignKey(() => DepartmentRow, 'id', { name: 'route_version_department_fk' })
  departmentId!: string | null;
  @Day('effective_from') effectiveFrom!: string;
  @Json('routes') routes!: ReviewRoutes;
  @Text('reason') reason!: string;
  @Instant('published_at', { default: () => 'business_now()' }) publishedAt!: Date;
  @Uuid('published_by', { nullable: true }) publishedBy!: string | null;
}

/** 附件目录 as one department asks for it from a day on; department null is the city's (domain.md §8). */
@Entity('attachment_catalogue_version')
@Unique('attachment_catalogue_version_id_key', ['id'])
@Index('attachment_catalogue_version_force_idx', ['departmentId', 'effectiveFrom', 'version'])
export class AttachmentCatalogueVersionRow {
  @PrimaryColumn('integer', { name: 'version' }) version!: number;
  @Uuid('id') id!: string;
  @Uuid('department_id', { nullable: true })
  @ForeignKey(() => DepartmentRow, 'id', { name: 'attachment_catalogue_version_department_fk' })
  departmentId!: string | null;
  @Day('effective_from') effectiveFrom!: string;
  @Json('slots') slots!: AttachmentCatalogue;
  @Text('reason') reason!: string;
  @Instant('published_at', { default: () => 'business_now()' }) publishedAt!: Date;
  /** Null: it came with the product. */
  @Uuid('published_by', { nullable: true }) publishedBy!: string | null;
}

/** One row: wall time plus an offset, or standing still (design.md §3). Only trial mode ever moves it. */
@Entity('business_clock')
@Check('business_clock_one_row', `id = 1`)
export class BusinessClockRow {
  @PrimaryColumn('integer', { name: 'id' }) id!: number;
  @Column('double precision', { name: 'offset_seconds', default: 0 }) offsetSeconds!: number;
  @Instant('frozen_at', { nullable: true }) frozenAt!: Date | null;
  @Flag('moved', { default: false }) moved!: boolean;
}

/** Counters behind business numbers, one row per prefix and period (domain.md §3.4). */
@Entity('number_counter')
export class NumberCounterRow {
  @PrimaryColumn('text', { name: 'scope' }) scope!: string;
  @Whole('last_value') lastValue!: number;
}
