import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AggregateRow, Flag, Instant, Json, Sealed, Text, Uuid, Whole } from './columns.js';
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
}

/** Only the token's hash is stored. Times are wall clock: sessions never follow the trial clock (design.md §3). */
@Entity('session')
@Unique('session_token_hash_key', ['tokenHash'])
@Index('session_account_idx', ['accountId'])
@Check('session_transport_check', `transport in ('BEARER', 'COOKIE')`)
export class SessionRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Text('token_hash') tokenHash!: string;
  @Uuid('account_id')
  @ForeignKey(() => AccountRow, 'id', { name: 'session_account_fk' })
  accountId!: string;
  @Text('login_method') loginMethod!: string;
  @Text('ip') ip!: string;
  /** Of the account when it began: another one needs a new session. */
  @Text('role') role!: string;
  @Text('transport', { default: 'BEARER' }) transport!: string;
  @Text('device_hash', { nullable: true }) deviceHash!: string | null;
  @Text('user_agent', { default: '' }) userAgent!: string;
  @Instant('started_at', { default: () => 'clock_timestamp()' }) startedAt!: Date;
  @Instant('last_seen_at', { default: () => 'clock_timestamp()' }) lastSeenAt!: Date;
  @Instant('ends_at') endsAt!: Date;
  @Instant('ended_at', { nullable: true }) endedAt!: Date | null;
  @Text('end_reason', { nullable: true }) endReason!: string | null;
}

/** Guesses at a password or a code, counted before they are looked at; the subject is a keyed hash. Wall clock. */
@Entity('sign_in_guess')
@Index('sign_in_guess_last_idx', ['lastAt'])
export class SignInGuessRow {
  @PrimaryColumn('text', { name: 'subject' }) subject!: string;
  @Whole('failed_attempts', { default: 0 }) failedAttempts!: number;
  @Instant('locked_until', { nullable: true }) lockedUntil!: Date | null;
  @Instant('last_at', { default: () => 'clock_timestamp()' }) lastAt!: Date;
}

/** The time-based codes of an account (RFC 6238); a code of `lastStep` or before it is worth nothing any more. */
@Entity('second_factor')
export class SecondFactorRow {
  @PrimaryColumn('uuid', { name: 'account_id' })
  @ForeignKey(() => AccountRow, 'id', { name: 'second_factor_account_fk' })
  accountId!: string;
  @Sealed('secret_sealed') secretSealed!: string;
  @Instant('enrolled_at', { default: () => 'clock_timestamp()' }) enrolledAt!: Date;
  @Whole('last_step') lastStep!: number;
}

@Entity('recovery_code')
export class RecoveryCodeRow {
  @PrimaryColumn('uuid', { name: 'account_id' })
  @ForeignKey(() => AccountRow, 'id', { name: 'recovery_code_account_fk' })
  accountId!: string;
  @PrimaryColumn('text', { name: 'code_hash' }) codeHash!: string;
  @Instant('used_at', { nullable: true }) usedAt!: Date | null;
}

/** A sign-in that waits for its second factor, in the browser that began it. */
@Entity('pending_sign_in')
@Index('pending_sign_in_account_idx', ['accountId'])
export class PendingSignInRow {
  @PrimaryColumn('text', { name: 'token_hash' }) tokenHash!: string;
  @Uuid('account_id')
  @ForeignKey(() => AccountRow, 'id', { name: 'pending_sign_in_account_fk' })
  accountId!: string;
  @Text('role') role!: string;
  @Text('login_method') loginMethod!: string;
  @Text('ip') ip!: string;
  @Text('device_hash') deviceHash!: string;
  /** The browser named it at the first step; otherwise it has got it there. */
  @Flag('device_named') deviceNamed!: boolean;
  /** The secret that this sign-in offers; null where one is enrolled. */
  @Sealed('enrolment_sealed', { nullable: true }) enrolmentSealed!: string | null;
  @Instant('expires_at') expiresAt!: Date;
}

/** What a person lets a program do in his name; only the token's hash is stored. Wall clock. */
@Entity('program_token')
@Unique('program_token_hash_key', ['tokenHash'])
@Index('program_token_account_idx', ['accountId'])
export class ProgramTokenRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Text('token_hash') tokenHash!: string;
  @Uuid('account_id')
  @ForeignKey(() => AccountRow, 'id', { name: 'program_token_account_fk' })
  accountId!: string;
  @Text('role') role!: string;
  @Text('name') name!: string;
  @Json('actions') actions!: string[];
  @Instant('created_at', { default: () => 'clock_timestamp()' }) createdAt!: Date;
  @Instant('expires_at') expiresAt!: Date;
  @Instant('last_used_at', { nullable: true }) lastUsedAt!: Date | null;
  @Instant('revoked_at', { nullable: true }) revokedAt!: Date | null;
}

/** How far a rate is used up: the instant at which its bucket is full again. Unlogged. */
@Entity('rate_bucket')
export class RateBucketRow {
  @PrimaryColumn('text', { name: 'key' }) key!: string;
  /** To the microsecond: rounding must not eat the last use of a burst. */
  @Column('timestamptz', { name: 'full_at' }) fullAt!: Date;
  @Column('double precision', { name: 'room_seconds' }) roomSeconds!: number;
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
  @Instant('withdrawn_at', { nullable: true }) withdrawnAt!: Date | null;
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
