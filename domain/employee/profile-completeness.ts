import type { PermitType } from '../application/business-type.js';

/** What of a profile business needs; a registered person may still lack it. Source: domain.md §3.3. */
export interface EmployeeProfileFacts {
  readonly ethnicity: string | null;
  readonly politicalStatus: string | null;
  readonly maritalStatus: string | null;
  readonly householdRegister: string | null;
  readonly currentAddress: string | null;
  readonly hasEducation: boolean;
  readonly hasOverseasEducation: boolean;
  readonly hasStudyHistory: boolean;
  readonly hasWorkHistory: boolean;
}

export interface TitleFacts {
  readonly holdsProfessionalTitle: boolean;
  readonly titleName: string | null;
  readonly titleLevel: string | null;
  readonly titleCertNo: string | null;
  readonly titleDate: string | null;
}

/**
 * Names of what is missing, in the order of the form; empty when the profile is complete. Overseas education is only
 * asked of an overseas returnee; null: no permit is applied for. Source: domain.md §3.3.
 */
export function missingProfileFields(facts: EmployeeProfileFacts, permitType: PermitType | null): string[] {
  const { hasEducation, hasOverseasEducation, hasStudyHistory, hasWorkHistory, ...fields } = facts;
  const parts = {
    education: hasEducation,
    overseasEducation: hasOverseasEducation || permitType !== 'OVERSEAS_RETURNEE_WORK_RESIDENCE',
    studyHistory: hasStudyHistory,
    workHistory: hasWorkHistory,
  };
  const missingParts = Object.entries(parts).filter(([, isThere]) => !isThere);
  return [...emptyNames(fields), ...missingParts.map(([name]) => name)];
}

/** Names of the title's details that are missing although the person holds one. */
export function missingTitleFields({ holdsProfessionalTitle, ...details }: TitleFacts): string[] {
  return holdsProfessionalTitle ? emptyNames(details) : [];
}

function emptyNames(fields: Readonly<Record<string, string | null>>): string[] {
  return Object.entries(fields)
    .filter(([, value]) => value === null || value.trim() === '')
    .map(([name]) => name);
}
