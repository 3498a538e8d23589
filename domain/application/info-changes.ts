import { plainDate, type PlainDate } from '../calendar/plain-date.js';
import { parsePersonName } from '../identity/contact.js';
import {
  agreesWithHolder,
  ID_TYPE_LABELS,
  parseIdNumber,
  SEX_LABELS,
  type IdType,
} from '../identity/id-number.js';
import { refusal, type Refusal } from '../refusal.js';
import type { RequirementFacts } from '../attachment/required-slots.js';

export type InfoChangeType = 'BASIC_INFO_CHANGE' | 'BUSINESS_INFO_CHANGE';

/** What may be changed and by which kind of business. Source: domain.md §3.4, payloads. */
export const INFO_FIELDS = {
  name: { label: '姓名', type: 'BASIC_INFO_CHANGE' },
  sex: { label: '性别', type: 'BASIC_INFO_CHANGE' },
  birthDate: { label: '出生日期', type: 'BASIC_INFO_CHANGE' },
  ethnicity: { label: '民族', type: 'BASIC_INFO_CHANGE' },
  idType: { label: '证件类型', type: 'BASIC_INFO_CHANGE' },
  idNo: { label: '证件号码', type: 'BASIC_INFO_CHANGE' },
  photo: { label: '证件照片', type: 'BASIC_INFO_CHANGE' },
  householdRegister: { label: '户籍所在地', type: 'BASIC_INFO_CHANGE' },
  phone: { label: '联系电话', type: 'BUSINESS_INFO_CHANGE' },
  email: { label: '电子邮箱', type: 'BUSINESS_INFO_CHANGE' },
  politicalStatus: { label: '政治面貌', type: 'BUSINESS_INFO_CHANGE' },
  maritalStatus: { label: '婚姻状况', type: 'BUSINESS_INFO_CHANGE' },
  currentAddress: { label: '现居住地址', type: 'BUSINESS_INFO_CHANGE' },
  position: { label: '现任职务', type: 'BUSINESS_INFO_CHANGE' },
  education: { label: '教育信息', type: 'BUSINESS_INFO_CHANGE' },
  title: { label: '专业技术职务', type: 'BUSINESS_INFO_CHANGE' },
  studyHistory: { label: '学习经历', type: 'BUSINESS_INFO_CHANGE' },
  workHistory: { label: '工作经历', type: 'BUSINESS_INFO_CHANGE' },
  familyMembers: { label: '随往人员', type: 'BUSINESS_INFO_CHANGE' },
} as const satisfies Record<string, { readonly label: string; readonly type: InfoChangeType }>;
export type InfoField = keyof typeof INFO_FIELDS;

export function isInfoField(name: string): name is InfoField {
  return Object.hasOwn(INFO_FIELDS, name);
}

/**
 * One change as the employee states it. Registration owns the data on the permit's face, so their new values stand here;
 * all others, and the photo, are taken from profile, contract and files as they are at submission.
 */
export interface StatedChange {
  readonly field: InfoField;
  readonly to: string | null;
  readonly reason: string | null;
}

/** The data on the permit's face that an identity number has to agree with. */
export interface FaceIdentity {
  readonly sex: string;
  readonly birthDate: string;
  readonly idType: string;
  readonly idNo: string;
}

export function takesNewValue(field: InfoField): boolean {
  return INFO_FIELDS[field].type === 'BASIC_INFO_CHANGE' && field !== 'photo';
}

export function belongsTo(field: InfoField, type: InfoChangeType): boolean {
  return INFO_FIELDS[field].type === type;
}

/** Every fault of a list of changes with its pointer: values, repetitions, an identity that does not agree. Source: domain.md §3.1. */
export function statedChangeFaults(
  changes: readonly StatedChange[],
  face: FaceIdentity,
  today: PlainDate,
): Refusal[] {
  const changed = faceAfter(face, changes);
  const faults = changes.flatMap((change, index) => {
    const details = [
      ...(changes.findIndex(({ field }) => field === change.field) < index ? ['字段重复'] : []),
      ...valueFault(change, changed, today),
    ];
    return details.map((detail) => fault(index, `${INFO_FIELDS[change.field].label}：${detail}`));
  });
  if (changes.length === 0)
    return [refusal('VALIDATION_FAILED', { detail: '请列出要变更的信息' }, '/changes')];
  return faults.length > 0 ? faults : identityFault(changes, changed, today);
}

/** The face as the changes would make it; what cannot be read stays as it is stated. */
export function faceAfter<Face extends object>(face: Face, changes: readonly StatedChange[]): Face {
  const values = changes.filter(({ field, to }) => takesNewValue(field) && to !== null);
  return { ...face, ...Object.fromEntries(values.map(({ field, to }) => [field, to])) };
}

/** Which files a change asks for besides those of every application. Source: domain.md §8. */
export function changeRequirements(
  changes: readonly StatedChange[],
): Pick<
  RequirementFacts,
  'changesPhoto' | 'changesEducation' | 'changesAddress' | 'changesTitle' | 'changesFamily'
> {
  const has = (name: InfoField): boolean => changes.some(({ field }) => field === name);
  return {
    changesPhoto: has('photo'),
    changesEducation: has('education'),
    changesAddress: has('currentAddress'),
    changesTitle: has('title'),
    changesFamily: has('familyMembers'),
  };
}

function valueFault({ field, to }: StatedChange, changed: FaceIdentity, today: PlainDate): string[] {
  if (!takesNewValue(field)) return to === null ? [] : ['新值取自个人信息，不在此填写'];
  if (to === null) return ['请填写新值'];
  return fits(field, to, changed, today) ? [] : ['格式不正确'];
}

type ValueCheck = (to: string, changed: FaceIdentity, today: PlainDate) => boolean;

/** The form of the values of the face; any other is free text. Source: domain.md §3.1. */
const VALUE_CHECKS: Readonly<Partial<Record<InfoField, ValueCheck>>> = {
  name: (to) => parsePersonName(to) === to,
  sex: (to) => Object.hasOwn(SEX_LABELS, to),
  birthDate: (to, _, today) => {
    const born = plainDate(to);
    return born !== null && born <= today;
  },
  idType: (to) => isIdType(to),
  idNo: (to, { idType }, today) => isIdType(idType) && parseIdNumber(idType, to, today) === to,
};

function fits(field: InfoField, to: string, changed: FaceIdentity, today: PlainDate): boolean {
  return VALUE_CHECKS[field]?.(to, changed, today) ?? to.trim() !== '';
}

/** Sex and birth date of the new face are those of its number; a new type of document comes with a new number. */
function identityFault(
  changes: readonly StatedChange[],
  { idType, idNo, sex, birthDate }: FaceIdentity,
  today: PlainDate,
): Refusal[] {
  const concerned = changes.findIndex(({ field }) => ['idType', 'idNo', 'sex', 'birthDate'].includes(field));
  const born = plainDate(birthDate);
  if (concerned < 0 || !isIdType(idType) || born === null) return [];
  if (parseIdNumber(idType, idNo, today) === null)
    return [fault(concerned, '证件号码与证件类型不符，请一并变更')];
  const stated = { birthDate: born, sex: sex === 'MALE' ? 'MALE' : 'FEMALE' } as const;
  return agreesWithHolder(idType, idNo, stated) ? [] : [fault(concerned, '证件号码与性别或出生日期不一致')];
}

function isIdType(text: string): text is IdType {
  return Object.hasOwn(ID_TYPE_LABELS, text);
}

function fault(index: number, detail: string): Refusal {
  return refusal('VALIDATION_FAILED', { detail }, `/changes/${index}/to`);
}
