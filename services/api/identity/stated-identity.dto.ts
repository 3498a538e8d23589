import { parsePersonName } from '../../../domain/identity/contact.js';
import { ID_TYPE_LABELS, type IdType } from '../../../domain/identity/id-number.js';
import { ChoiceField, ParsedField } from '../http/fields.js';
import { PersonField } from './credential-fields.js';

/** Part of `Dated` forms: who somebody states to be; birth date and sex where the number does not write them (domain.md §3.1). */
export class StatedIdentityDto {
  @ParsedField({ label: '姓名', parse: parsePersonName, example: '李明' })
  name!: string;

  @ChoiceField({ label: '证件类型', of: Object.keys(ID_TYPE_LABELS), example: 'RESIDENT_ID' })
  idType!: IdType;

  @PersonField({ label: '证件号码', example: '110108198802290010' })
  idNo!: string;

  @PersonField({ label: '出生日期（证件号码不含时必填）', optional: true, example: '1988-02-29' })
  birthDate?: string | null;

  @PersonField({ label: '性别（证件号码不含时必填）', optional: true, example: 'MALE' })
  sex?: string | null;
}
