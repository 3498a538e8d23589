import { Check, Entity, ForeignKey, Index } from 'typeorm';
import type { RestrictedService } from '../../../domain/unit/restriction.js';
import { AggregateRow, Day, Instant, Text, Uuid } from './columns.js';
import { EmployeeRow } from './employee.entity.js';
import { UnitRow } from './unit.entity.js';

/** A unit or a person that may not use a service (domain.md §3.4 Restriction). */
@Entity('restriction')
@Index('restriction_unit_idx', ['unitId'])
@Index('restriction_employee_idx', ['employeeId'])
@Index('restriction_list_idx', ['createdAt', 'id'])
@Check('restriction_service_check', `service in ('WORK_RESIDENCE_PERMIT', 'TALENT_INTRODUCTION', 'ALL')`)
@Check('restriction_subject_check', `num_nonnulls(unit_id, employee_id) = 1`)
@Check('restriction_days_check', `to_day is null or from_day <= to_day`)
@Check('restriction_lifted_check', `(lifted_at is null) = (lift_reason is null)`)
export class RestrictionRow extends AggregateRow {
  @Uuid('unit_id', { nullable: true })
  @ForeignKey(() => UnitRow, 'id', { name: 'restriction_unit_fk' })
  unitId!: string | null;
  @Uuid('employee_id', { nullable: true })
  @ForeignKey(() => EmployeeRow, 'id', { name: 'restriction_employee_fk' })
  employeeId!: string | null;
  @Text('service') service!: RestrictedService;
  @Text('reason') reason!: string;
  @Day('from_day') fromDay!: string;
  /** Null: until it is lifted. */
  @Day('to_day', { nullable: true }) toDay!: string | null;
  @Uuid('created_by') createdBy!: string;
  @Instant('lifted_at', { nullable: true }) liftedAt!: Date | null;
  @Uuid('lifted_by', { nullable: true }) liftedBy!: string | null;
  @Text('lift_reason', { nullable: true }) liftReason!: string | null;
}
