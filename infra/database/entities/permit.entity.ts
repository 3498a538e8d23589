import { Check, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AggregateRow, Day, Flag, Instant, Sealed, Text, Uuid, Whole } from './columns.js';
import { DepartmentRow } from './department.entity.js';
import { EmployeeRow } from './employee.entity.js';
import { UnitRow } from './unit.entity.js';

/** A permit (domain.md §3.4, §4.6); at most one live permit per person. */
@Entity('permit')
@Unique('permit_no_key', ['permitNo'])
@Index('permit_one_live', ['employeeId'], { unique: true, where: `status in ('VALID', 'SUSPENDED')` })
@Index('permit_employee_idx', ['employeeId'])
@Index('permit_unit_idx', ['unitId'])
@Index('permit_unit_until_idx', ['unitId', 'validUntil', 'id'], { where: `status = 'VALID'` })
@Index('permit_department_idx', ['supervisingDepartmentId', 'createdAt', 'id'])
@Index('permit_expiry_idx', ['validUntil', 'id'], { where: `status in ('VALID', 'SUSPENDED')` })
@Index('permit_calendar_idx', ['calendarVersion', 'id'], { where: `status in ('VALID', 'SUSPENDED')` })
@Check('permit_status_check', `status in ('VALID', 'SUSPENDED', 'EXPIRED', 'CANCELLED')`)
@Check('permit_unit_check', `(status <> 'SUSPENDED') or unit_id is null`)
@Check('permit_term_check', `valid_from <= valid_until`)
export class PermitRow extends AggregateRow {
  @Text('permit_no') permitNo!: string;
  @Text('permit_type') permitType!: string;
  @Uuid('employee_id')
  @ForeignKey(() => EmployeeRow, 'id', { name: 'permit_employee_fk' })
  employeeId!: string;
  /** Face data as approved, never changed by profile edits. */
  @Sealed('holder_snapshot_sealed') holderSnapshotSealed!: string;
  @Uuid('unit_id', { nullable: true })
  @ForeignKey(() => UnitRow, 'id', { name: 'permit_unit_fk' })
  unitId!: string | null;
  @Uuid('supervising_department_id')
  @ForeignKey(() => DepartmentRow, 'id', { name: 'permit_department_fk' })
  supervisingDepartmentId!: string;
  @Text('status') status!: string;
  @Day('valid_from') validFrom!: string;
  @Day('valid_until') validUntil!: string;
  /** 1 for the first term; a renewal adds one. */
  @Whole('term', { default: 1 }) term!: number;
  @Day('suspended_on', { nullable: true }) suspendedOn!: string | null;
  @Instant('ended_at', { nullable: true }) endedAt!: Date | null;
  /** The calendar under which its holders were last told of its days; only the rollout raises it. */
  @Whole('calendar_version', { default: () => 'calendar_version_in_force()' }) calendarVersion!: number;
  @Whole('fact_version', { default: 1 }) factVersion!: number;
  @Whole('processed_version', { default: 0 }) processedVersion!: number;
}

@Entity('permit_term')
export class PermitTermRow {
  @PrimaryColumn('uuid', { name: 'permit_id' })
  @ForeignKey(() => PermitRow, 'id', { name: 'permit_term_permit_fk' })
  permitId!: string;
  @PrimaryColumn('integer', { name: 'term' }) term!: number;
  @Day('from_day') fromDay!: string;
  @Day('until_day') untilDay!: string;
  /** Null: imported. */
  @Uuid('application_id', { nullable: true }) applicationId!: string | null;
}

@Entity('permit_unit_period')
@Index('permit_unit_period_unit_idx', ['unitId'])
export class PermitUnitPeriodRow {
  @PrimaryColumn('uuid', { name: 'permit_id' })
  @ForeignKey(() => PermitRow, 'id', { name: 'permit_unit_period_permit_fk' })
  permitId!: string;
  @PrimaryColumn('date', { name: 'from_day' }) fromDay!: string;
  @Uuid('unit_id')
  @ForeignKey(() => UnitRow, 'id', { name: 'permit_unit_period_unit_fk' })
  unitId!: string;
  @Day('to_day', { nullable: true }) toDay!: string | null;
}

/** A milestone that was reached; its key makes reaching it twice impossible (domain.md §6.3 T3). */
@Entity('permit_milestone')
export class PermitMilestoneRow {
  @PrimaryColumn('uuid', { name: 'permit_id' })
  @ForeignKey(() => PermitRow, 'id', { name: 'permit_milestone_permit_fk' })
  permitId!: string;
  @PrimaryColumn('integer', { name: 'term' }) term!: number;
  @PrimaryColumn('text', { name: 'kind' }) kind!: string;
  @PrimaryColumn('date', { name: 'on_day' }) onDay!: string;
  @Instant('reached_at') reachedAt!: Date;
  /** False: passed over by a clock jump or an outage, recorded only. */
  @Flag('delivered') delivered!: boolean;
}

/** The last submission day that a notice of the term has named: it never comes earlier (domain.md §6.1 C3). */
@Entity('notified_last_day')
export class NotifiedLastDayRow {
  @PrimaryColumn('uuid', { name: 'permit_id' })
  @ForeignKey(() => PermitRow, 'id', { name: 'notified_last_day_permit_fk' })
  permitId!: string;
  @PrimaryColumn('integer', { name: 'term' }) term!: number;
  @Day('last_submission_on') lastSubmissionOn!: string;
  @Instant('notified_at') notifiedAt!: Date;
}

/** A receipt or confirmation form that was issued (domain.md §9, §9.1). */
@Entity('issued_document')
@Unique('issued_document_number_key', ['number'])
@Unique('issued_document_natural_key', ['kind', 'applicationId', 'round'])
@Index('issued_document_permit_idx', ['permitId'])
@Index('issued_document_object_idx', ['sha256'])
@Check('issued_document_kind_check', `kind in ('RECEIPT', 'CONFIRMATION_FORM')`)
export class IssuedDocumentRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Text('kind') kind!: string;
  @Text('number') number!: string;
  @Uuid('application_id') applicationId!: string;
  @Whole('round') round!: number;
  @Uuid('permit_id', { nullable: true })
  @ForeignKey(() => PermitRow, 'id', { name: 'issued_document_permit_fk' })
  permitId!: string | null;
  @Text('sha256') sha256!: string;
  @Text('object_key') objectKey!: string;
  @Whole('size_bytes') sizeBytes!: number;
  @Text('verification_code') verificationCode!: string;
  @Instant('issued_at') issuedAt!: Date;
}
