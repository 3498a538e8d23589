import type { PersonalKind } from '../authority/personal-fields.js';
import type { UnitField } from '../unit/unit-fields.js';
import type { ComparedField } from './content-comparison.js';
import type { InfoField } from './info-changes.js';

/** OPEN: says nothing about a person that needs a class. */
export type FieldKind = PersonalKind | 'OPEN';

/** What each field that a change or a comparison names is; one without a row does not compile. */
const FIELD_KINDS: Readonly<Record<ComparedField | InfoField | UnitField, FieldKind>> = {
  name: 'OPEN',
  sex: 'OPEN',
  birthDate: 'birthDate',
  phone: 'telephone',
  ethnicity: 'background',
  politicalStatus: 'background',
  maritalStatus: 'background',
  idType: 'OPEN',
  idNo: 'idNo',
  householdRegister: 'address',
  currentAddress: 'address',
  residenceKind: 'OPEN',
  email: 'mail',
  highestDegree: 'OPEN',
  academicDegree: 'OPEN',
  school: 'OPEN',
  major: 'OPEN',
  enrolledOn: 'OPEN',
  graduatedOn: 'OPEN',
  holdsProfessionalTitle: 'OPEN',
  titleName: 'OPEN',
  titleLevel: 'OPEN',
  titleCertNo: 'OPEN',
  titleDate: 'OPEN',
  overseasEducation: 'OPEN',
  studyHistory: 'OPEN',
  workHistory: 'OPEN',
  familyMembers: 'familyList',
  unitName: 'OPEN',
  position: 'OPEN',
  contractStart: 'OPEN',
  contractEnd: 'OPEN',
  // the hash of the picture
  photo: 'OPEN',
  education: 'OPEN',
  title: 'OPEN',
  // a unit's own
  uscc: 'OPEN',
  registeredAddress: 'OPEN',
  officeAddress: 'OPEN',
  postcode: 'OPEN',
  employeeCount: 'OPEN',
  registrationDistrict: 'OPEN',
  taxDistrict: 'OPEN',
  establishedOn: 'OPEN',
  registeredCapital: 'OPEN',
  annualTax: 'OPEN',
  industry: 'OPEN',
  legalRepName: 'OPEN',
  meetsNewConditions: 'OPEN',
};

/** Null: no field of ours, so nobody is shown it. */
export function fieldKind(field: string): FieldKind | null {
  return isField(field) ? FIELD_KINDS[field] : null;
}

function isField(field: string): field is keyof typeof FIELD_KINDS {
  return Object.hasOwn(FIELD_KINDS, field);
}
