import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { StoredObjectRow } from './attachment.entity.js';
import { Instant, Text, Uuid } from './columns.js';
import { DepartmentRow } from './department.entity.js';

/** 办理指南 of a department as it stands; what stood before is in the audit trail (domain.md §11 S-21). */
@Entity('department_guide')
@Index('department_guide_object_idx', ['sha256'])
@Check('department_guide_document_check', '(file_name is null) = (sha256 is null)')
export class DepartmentGuideRow {
  @PrimaryColumn('uuid', { name: 'department_id' })
  @ForeignKey(() => DepartmentRow, 'id', { name: 'department_guide_department_fk' })
  departmentId!: string;
  @Text('body') body!: string;
  @Text('file_name', { nullable: true }) fileName!: string | null;
  @Text('sha256', { nullable: true })
  @ForeignKey(() => StoredObjectRow, 'sha256', { name: 'department_guide_object_fk' })
  sha256!: string | null;
  @Instant('published_at') publishedAt!: Date;
  @Uuid('published_by') publishedBy!: string;
}
