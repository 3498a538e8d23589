import { Check, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AggregateRow, Instant, Text, Uuid, Whole } from './columns.js';
import { DepartmentRow } from './department.entity.js';
import { EmployeeRow } from './employee.entity.js';
import { UnitRow } from './unit.entity.js';

/** One person's way in, with one role in one scope (domain.md §2, §12). */
@Entity('account')
@Unique('account_user_name_key', ['userName'])
@Index('account_unit_idx', ['unitId'])
@Index('account_employee_idx', ['employeeId'])
@Index('account_department_idx', ['departmentId'])
@Check('account_status_check', `status in ('ACTIVE', 'DISABLED')`)
export class AccountRow extends AggregateRow {
  @Text('user_name') userName!: string;
  @Text('password_hash') passwordHash!: string;
  @Text('status', { default: 'ACTIVE' }) status!: string;
  @Text('person_name') personName!: string;
  /** Blind index of the person's ID number: finds conflicts of interest (domain.md §2 R2). */
  @Text('person_index', { nullable: true }) personIndex!: string | null;
  @Text('role') role!: string;
  @Uuid('unit_id', { nullable: true })
  @ForeignKey(() => UnitRow, 'id', { name: 'account_unit_fk' })
  unitId!: string | null;
  @Uuid('employee_id', { nullable: true })
  @ForeignKey(() => EmployeeRow, 'id', { name: 'account_employee_fk' })
  employeeId!: string | null;
  @Uuid('department_id', { nullable: true })
  @ForeignKey(() => DepartmentRow, 'id', { name: 'account_department_fk' })
  departmentId!: string | null;
  @Whole('failed_attempts', { default: 0 }) failedAttempts!: number;
  /** Wall clock: sessions and locks never follow the trial clock (design.md §3). */
  @Instant('locked_until', { nullable: true }) lockedUntil!: Date | null;
}

/** Only the token's hash is stored. Times are wall clock. */
@Entity('session')
@Unique('session_token_hash_key', ['tokenHash'])
@Index('session_account_idx', ['accountId'])
export class SessionRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Text('token_hash') tokenHash!: string;
  @Uuid('account_id')
  @ForeignKey(() => AccountRow, 'id', { name: 'session_account_fk' })
  accountId!: string;
  @Text('login_method') loginMethod!: string;
  @Text('ip') ip!: string;
  @Instant('started_at', { default: () => 'clock_timestamp()' }) startedAt!: Date;
  @Instant('last_seen_at', { default: () => 'clock_timestamp()' }) lastSeenAt!: Date;
  @Instant('ends_at') endsAt!: Date;
  @Instant('ended_at', { nullable: true }) endedAt!: Date | null;
}

@Entity('captcha')
export class CaptchaRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Text('answer') answer!: string;
  @Instant('expires_at') expiresAt!: Date;
}

/** A place offered to a member of a department (domain.md §12). */
@Entity('invitation')
@Unique('invitation_token_hash_key', ['tokenHash'])
@Index('invitation_department_idx', ['departmentId'])
export class InvitationRow extends AggregateRow {
  @Text('token_hash') tokenHash!: string;
  @Text('role') role!: string;
  @Uuid('department_id')
  @ForeignKey(() => DepartmentRow, 'id', { name: 'invitation_department_fk' })
  departmentId!: string;
  @Text('person_name') personName!: string;
  @Uuid('invited_by') invitedBy!: string;
  @Instant('expires_at') expiresAt!: Date;
  @Instant('accepted_at', { nullable: true }) acceptedAt!: Date | null;
}

/** Key, actor and request of a mutation, in the fact's own transaction (design.md §2). */
@Entity('idempotency_key')
export class IdempotencyKeyRow {
  @PrimaryColumn('text', { name: 'actor' }) actor!: string;
  @PrimaryColumn('text', { name: 'key' }) key!: string;
  @Text('route') route!: string;
  @Text('request_hash') requestHash!: string;
  @Uuid('resource_id', { nullable: true }) resourceId!: string | null;
  @Instant('recorded_at', { default: () => 'clock_timestamp()' }) recordedAt!: Date;
}
