import { ApiProperty } from '@nestjs/swagger';
import { ScanCheckView } from './scan-check.views.js';

export class AttachmentFileView {
  @ApiProperty({ format: 'uuid' }) fileId!: string;
  @ApiProperty({ description: '文件名' }) fileName!: string;
  @ApiProperty({ description: '媒体类型', example: 'application/pdf' }) mediaType!: string;
  @ApiProperty({ description: '大小（字节）' }) sizeBytes!: number;
  @ApiProperty({ description: '内容的 SHA-256' }) sha256!: string;
  @ApiProperty({ description: '页数' }) pages!: number;
  @ApiProperty({ description: '材料标记', type: String, nullable: true }) tag!: string | null;
  @ApiProperty({ description: '上传日期', format: 'date' }) uploadedOn!: string;
  @ApiProperty({ description: '上传人', type: String, nullable: true }) uploadedByName!: string | null;
  @ApiProperty({ type: ScanCheckView, description: '扫描件检查' }) scanCheck!: ScanCheckView;
}

export class AllowedSlotCommandView {
  @ApiProperty({ description: '操作', enum: ['upload', 'view', 'replace', 'remove'] }) action!: string;
  @ApiProperty({ description: '当前是否可用' }) allowed!: boolean;
  @ApiProperty({ description: '不可用的原因代码', required: false }) reason?: string;
}

/** One row of 附件管理 (domain.md §11 S-04). */
export class AttachmentSlotView {
  @ApiProperty({ description: '附件项', example: 'UNIT_TAX_VOUCHER' }) code!: string;
  @ApiProperty({ description: '附件名称' }) name!: string;
  @ApiProperty({ description: '附件信息', type: String, nullable: true }) hintText!: string | null;
  @ApiProperty({ description: '格式', enum: ['PDF', 'JPEG'] }) format!: string;
  @ApiProperty({ description: '最多文件数' }) maxFiles!: number;
  @ApiProperty({ description: '单个文件大小上限（字节），为空时按一般规定', type: Number, nullable: true })
  maxBytes!: number | null;
  @ApiProperty({ description: '当前状态', enum: ['NOT_UPLOADED', 'UPLOADED'] }) status!: string;
  @ApiProperty({ description: '当前状态（中文）' }) statusLabel!: string;
  @ApiProperty({ description: '最近上传日期', type: String, format: 'date', nullable: true })
  uploadedOn!: string | null;
  @ApiProperty({ description: '是否为往年上传，需要更新' }) stale!: boolean;
  @ApiProperty({ type: AttachmentFileView, isArray: true }) files!: readonly AttachmentFileView[];
  @ApiProperty({ type: AllowedSlotCommandView, isArray: true })
  allowedActions!: readonly AllowedSlotCommandView[];
}

export class AttachmentListView {
  @ApiProperty({ type: AttachmentSlotView, isArray: true }) items!: readonly AttachmentSlotView[];
}
