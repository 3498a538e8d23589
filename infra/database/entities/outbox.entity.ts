import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Instant, Json, Text, Uuid, Whole } from './columns.js';

/** A promise to tell a workflow; written with the fact, deleted when the engine has it (design.md §1). */
@Entity('outbox')
@Index('outbox_due_idx', ['dueAt', 'id'])
export class OutboxRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', name: 'id', generatedIdentity: 'ALWAYS' })
  id!: string;
  /** `application`, `permit` or `calendar`: which workflow the id belongs to. */
  @Text('workflow') workflow!: string;
  @Uuid('subject_id') subjectId!: string;
  @Text('signal') signal!: string;
  @Json('payload') payload!: Record<string, unknown>;
  @Whole('attempts', { default: 0 }) attempts!: number;
  /** Wall clock; the relay leaves fresh rows to the API's own attempt. */
  @Instant('due_at') dueAt!: Date;
}

/** Append-only (a trigger refuses the rest); sealed by the worker in commit order (design.md §4). */
@Entity('audit_event')
@Index('audit_event_entity_idx', ['entity', 'at', 'seq'])
@Index('audit_event_entity_object_idx', ['entityId', 'at', 'seq'])
@Index('audit_event_application_idx', ['applicationNo', 'at', 'seq'])
@Index('audit_event_actor_idx', ['actorId', 'at', 'seq'])
@Index('audit_event_at_idx', ['at', 'seq'])
@Index('audit_event_transaction_idx', ['transactionId', 'seq'])
export class AuditEventRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', name: 'seq', generatedIdentity: 'ALWAYS' })
  seq!: string;
  /** Orders the events that are sealed at once. */
  @Column('bigint', { name: 'transaction_id', default: () => 'current_transaction_number()' })
  transactionId!: string;
  @Instant('at') at!: Date;
  @Instant('recorded_at', { default: () => 'clock_timestamp()' }) recordedAt!: Date;
  /** Null for SYSTEM. */
  @Uuid('actor_id', { nullable: true }) actorId!: string | null;
  @Text('actor_role') actorRole!: string;
  @Text('login_method', { nullable: true }) loginMethod!: string | null;
  @Text('ip', { nullable: true }) ip!: string | null;
  @Text('action') action!: string;
  @Text('entity') entity!: string;
  @Uuid('entity_id', { nullable: true }) entityId!: string | null;
  @Json('before', { nullable: true }) before!: Record<string, unknown> | null;
  @Json('after', { nullable: true }) after!: Record<string, unknown> | null;
  @Text('reason', { nullable: true }) reason!: string | null;
  @Text('application_no', { nullable: true }) applicationNo!: string | null;
}

@Entity('audit_seal')
@Unique('audit_seal_event_key', ['eventSeq'])
export class AuditSealRow {
  @PrimaryColumn('bigint', { name: 'position' }) position!: string;
  @Column('bigint', { name: 'event_seq' }) eventSeq!: string;
  @Text('hash') hash!: string;
  /** Of the transactions below this number every event is sealed: none of them was open any more. */
  @Column('bigint', { name: 'settled_below', default: 0 }) settledBelow!: string;
  @Instant('sealed_at', { default: () => 'clock_timestamp()' }) sealedAt!: Date;
}
