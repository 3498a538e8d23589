import { ApiProperty } from '@nestjs/swagger';

export class ExportedSectionView {
  @ApiProperty({ description: '内容代码', example: 'person' }) key!: string;
  @ApiProperty({ description: '内容', example: '个人一般信息' }) title!: string;
  @ApiProperty({
    description: '字段名称（中文）',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { name: '姓名' },
  })
  headings!: Readonly<Record<string, string>>;
  @ApiProperty({
    description: '各条内容，字段见 headings',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  rows!: readonly Readonly<Record<string, unknown>>[];
}

export class PersonalExportView {
  @ApiProperty({ description: '导出时间', format: 'date-time' }) producedAt!: string;
  @ApiProperty({ type: ExportedSectionView, isArray: true }) sections!: readonly ExportedSectionView[];
}
