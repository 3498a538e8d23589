/** Fields of 个人一般信息 and 教育信息 that business needs; a registered person may still lack them. Source: domain.md §3.3. */
export interface EmployeeProfileFacts {
  readonly ethnicity: string | null;
  readonly politicalStatus: string | null;
  readonly maritalStatus: string | null;
  readonly householdRegister: string | null;
  readonly currentAddress: string | null;
  readonly hasEducation: boolean;
}

export interface TitleFacts {
  readonly holdsProfessionalTitle: boolean;
  readonly titleName: string | null;
  readonly titleLevel: string | null;
  readonly titleCertNo: string | null;
  readonly titleDate: string | null;
}

/** Names of what is missing, in the order of the form; empty when the profile is complete. */
export function missingProfileFields(facts: EmployeeProfileFacts): string[] {
  const { hasEducation, ...fields } = facts;
  return [...emptyNames(fields), ...(hasEducation ? [] : ['education'])];
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
