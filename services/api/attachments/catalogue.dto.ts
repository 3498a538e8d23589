import { ApiProperty } from '@nestjs/swagger';
import {
  ATTACHMENT_CODES,
  ATTACHMENT_PURPOSES,
  REQUIREMENT_CONDITIONS,
  type AttachmentCode,
  type AttachmentPurpose,
  type RequirementCondition,
} from '../../../domain/attachment/catalogue.js';
import { ChoiceField, IdField, ListField, TextField, WholeField } from '../http/fields.js';
import { PublicationDto, PublishedVersionView } from '../http/published-version.dto.js';

const MOST_FILES = 50;
const LEAST_BYTES = 1024;
/** What the server receives at all. */
const MOST_BYTES = 64 * 1024 * 1024;

export class RequirementDto {
  @ChoiceField({ label: '事项', of: ATTACHMENT_PURPOSES, example: 'NEW' })
  purpose!: AttachmentPurpose;

  @ChoiceField({ label: '条件', of: REQUIREMENT_CONDITIONS, example: 'ALWAYS' })
  condition!: RequirementCondition;
}

/** What is left out stays as it was. */
export class SlotChangeDto {
  @ChoiceField({ label: '附件项', of: ATTACHMENT_CODES, example: 'EMP_LEAVE_CERT' })
  code!: AttachmentCode;

  @WholeField({ label: '最少文件数', min: 0, max: MOST_FILES, optional: true, example: 1 })
  minFiles?: number | null;

  @WholeField({ label: '最多文件数', min: 1, max: MOST_FILES, optional: true, example: 5 })
  maxFiles?: number | null;

  @WholeField({
    label: '单个文件大小上限（字节）',
    min: LEAST_BYTES,
    max: MOST_BYTES,
    optional: true,
    example: 5_242_880,
  })
  maxBytes?: number | null;

  /** Empty: none. */
  @TextField({ label: '附件信息', min: 0, max: 500, optional: true, example: '加盖单位公章' })
  hintText?: string | null;

  /** All of them: a purpose that is not listed no longer asks for the slot. */
  @ListField({
    label: '必需事项',
    of: () => RequirementDto,
    max: 20,
    optional: true,
    example: [{ purpose: 'EMPLOYER_CHANGE', condition: 'ALWAYS' }],
  })
  requiredFor?: RequirementDto[] | null;
}

export class PublishCatalogueDto extends PublicationDto {
  @ListField({ label: '附件项', of: () => SlotChangeDto, max: 30 })
  slots!: SlotChangeDto[];
}

export class CatalogueQuery {
  @IdField({ label: '主管部门', optional: true })
  departmentId?: string;
}

export class RequirementView {
  @ApiProperty({ description: '事项', enum: [...ATTACHMENT_PURPOSES] }) purpose!: string;
  @ApiProperty({ description: '条件', enum: [...REQUIREMENT_CONDITIONS] }) condition!: string;
}

export class CatalogueSlotView {
  @ApiProperty({ description: '附件项', enum: [...ATTACHMENT_CODES] }) code!: string;
  @ApiProperty({ description: '附件名称' }) name!: string;
  @ApiProperty({ description: '归属', enum: ['UNIT', 'EMPLOYEE'] }) owner!: string;
  @ApiProperty({ description: '上传方', enum: ['UNIT', 'EMPLOYEE'] }) uploader!: string;
  @ApiProperty({ description: '格式', enum: ['PDF', 'JPEG'] }) format!: string;
  @ApiProperty({ description: '最少文件数' }) minFiles!: number;
  @ApiProperty({ description: '最多文件数' }) maxFiles!: number;
  @ApiProperty({ description: '单个文件大小上限（字节），为空时按一般规定', type: Number, nullable: true })
  maxBytes!: number | null;
  @ApiProperty({ description: '更新', enum: ['YEARLY', 'ON_CHANGE', 'NEVER'] }) update!: string;
  @ApiProperty({ description: '续签时须重新上传' }) renewAtRenewal!: boolean;
  @ApiProperty({ description: '附件信息', type: String, nullable: true }) hintText!: string | null;
  @ApiProperty({ description: '必需事项', type: RequirementView, isArray: true })
  requiredFor!: readonly RequirementView[];
}

/** 附件目录 of a department in one version (domain.md §8). */
export class CatalogueVersionView extends PublishedVersionView {
  @ApiProperty({ type: CatalogueSlotView, isArray: true }) slots!: readonly CatalogueSlotView[];
}

export class CatalogueVersionsView {
  @ApiProperty({ type: CatalogueVersionView, isArray: true }) items!: readonly CatalogueVersionView[];
}
