import { ApiProperty } from '@nestjs/swagger';
import { DateField, IdField, TextField } from './fields.js';

/** What every publication of reference data says beside its content (domain.md §6.4). */
export class PublicationDto {
  /** Left out: the city's, for every department without a version of its own. */
  @IdField({ label: '主管部门', optional: true })
  departmentId?: string | null;

  @DateField({ label: '生效日期', example: '2030-01-01' })
  effectiveFrom!: string;

  @TextField({ label: '调整原因', max: 500, example: '按部门办理指南调整' })
  reason!: string;
}

/** A version of reference data, without its content. */
export class PublishedVersionView {
  @ApiProperty({ description: '版本' }) version!: number;
  @ApiProperty({ description: '主管部门，空为全市', type: String, format: 'uuid', nullable: true })
  departmentId!: string | null;
  @ApiProperty({ description: '主管部门名称', type: String, nullable: true }) departmentName!: string | null;
  @ApiProperty({ description: '生效日期', format: 'date' }) effectiveFrom!: string;
  @ApiProperty({ description: '调整原因' }) reason!: string;
  @ApiProperty({ description: '发布时间', format: 'date-time' }) publishedAt!: string;
  @ApiProperty({ description: '发布人，随产品提供的为空', type: String, nullable: true })
  publishedByName!: string | null;
}
