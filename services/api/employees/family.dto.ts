import {
  FAMILY_RELATIONS,
  faultsInFamily,
  type FamilyRelation,
  type StatedFamilyMember,
} from '../../../domain/employee/family-members.js';
import { parsePersonName } from '../../../domain/identity/contact.js';
import { ID_TYPE_LABELS, type IdType } from '../../../domain/identity/id-number.js';
import { ChoiceField, DateField, ParsedField } from '../http/fields.js';
import { formDay } from '../http/form-day.js';
import { IdNumberOf } from '../http/id-number-field.js';
import { AnswersForList, type ListFault } from '../http/list-faults.js';

/** 随往人员 (domain.md §3.3). */
export class FamilyMemberDto {
  @ChoiceField({ label: '与申请人关系', of: Object.keys(FAMILY_RELATIONS), example: 'SPOUSE' })
  @AnswersForList()
  relation!: FamilyRelation;

  @ParsedField({ label: '姓名', parse: parsePersonName, example: '李娜' })
  name!: string;

  @ChoiceField({ label: '证件类型', of: Object.keys(ID_TYPE_LABELS), example: 'RESIDENT_ID' })
  idType!: IdType;

  @IdNumberOf('idType', { label: '证件号码', example: '110108198802290010' })
  @AnswersForList()
  idNo!: string;

  @DateField({ label: '出生日期', example: '1988-02-29' })
  @AnswersForList()
  birthDate!: string;
}

/** What the members of one list have against each other and against the day (domain.md §3.3 FamilyMember). */
export function faultsOfFamily(elements: readonly unknown[]): ListFault[] {
  const members = elements.filter((each) => each instanceof FamilyMemberDto);
  return faultsInFamily(members.map(stated), formDay()).flatMap(({ index, field, detail }) => {
    const member = members[index];
    return member === undefined ? [] : [[member, field, detail] as const];
  });
}

/** Before its fields are checked: whatever is no text is left to them. */
function stated({ relation, idType, idNo, birthDate }: FamilyMemberDto): StatedFamilyMember {
  return {
    relation: Object.hasOwn(FAMILY_RELATIONS, relation) ? relation : null,
    idType: Object.hasOwn(ID_TYPE_LABELS, idType) ? idType : null,
    idNo: textOf(idNo),
    birthDate: textOf(birthDate),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
