import { Check, Entity, ForeignKey, Index } from 'typeorm';
import { StoredObjectRow } from './attachment.entity.js';
import { AggregateRow, Instant, Sealed, Text, Uuid } from './columns.js';
import { DepartmentRow } from './department.entity.js';
import { EmployeeRow } from './employee.entity.js';

/** 身份信息更正 (ADR 15): asked for at `createdAt`; with the scan of the identity document as it was then. */
@Entity('identity_correction')
@Index('identity_correction_one_pending', ['employeeId'], { unique: true, where: `status = 'PENDING'` })
@Index('identity_correction_employee_idx', ['employeeId', 'createdAt', 'id'])
@Index('identity_correction_department_idx', ['departmentId', 'createdAt', 'id'])
@Index('identity_correction_scan_idx', ['scanSha256'])
@Check('identity_correction_status_check', `status in ('PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN')`)
@Check('identity_correction_end_check', `(status = 'PENDING') = (ended_at is null)`)
export class IdentityCorrectionRow extends AggregateRow {
  @Uuid('employee_id')
  @ForeignKey(() => EmployeeRow, 'id', { name: 'identity_correction_employee_fk' })
  employeeId!: string;
  /** Whose administrators decide. */
  @Uuid('department_id')
  @ForeignKey(() => DepartmentRow, 'id', { name: 'identity_correction_department_fk' })
  departmentId!: string;
  @Text('status') status!: string;
  /** The identity as it was registered at the request, and as it is asked for: `RegisteredIdentity` as JSON. */
  @Sealed('registered_sealed') registeredSealed!: string;
  @Sealed('proposed_sealed') proposedSealed!: string;
  @Text('reason') reason!: string;
  @Uuid('scan_file_id') scanFileId!: string;
  @Text('scan_file_name') scanFileName!: string;
  @Text('scan_media_type') scanMediaType!: string;
  @Text('scan_sha256')
  @ForeignKey(() => StoredObjectRow, 'sha256', { name: 'identity_correction_scan_fk' })
  scanSha256!: string;
  @Instant('ended_at', { nullable: true }) endedAt!: Date | null;
  @Uuid('decided_by', { nullable: true }) decidedBy!: string | null;
  @Text('decided_by_name', { nullable: true }) decidedByName!: string | null;
  @Text('opinion', { nullable: true }) opinion!: string | null;
}
