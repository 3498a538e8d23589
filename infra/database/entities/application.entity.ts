import type { SubmissionChain } from '../../../domain/permit/submission-time.js';
import type { PermissionScope } from '../../../domain/unit/permission-lifecycle.js';
import type { FieldChange } from '../../../domain/unit/unit-fields.js';
import { Check, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { HintCode } from '../../../domain/application/hints.js';
import { AggregateRow, Day, Flag, Instant, Json, Sealed, Text, Uuid, Whole } from './columns.js';
import { DepartmentRow } from './department.entity.js';
import { EmployeeRow } from './employee.entity.js';
import { PermitRow } from './permit.entity.js';
import { UnitRow } from './unit.entity.js';

const IN_FLIGHT = `status in ('UNIT_REVIEW', 'IN_REVIEW', 'RETURNED')`;

/** One matter before the office, from draft to end (domain.md §3.4, §4.5). */
@Entity('application')
@Unique('application_no_key', ['applicationNo'])
@Index('application_one_in_flight_person', ['employeeId'], {
  unique: true,
  where: `employee_id is not null and ${IN_FLIGHT}`,
})
@Index('application_one_unit_info_change', ['unitId'], {
  unique: true,
  where: `type = 'UNIT_INFO_CHANGE' and ${IN_FLIGHT}`,
})
@Index('application_one_right_business', ['unitId', 'permitType'], {
  unique: true,
  where: `type in ('PERMISSION_APPLY', 'PERMISSION_CANCEL', 'SUPERVISING_DEPT_CHANGE') and ${IN_FLIGHT}`,
})
@Index('application_employee_idx', ['employeeId', 'createdAt', 'id'])
@Index('application_unit_idx', ['unitId', 'createdAt', 'id'])
@Index('application_unit_in_flight_idx', ['unitId', 'createdAt', 'id'], { where: IN_FLIGHT })
@Index('application_permit_idx', ['permitId'])
@Index('application_previous_idx', ['previousApplicationId'])
@Index('application_department_idx', ['supervisingDepartmentId'])
@Index('application_new_department_idx', ['newDepartmentId'])
@Index('application_calendar_idx', ['calendarVersion', 'id'], { where: IN_FLIGHT })
@Index('application_unprocessed_idx', ['id'], { where: 'fact_version > processed_version' })
@Check(
  'application_status_check',
  `status in ('DRAFT', 'UNIT_REVIEW', 'IN_REVIEW', 'RETURNED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'CLOSED_EXPIRED')`,
)
export class ApplicationRow extends AggregateRow {
  @Text('application_no') applicationNo!: string;
  @Text('type') type!: string;
  @Text('permit_type') permitType!: string;
  @Uuid('unit_id')
  @ForeignKey(() => UnitRow, 'id', { name: 'application_unit_fk' })
  unitId!: string;
  @Uuid('employee_id', { nullable: true })
  @ForeignKey(() => EmployeeRow, 'id', { name: 'application_employee_fk' })
  employeeId!: string | null;
  @Uuid('permit_id', { nullable: true })
  @ForeignKey(() => PermitRow, 'id', { name: 'application_permit_fk' })
  permitId!: string | null;
  @Uuid('initiated_by') initiatedBy!: string;
  @Text('status') status!: string;
  @Whole('round', { default: 0 }) round!: number;
  /** Levels of this round that have passed (domain/application/advance.ts). */
  @Whole('passed', { default: 0 }) passed!: number;
  /** Versions pinned at submission. */
  @Whole('route_version', { nullable: true }) routeVersion!: number | null;
  @Whole('policy_version', { nullable: true }) policyVersion!: number | null;
  @Whole('catalogue_version', { nullable: true }) catalogueVersion!: number | null;
  /** The calendar of the last submission or rollout: its open deadlines stand at least under this one. */
  @Whole('calendar_version', { nullable: true }) calendarVersion!: number | null;
  /** Offices of the route as they stood at submission (domain.md §5). */
  @Uuid('supervising_department_id', { nullable: true })
  @ForeignKey(() => DepartmentRow, 'id', { name: 'application_department_fk' })
  supervisingDepartmentId!: string | null;
  @Uuid('new_department_id', { nullable: true })
  @ForeignKey(() => DepartmentRow, 'id', { name: 'application_new_department_fk' })
  newDepartmentId!: string | null;
  @Instant('submitted_at', { nullable: true }) submittedAt!: Date | null;
  @Day('due_on', { nullable: true }) dueOn!: string | null;
  @Json('payload') payload!: ApplicationPayload;
  /** What the person wants changed: sealed, because it is personal data. */
  @Sealed('changes_sealed', { nullable: true }) changesSealed!: string | null;
  @Whole('snapshot_no', { default: 0 }) snapshotNo!: number;
  @Uuid('previous_application_id', { nullable: true })
  @ForeignKey(() => ApplicationRow, 'id', { name: 'application_previous_fk' })
  previousApplicationId!: string | null;
  @Instant('last_pass_at', { nullable: true }) lastPassAt!: Date | null;
  @Instant('closed_at', { nullable: true }) closedAt!: Date | null;
  @Text('closed_reason', { nullable: true }) closedReason!: string | null;
  /** Raised by each fact; the process follows with `processed_version` (design.md §1). */
  @Whole('fact_version', { default: 0 }) factVersion!: number;
  @Whole('processed_version', { default: 0 }) processedVersion!: number;
  @Instant('fact_recorded_at', { nullable: true }) factRecordedAt!: Date | null;
}

/** What only some business types carry; no personal data, that is sealed (domain.md §3.4). */
export interface ApplicationPayload {
  readonly applicationBasis?: string;
  readonly changes?: readonly FieldChange[];
  readonly requestedScope?: PermissionScope;
  readonly meetsNewConditions?: boolean;
  /** Where a withdrawn application gives the permission back to (domain.md §4.3). */
  readonly permissionBefore?: string;
  readonly reason?: string;
  /** The department that is asked for: of a first permission, or to move to. */
  readonly departmentId?: string;
  readonly fromDepartmentId?: string;
  readonly newTaxDistrict?: string;
  readonly verifiedOnEmployeeSide?: boolean;
  readonly acknowledgeLate?: boolean;
  readonly absorb?: boolean;
  /** The window as it stood at the last submission. */
  readonly currentValidUntil?: string;
  readonly newValidFrom?: string;
  readonly newValidUntil?: string;
  readonly opensOn?: string;
  readonly lastSubmitOn?: string;
  readonly incomeFromMonth?: string;
  readonly fromUnitUscc?: string;
  readonly previousLeaveDate?: string;
  readonly newContractStart?: string;
  /** 补办: the unit was skipped, and is only recorded (domain.md §4.4). */
  readonly historical?: boolean;
  /** How the chain of returns and re-initiations began (domain.md §6.2 W6). */
  readonly chain?: SubmissionChain;
}

/** What was before the reviewers: never changed after it is written (domain.md §4.5, design.md §4). */
@Entity('application_snapshot')
@Unique('application_snapshot_no_key', ['applicationId', 'snapshotNo'])
export class ApplicationSnapshotRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('application_id')
  @ForeignKey(() => ApplicationRow, 'id', { name: 'application_snapshot_application_fk' })
  applicationId!: string;
  @Whole('snapshot_no') snapshotNo!: number;
  @Whole('round') round!: number;
  @Instant('taken_at') takenAt!: Date;
  @Sealed('content_sealed') contentSealed!: string;
  @Json('files') files!: SnapshotFile[];
  @Json('hints') hints!: HintCode[];
}

