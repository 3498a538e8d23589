import { Check, Entity, Unique } from 'typeorm';
import { AggregateRow, Json, Text } from './columns.js';

/** A supervising department 主管部门 (domain.md §3.4). */
@Entity('department')
@Unique('department_name_key', ['name'])
@Check('department_level_check', `level in ('DISTRICT', 'MUNICIPAL', 'CENTRE')`)
export class DepartmentRow extends AggregateRow {
  @Text('name') name!: string;
  @Text('district', { nullable: true }) district!: string | null;
  @Text('level') level!: string;
  @Json('permit_types') permitTypes!: string[];
  @Text('phone', { nullable: true }) phone!: string | null;
}
