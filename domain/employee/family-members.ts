import { ageOn, plainDate, type PlainDate } from '../calendar/plain-date.js';
import { holderOf, type IdType } from '../identity/id-number.js';

/** 随往人员. Source: domain.md §3.3 FamilyMember. */
export const FAMILY_RELATIONS = { SPOUSE: '配偶', CHILD: '子女' } as const;
export type FamilyRelation = keyof typeof FAMILY_RELATIONS;

export function isFamilyRelation(text: string): text is FamilyRelation {
  return Object.hasOwn(FAMILY_RELATIONS, text);
}

const AGE_OF_MAJORITY = 18;

/** As it stands in a form: what is null cannot be read and answers for itself. */
export interface StatedFamilyMember {
  readonly relation: FamilyRelation | null;
  readonly idType: IdType | null;
  readonly idNo: string | null;
  readonly birthDate: string | null;
}

export interface FamilyFault {
  /** The place in the list. */
  readonly index: number;
  readonly field: 'relation' | 'idNo' | 'birthDate';
  readonly detail: string;
}

/**
 * Everything that is wrong with a list of family members on a day: a second spouse, a number given twice or with
 * another birth date, a birth in the future, a child of 18 or more. Source: domain.md §3.1, §3.3 FamilyMember.
 */
export function faultsInFamily(members: readonly StatedFamilyMember[], today: PlainDate): FamilyFault[] {
  return members.flatMap((member, index) => {
    const before = members.slice(0, index);
    return [
      ...fault(index, 'relation', relationFault(member, before)),
      ...fault(index, 'idNo', numberFault(member, before)),
      ...fault(index, 'birthDate', birthFault(member, today)),
    ];
  });
}

function fault(index: number, field: FamilyFault['field'], detail: string | null): FamilyFault[] {
  return detail === null ? [] : [{ index, field, detail }];
}

function relationFault(
  { relation }: StatedFamilyMember,
  before: readonly StatedFamilyMember[],
): string | null {
  const isSecond = relation === 'SPOUSE' && before.some((each) => each.relation === 'SPOUSE');
  return isSecond ? '随往配偶最多 1 名' : null;
}

function numberFault(
  { idType, idNo, birthDate }: StatedFamilyMember,
  before: readonly StatedFamilyMember[],
): string | null {
  if (idType === null || idNo === null) return null;
  if (before.some((each) => each.idType === idType && each.idNo === idNo))
    return '证件号码与前一名随往人员重复';
  const written = holderOf(idType, idNo);
  const born = plainDate(birthDate ?? '');
  return written !== null && born !== null && written.birthDate !== born ? '证件号码与出生日期不一致' : null;
}

function birthFault({ relation, birthDate }: StatedFamilyMember, today: PlainDate): string | null {
  const born = plainDate(birthDate ?? '');
  if (born === null) return null;
  if (born > today) return '出生日期不能晚于今天';
  return relation === 'CHILD' && ageOn(born, today) >= AGE_OF_MAJORITY ? '随往子女须未满 18 周岁' : null;
}
