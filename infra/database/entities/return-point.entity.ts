import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PointKind } from '../../../domain/application/return-points.js';
import { ApplicationRow, ReviewTaskRow } from './application.entity.js';
import { Instant, Text, Uuid, Whole } from './columns.js';

/** One thing that a RETURN asks for, bound to a field or a file slot (domain.md §4.5 "Itemised return"). */
@Entity('return_point')
@Index('return_point_application_idx', ['applicationId', 'raisedAt', 'position'])
@Index('return_point_task_idx', ['taskId'])
@Check('return_point_kind_check', `kind in ('FIELD', 'SLOT')`)
@Check('return_point_state_check', `state in ('OPEN', 'ANSWERED', 'ACCEPTED')`)
export class ReturnPointRow {
  @PrimaryColumn('uuid', { name: 'id' }) id!: string;
  @Uuid('application_id')
  @ForeignKey(() => ApplicationRow, 'id', { name: 'return_point_application_fk' })
  applicationId!: string;
  @Uuid('task_id')
  @ForeignKey(() => ReviewTaskRow, 'id', { name: 'return_point_task_fk' })
  taskId!: string;
  @Whole('round') round!: number;
  @Text('level') level!: string;
  /** Its place in the list of its decision. */
  @Whole('position') position!: number;
  @Text('kind') kind!: PointKind;
  @Text('target') target!: string;
  @Text('text') text!: string;
  @Text('state') state!: string;
  @Instant('raised_at') raisedAt!: Date;
  @Text('answer', { nullable: true }) answer!: string | null;
  @Instant('answered_at', { nullable: true }) answeredAt!: Date | null;
}
