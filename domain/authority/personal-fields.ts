import {
  maskAddress,
  maskFamilyList,
  maskIdNumber,
  maskMail,
  maskName,
  maskTelephone,
} from '../identity/masks.js';
import { refuse, accept, type Decision } from '../refusal.js';
import { REVIEWER_ROLES, UNIT_ROLES, type Role } from './roles.js';

/** What data of a person are, by who needs them. Names are open to whoever sees the person at all. */
export const PERSONAL_CLASSES = {
  IDENTITY_NUMBER: '证件号码',
  CONTACT: '联系方式',
  ADDRESS: '住址',
  FAMILY: '随往人员',
  BIRTH: '出生日期',
  BACKGROUND: '民族、政治面貌、婚姻状况',
  INCOME: '应税收入',
} as const;
export type PersonalClass = keyof typeof PERSONAL_CLASSES;

/** In which relation somebody stands to the person. */
export type Viewer =
  /** The person himself, and a unit for the contacts that it names. */
  | 'OWNER'
  /** The unit that he works at, asks, or applies through. */
  | 'EMPLOYER'
  /** Who has the open task or correction about him in hand. */
  | 'CLAIMANT'
  | 'REVIEWER'
  | 'DEPARTMENT_ADMIN'
  | 'SYSTEM_OPERATOR'
  | 'AUDITOR'
  | 'STRANGER';

/** REVEALABLE: masked, and shown in full on demand with a reason, which is an audited act. */
export type Visibility = 'CLEAR' | 'REVEALABLE' | 'MASKED' | 'HIDDEN';

const OF_OFFICES = {
  REVIEWER: 'MASKED',
  DEPARTMENT_ADMIN: 'MASKED',
  SYSTEM_OPERATOR: 'MASKED',
  AUDITOR: 'MASKED',
  STRANGER: 'HIDDEN',
} as const;
const NOT_FOR_OFFICES = {
  REVIEWER: 'HIDDEN',
  DEPARTMENT_ADMIN: 'HIDDEN',
  SYSTEM_OPERATOR: 'HIDDEN',
  AUDITOR: 'HIDDEN',
  STRANGER: 'HIDDEN',
} as const;
const ON_DEMAND = { OWNER: 'CLEAR', EMPLOYER: 'REVEALABLE', CLAIMANT: 'REVEALABLE' } as const;
const BY_NEED = { OWNER: 'CLEAR', EMPLOYER: 'CLEAR', CLAIMANT: 'CLEAR' } as const;

/**
 * Who sees what. What a unit and the reviewer in charge must check line by line is clear to them; what they compare with
 * a document now and then is masked until they reveal it. Source: domain.md §2 R4; ADR 12.
 */
export const VISIBILITY: Readonly<Record<PersonalClass, Readonly<Record<Viewer, Visibility>>>> = {
  IDENTITY_NUMBER: { ...ON_DEMAND, ...OF_OFFICES },
  CONTACT: { ...ON_DEMAND, ...OF_OFFICES },
  ADDRESS: { ...ON_DEMAND, ...OF_OFFICES },
  FAMILY: { ...ON_DEMAND, ...OF_OFFICES },
  BIRTH: { ...BY_NEED, ...NOT_FOR_OFFICES },
  BACKGROUND: { ...BY_NEED, ...NOT_FOR_OFFICES },
  INCOME: { ...BY_NEED, ...NOT_FOR_OFFICES },
};

/** What somebody may ask to be shown in full. */
export const REVEALABLE_CLASSES = [
  'IDENTITY_NUMBER',
  'CONTACT',
  'ADDRESS',
  'FAMILY',
] as const satisfies readonly PersonalClass[];

interface PersonalKindTraits {
  readonly class: PersonalClass;
  /** Null: nothing is left to show. */
  readonly mask: (text: string) => string | null;
}

const nothing = (): null => null;

/** The kinds of personal fields: the class says who sees them, the mask how they look to whoever does not. */
export const PERSONAL_KINDS = {
  idNo: { class: 'IDENTITY_NUMBER', mask: maskIdNumber },
  telephone: { class: 'CONTACT', mask: maskTelephone },
  mail: { class: 'CONTACT', mask: maskMail },
  address: { class: 'ADDRESS', mask: maskAddress },
  familyName: { class: 'FAMILY', mask: maskName },
  familyIdNo: { class: 'FAMILY', mask: maskIdNumber },
  familyBirthDate: { class: 'FAMILY', mask: nothing },
  familyList: { class: 'FAMILY', mask: maskFamilyList },
  birthDate: { class: 'BIRTH', mask: nothing },
  background: { class: 'BACKGROUND', mask: nothing },
  income: { class: 'INCOME', mask: nothing },
} as const satisfies Readonly<Record<string, PersonalKindTraits>>;
export type PersonalKind = keyof typeof PERSONAL_KINDS;

/** Who keeps the data: persons their own, a unit those of its contacts. */
export type Keeper = 'PERSON' | 'UNIT';

/** `role` null: nobody signed in. An employee is shown nobody but himself (domain.md §2 R1). */
export function viewerOf(role: Role | null, keeper: Keeper, holdsClaim: boolean): Viewer {
  if (role === null) return 'STRANGER';
  if (role === 'EMPLOYEE') return keeper === 'PERSON' ? 'OWNER' : 'STRANGER';
  if (isOneOf(UNIT_ROLES, role)) return keeper === 'UNIT' ? 'OWNER' : 'EMPLOYER';
  if (holdsClaim && (role === 'DEPARTMENT_ADMIN' || isOneOf(REVIEWER_ROLES, role))) return 'CLAIMANT';
  return isOneOf(REVIEWER_ROLES, role) ? 'REVIEWER' : role;
}

export function visibilityOf(kind: PersonalKind, viewer: Viewer): Visibility {
  return VISIBILITY[PERSONAL_KINDS[kind].class][viewer];
}

/** The text as the viewer sees it. */
export function shownTo(viewer: Viewer, kind: PersonalKind, text: string | null): string | null {
  if (text === null) return null;
  switch (visibilityOf(kind, viewer)) {
    case 'CLEAR':
      return text;
    case 'REVEALABLE':
    case 'MASKED':
      return PERSONAL_KINDS[kind].mask(text);
    case 'HIDDEN':
      return null;
  }
}

/** Whether the viewer may be shown all of these classes in full; one that he never sees is no act of his. */
export function mayReveal(viewer: Viewer, classes: readonly PersonalClass[]): Decision<true> {
  const seen: readonly Visibility[] = ['CLEAR', 'REVEALABLE'];
  return classes.every((each) => seen.includes(VISIBILITY[each][viewer]))
    ? accept(true)
    : refuse('FORBIDDEN_ACTION');
}

function isOneOf<Each extends Role>(roles: readonly Each[], role: Role): role is Each {
  return roles.some((each) => each === role);
}