export interface SnapshotFile {
  readonly fileId: string;
  readonly catalogueCode: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly uploadedOn: string;
}

/** One level of one round (domain.md §3.4 ReviewTask). `claim_no` rises on every claim, release and transfer. */
@Entity('review_task')
@Unique('review_task_level_key', ['applicationId', 'round', 'level'])
@Index('review_task_desk_idx', ['departmentId', 'level', 'queuedAt', 'id'], { where: `status = 'OPEN'` })
@Index('review_task_unit_idx', ['unitId', 'receivedAt', 'id'], {
  where: `status = 'OPEN' and level = 'UNIT'`,
})
@Index('review_task_assignee_idx', ['assigneeId'])
@Index('review_task_due_idx', ['dueOn'], { where: `status = 'OPEN' and not overdue` })
@Check('review_task_status_check', `status in ('OPEN', 'DECIDED', 'CLOSED')`)
@Check('review_task_decision_check', `(status = 'DECIDED') = (decision is not null)`)
export class ReviewTaskRow extends AggregateRow {
  @Uuid('application_id')
  @ForeignKey(() => ApplicationRow, 'id', { name: 'review_task_application_fk' })
  applicationId!: string;
  @Uuid('unit_id')
  @ForeignKey(() => UnitRow, 'id', { name: 'review_task_unit_fk' })
  unitId!: string;
  @Whole('round') round!: number;
  @Text('level') level!: string;
  /** Null for the unit's own level. */
  @Uuid('department_id', { nullable: true })
  @ForeignKey(() => DepartmentRow, 'id', { name: 'review_task_department_fk' })
  departmentId!: string | null;
  @Text('status') status!: string;
  @Uuid('assignee_id', { nullable: true }) assigneeId!: string | null;
  @Whole('claim_no', { default: 0 }) claimNo!: number;
  @Instant('received_at') receivedAt!: Date;
  @Day('due_on') dueOn!: string;
  @Flag('overdue', { default: false }) overdue!: boolean;
  /** The last day of the permit that the application is about; null: about none. */
  @Day('permit_ends_on', { nullable: true }) permitEndsOn!: string | null;
  /** The permit ends before the limits of the levels that are left run out (domain.md §3.4). */
  @Flag('at_risk', { default: false }) atRisk!: boolean;
  /** Its place in the inbox: when it was received; what is at risk stands before all that is not. */
  @Instant('queued_at') queuedAt!: Date;
  @Text('decision', { nullable: true }) decision!: string | null;
  @Text('opinion', { nullable: true }) opinion!: string | null;
  @Text('hint', { nullable: true }) hint!: string | null;
  @Instant('decided_at', { nullable: true }) decidedAt!: Date | null;
  @Uuid('decided_by', { nullable: true }) decidedBy!: string | null;
  @Text('decided_by_name', { nullable: true }) decidedByName!: string | null;
  @Whole('snapshot_no', { nullable: true }) snapshotNo!: number | null;
}
