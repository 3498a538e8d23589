import { plainDate, type PlainDate } from '../calendar/plain-date.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { holderOf, ID_TYPE_LABELS, parseIdNumber, SEX_LABELS, type IdType, type Sex } from './id-number.js';

/** What a person states of himself. */
export interface StatedPerson {
  readonly idType: string;
  readonly idNo: string;
  readonly birthDate: string | null;
  readonly sex: string | null;
}

export interface IdentifiedPerson {
  readonly idType: IdType;
  readonly idNo: string;
  readonly birthDate: PlainDate;
  readonly sex: Sex;
}

/**
 * The person behind a number. Birth date and sex come out of the number where it writes them, and have to agree with
 * what is stated; else they must be stated. Every fault is listed with its pointer. Source: domain.md §3.1.
 */
export function identifyPerson(stated: StatedPerson, today: PlainDate): Decision<IdentifiedPerson> {
  const { idType } = stated;
  const idNo = isIdType(idType) ? parseIdNumber(idType, stated.idNo, today) : null;
  const written = isIdType(idType) && idNo !== null ? holderOf(idType, idNo) : null;
  const birthDate = stated.birthDate === null ? null : plainDate(stated.birthDate);
  const sex = stated.sex !== null && isSex(stated.sex) ? stated.sex : null;
  const mustState = idNo !== null && written === null;
  const refusals: Refusal[] = [];
  const fault = (field: keyof StatedPerson, detail: string): void =>
    void refusals.push(refusal('VALIDATION_FAILED', { detail }, `/${field}`));

  if (isIdType(idType) && idNo === null) fault('idNo', `证件号码不符合${ID_TYPE_LABELS[idType]}的格式`);
  if (stated.birthDate !== null && birthDate === null) fault('birthDate', '出生日期须为日期 yyyy-MM-dd');
  else if (birthDate !== null && birthDate > today) fault('birthDate', '出生日期不能晚于今天');
  else if (birthDate === null && mustState) fault('birthDate', '证件号码不含出生日期，请填写');
  else if (birthDate !== null && written !== null && birthDate !== written.birthDate) {
    fault('birthDate', '出生日期与证件号码不一致');
  }
  if (stated.sex !== null && sex === null) fault('sex', '性别不在可选范围内');
  else if (sex === null && mustState) fault('sex', '证件号码不含性别，请填写');
  else if (sex !== null && written !== null && sex !== written.sex) fault('sex', '性别与证件号码不一致');

  const known = written ?? (birthDate !== null && sex !== null ? { birthDate, sex } : null);
  if (!isIdType(idType) || idNo === null || known === null) {
    return decide(refusals.length > 0 ? refusals : [refusal('VALIDATION_FAILED', {}, '/idType')], never());
  }
  return decide(refusals, { idType, idNo, ...known });
}
