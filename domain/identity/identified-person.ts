import { plainDate, type PlainDate } from '../calendar/plain-date.js';
import { accept, refusal, type Decision, type Refusal } from '../refusal.js';
import {
  holderOf,
  ID_TYPE_LABELS,
  parseIdNumber,
  type IdHolder,
  type IdType,
  type Sex,
} from './id-number.js';

/** What a person states of himself; birth date and sex may be left out where the number writes them. */
export interface StatedPerson {
  readonly idType: IdType;
  readonly idNo: string;
  readonly birthDate: string | null;
  readonly sex: string | null;
}

export interface IdentifiedPerson extends IdHolder {
  readonly idType: IdType;
  readonly idNo: string;
}

/**
 * The person behind a number. Birth date and sex come out of the number and agree with what is stated; a number
 * without them needs them stated. Every fault is listed with its pointer. Source: domain.md §3.1.
 */
export function identifyPerson(stated: StatedPerson, today: PlainDate): Decision<IdentifiedPerson> {
  const { idType } = stated;
  const idNo = parseIdNumber(idType, stated.idNo, today);
  const written = idNo === null ? null : holderOf(idType, idNo);
  const birthDate = plainDate(stated.birthDate ?? '') ?? written?.birthDate ?? null;
  const sex = parseSex(stated.sex ?? '') ?? written?.sex ?? null;
  const isNeeded = idNo !== null && written === null;
  const [first, ...rest] = [
    ...fault('idNo', idNo === null ? `证件号码不符合${ID_TYPE_LABELS[idType]}的格式` : null),
    ...fault('birthDate', birthDateFault(stated.birthDate, isNeeded, written, today)),
    ...fault('sex', sexFault(stated.sex, isNeeded, written)),
  ];
  if (first === undefined && idNo !== null && birthDate !== null && sex !== null) {
    return accept({ idType, idNo, birthDate, sex });
  }
  return { accepted: false, refusals: [first ?? refusal('VALIDATION_FAILED'), ...rest] };
}

function birthDateFault(
  stated: string | null,
  isNeeded: boolean,
  written: IdHolder | null,
  today: PlainDate,
): string | null {
  if (stated === null) return isNeeded ? '证件号码不含出生日期，请填写' : null;
  const birthDate = plainDate(stated);
  if (birthDate === null) return '出生日期须为日期 yyyy-MM-dd';
  if (birthDate > today) return '出生日期不能晚于今天';
  return written !== null && written.birthDate !== birthDate ? '出生日期与证件号码不一致' : null;
}

function sexFault(stated: string | null, isNeeded: boolean, written: IdHolder | null): string | null {
  if (stated === null) return isNeeded ? '证件号码不含性别，请填写' : null;
  const sex = parseSex(stated);
  if (sex === null) return '性别不在可选范围内';
  return written !== null && written.sex !== sex ? '性别与证件号码不一致' : null;
}

function fault(field: keyof StatedPerson, detail: string | null): Refusal[] {
  return detail === null ? [] : [refusal('VALIDATION_FAILED', { detail }, `/${field}`)];
}

function parseSex(text: string): Sex | null {
  return text === 'MALE' || text === 'FEMALE' ? text : null;
}
