import type { FieldChange } from '../../domain/unit/unit-fields.js';
import type { PersonalData } from '../personal-data/personal-data.js';

/** What the reviewers judge: the person, the unit and the contract as they stood at submission (domain.md §4.5). */
export interface SnapshotContent {
  /** Null for applications of the unit itself. */
  readonly person: PersonSnapshot | null;
  readonly education: Readonly<Record<string, string | boolean | null>> | null;
  readonly overseasEducation: readonly Readonly<Record<string, string | null>>[];
  readonly studyHistory: readonly Readonly<Record<string, string | null>>[];
  readonly workHistory: readonly Readonly<Record<string, string | null>>[];
  readonly familyMembers: readonly {
    readonly relation: string;
    readonly name: string;
    readonly idType: string;
    readonly idNo: string;
    readonly birthDate: string;
  }[];
  readonly insuranceMonths: readonly {
    readonly month: string;
    readonly insuranceUnitUscc: string | null;
    readonly insurancePaid: boolean;
    readonly taxUnitUscc: string | null;
    readonly taxableIncome: string;
    readonly contractUnitUscc: string | null;
  }[];
  readonly unit: { readonly name: string; readonly uscc: string };
  readonly department: { readonly name: string };
  readonly contract: {
    readonly position: string;
    readonly startDate: string;
    readonly endDate: string | null;
  } | null;
  readonly applicationBasis: string | null;
  readonly changes: readonly FieldChange[];
}

export interface PersonSnapshot {
  readonly name: string;
  readonly sex: string;
  readonly birthDate: string;
  readonly phone: string;
  readonly ethnicity: string | null;
  readonly politicalStatus: string | null;
  readonly maritalStatus: string | null;
  readonly idType: string;
  readonly idNo: string;
  readonly householdRegister: string | null;
  readonly currentAddress: string | null;
  readonly residenceKind: string | null;
  readonly email: string | null;
}

/** The data on a permit's face as approved (domain.md §3.4 holderSnapshot). */
export type HolderSnapshot = Pick<
  PersonSnapshot,
  'name' | 'sex' | 'birthDate' | 'ethnicity' | 'idType' | 'idNo' | 'householdRegister'
>;

export function sealSnapshot(content: SnapshotContent, personalData: PersonalData): string {
  return personalData.sealJson(content);
}

/** What snapshots did not keep at first; an old one shows it as empty. */
const NOT_KEPT_AT_FIRST = { overseasEducation: [], studyHistory: [], familyMembers: [] } as const;
type KeptSnapshot = Omit<SnapshotContent, keyof typeof NOT_KEPT_AT_FIRST | 'person'> & {
  readonly person: Omit<PersonSnapshot, 'residenceKind'> | null;
};

/** Written by `sealSnapshot` only, and sealed against change. */
export function openSnapshot(sealed: string, personalData: PersonalData): SnapshotContent {
  const kept = personalData.openJson(sealed) as KeptSnapshot;
  const person = kept.person === null ? null : { residenceKind: null, ...kept.person };
  return { ...NOT_KEPT_AT_FIRST, ...kept, person };
}

/** The content of an application that concerns no person. */
export function withoutPerson(
  content: Pick<SnapshotContent, 'unit' | 'department' | 'changes'>,
): SnapshotContent {
  const nobody = { person: null, education: null, workHistory: [], insuranceMonths: [], contract: null };
  return { ...NOT_KEPT_AT_FIRST, ...nobody, applicationBasis: null, ...content };
}

export function sealHolder({ person }: SnapshotContent, personalData: PersonalData): string {
  if (person === null) throw new Error('a permit needs a person');
  return sealFace(person, personalData);
}

/** The face of a permit that no application was made for. */
export function sealFace(face: HolderSnapshot, personalData: PersonalData): string {
  const { name, sex, birthDate, ethnicity, idType, idNo, householdRegister } = face;
  return personalData.sealJson({ name, sex, birthDate, ethnicity, idType, idNo, householdRegister });
}

export function openHolder(sealed: string, personalData: PersonalData): HolderSnapshot {
  return personalData.openJson(sealed) as HolderSnapshot;
}
