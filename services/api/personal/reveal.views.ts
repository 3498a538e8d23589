import { ApiProperty } from '@nestjs/swagger';
import { REVEALABLE_CLASSES } from '../../../domain/authority/personal-fields.js';

export class RevealedFieldView {
  @ApiProperty({ description: '在原答复中的位置（JSON pointer）', example: '/person/idNo' }) pointer!: string;
  @ApiProperty({ description: '信息类别', enum: REVEALABLE_CLASSES }) class!: string;
  @ApiProperty({ description: '完整内容', example: '110108198802290010' }) value!: string;
}

/** What was asked for, in full; it is in the audit trail before it is answered. */
export class RevealedView {
  @ApiProperty({ description: '没有此类信息时为空', type: RevealedFieldView, isArray: true })
  fields!: readonly RevealedFieldView[];
}
