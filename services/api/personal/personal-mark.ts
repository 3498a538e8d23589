import {
  PERSONAL_KINDS,
  type Keeper,
  type PersonalClass,
  type PersonalKind,
} from '../../../domain/authority/personal-fields.js';

/** Where the description of a field says what data of a person it holds. */
export const PERSONAL_MARK = 'x-personal';
/** Of a flag: where it is true, the reader has the open task about the person in hand. */
export const CLAIM_MARK = 'x-claim';

/** A text of one kind. */
export interface KindMark {
  readonly kind: PersonalKind;
  readonly class: PersonalClass;
  readonly keeper: Keeper;
}

/** A text whose kind follows from the field that the named part beside it tells. */
export interface FieldMark {
  readonly byField: string;
}

/** To be spread into the description of a view's text; every answer is masked by it (`AnswerMasking`). */
export function personal(kind: PersonalKind, keeper: Keeper = 'PERSON'): Record<string, KindMark> {
  return { [PERSONAL_MARK]: { kind, class: PERSONAL_KINDS[kind].class, keeper } };
}

/** The same for a text of whichever field the part `byField` names. */
export function personalByField(byField: string): Record<string, FieldMark> {
  return { [PERSONAL_MARK]: { byField } };
}

/** The same for the flag that says who has the task in hand. */
export const tellsClaim = { [CLAIM_MARK]: true } as const;
