import { IdField, TextField } from '../http/fields.js';
import { COMMITMENT_LETTER_TAG } from '../../../domain/attachment/catalogue.js';

export class AttachmentQuery {
  @TextField({ label: '附件名称', max: 50, optional: true, example: '税费' })
  q?: string;
}

export class UploadDto {
  /** `COMMITMENT_LETTER` marks 《承诺书》 among a unit's 其他材料 (domain.md §8). */
  @TextField({ label: '材料标记', max: 50, optional: true, example: COMMITMENT_LETTER_TAG })
  tag?: string;

  @IdField({ label: '被替换的文件', optional: true })
  replaces?: string;
}
