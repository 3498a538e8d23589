import { ArrayMinSize } from 'class-validator';
import { REVEALABLE_CLASSES, type PersonalClass } from '../../../domain/authority/personal-fields.js';
import { ChoicesField, TextField } from '../http/fields.js';

export class RevealDto {
  @ChoicesField({ label: '信息类别', of: REVEALABLE_CLASSES, example: ['IDENTITY_NUMBER'] })
  @ArrayMinSize(1, { message: '信息类别至少 1 项' })
  classes!: PersonalClass[];

  @TextField({ label: '查看原因', max: 200, min: 0, optional: true, example: '与身份证原件核对' })
  reason?: string | null;
}
