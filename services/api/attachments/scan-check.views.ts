import { ApiProperty } from '@nestjs/swagger';
import { SCAN_CHECK_LABELS } from '../../../domain/attachment/scan-check.js';

export class ScanHintView {
  @ApiProperty({ description: '页码，从 1 起' }) page!: number;
  @ApiProperty({
    description: '提示代码',
    enum: ['GREY', 'ROTATED', 'BLANK', 'CROPPED', 'LOW_RESOLUTION'],
  })
  code!: string;
  @ApiProperty({ description: '提示', example: '扫描件疑似黑白，请使用原件的彩色扫描' }) text!: string;
}

/** 扫描件检查: hints only, they never keep anybody from submitting. */
export class ScanCheckView {
  @ApiProperty({ enum: Object.keys(SCAN_CHECK_LABELS) }) status!: string;
  @ApiProperty({ description: '检查情况（中文）', example: '已检查' }) statusLabel!: string;
  @ApiProperty({ description: '已检查、可看图像的页数' }) checkedPages!: number;
  @ApiProperty({ type: ScanHintView, isArray: true }) hints!: readonly ScanHintView[];
}
