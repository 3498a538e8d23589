/** What a clear column may show of a person; numbers, telephones, addresses and income are never clear (design.md §4). */
export type ClearKind = 'NAME' | 'BIRTH_DATE' | 'EMAIL' | 'PROFILE' | 'TRACE';

export interface PersonalTable {
  /** Sealed by `PersonalData`; the rotation of keys seals them anew. */
  readonly sealed?: readonly string[];
  /** Keyed by the index key; equal values are equal, nothing can be read out of them. */
  readonly index?: readonly string[];
  /** Readable, because lists are sorted, searched or judged by them. */
  readonly clear?: Readonly<Record<string, readonly ClearKind[]>>;
}

/**
 * Every column that holds personal data, by table. Rotation, export, retention and the search for planted data read this
 * list; test/integration compares it with the schema. Free texts that somebody writes (opinions, reasons) are not in it:
 * what a person may be asked to write there is no personal data.
 */
export const PERSONAL_COLUMNS: Readonly<Record<string, PersonalTable>> = {
  employee: {
    sealed: ['phone_sealed', 'id_no_sealed', 'household_register_sealed', 'current_address_sealed'],
    index: ['id_no_index', 'id_no_tail_index'],
    clear: {
      name: ['NAME'],
      birth_date: ['BIRTH_DATE'],
      email: ['EMAIL'],
      sex: ['PROFILE'],
      ethnicity: ['PROFILE'],
      political_status: ['PROFILE'],
      marital_status: ['PROFILE'],
      residence_kind: ['PROFILE'],
    },
  },
  domestic_education: {
    clear: {
      school: ['PROFILE'],
      major: ['PROFILE'],
      highest_degree: ['PROFILE'],
      academic_degree: ['PROFILE'],
      title_name: ['PROFILE'],
      title_cert_no: ['PROFILE'],
    },
  },
  overseas_education: {
    clear: { school: ['PROFILE'], major: ['PROFILE'], degree: ['PROFILE'], certification_no: ['PROFILE'] },
  },
  study_history: { clear: { school: ['PROFILE'], major: ['PROFILE'], degree: ['PROFILE'] } },
  work_history: { clear: { employer: ['PROFILE'], position: ['PROFILE'], leave_reason: ['PROFILE'] } },
  family_member: {
    sealed: ['id_no_sealed'],
    index: ['id_no_index'],
    clear: { name: ['NAME'], birth_date: ['BIRTH_DATE'] },
  },
  insurance_tax_month: { sealed: ['taxable_income_sealed'] },
  identity_correction: {
    sealed: ['registered_sealed', 'proposed_sealed'],
    clear: { scan_file_name: ['NAME'], decided_by_name: ['NAME'] },
  },
  unit_profile: {
    sealed: ['phone_sealed', 'legal_rep_id_no_sealed', 'legal_rep_mobile_sealed'],
    clear: { legal_rep_name: ['NAME'], email: ['EMAIL'] },
  },
  unit_profile_draft: { sealed: ['content_sealed'] },
  unit_handler: { sealed: ['id_no_sealed', 'mobile_sealed'], clear: { name: ['NAME'] } },
  emergency_contact: { sealed: ['mobile_sealed'], clear: { name: ['NAME'] } },
  unit_identity: { sealed: ['id_no_sealed'], index: ['person_index'] },
  unit_authorization: {
    sealed: ['id_no_sealed', 'mobile_sealed'],
    index: ['person_index'],
    clear: { person_name: ['NAME'] },
  },
  account: { index: ['person_index'], clear: { person_name: ['NAME'] } },
  invitation: { clear: { person_name: ['NAME'] } },
  second_factor: { sealed: ['secret_sealed'] },
  pending_sign_in: { sealed: ['enrolment_sealed'], clear: { ip: ['TRACE'] } },
  session: { clear: { ip: ['TRACE'], user_agent: ['TRACE'] } },
  sign_in_ticket: { sealed: ['identity_sealed'] },
  sign_in_guess: { index: ['subject'] },
  trial_authority: { sealed: ['keys_sealed'] },
  permit: { sealed: ['holder_snapshot_sealed'] },
  // who a unit wants as its legal representative
  application: { sealed: ['changes_sealed'], clear: { payload: ['NAME'] } },
  // whoever uploads a file names it
  application_snapshot: { sealed: ['content_sealed'], clear: { files: ['NAME'] } },
  attachment_file: { clear: { file_name: ['NAME'] } },
  review_task: { clear: { decided_by_name: ['NAME'] } },
  name_token: { clear: { token: ['NAME'] } },
  notice: { clear: { body: ['NAME'] } },
  audit_event: { clear: { ip: ['TRACE'], before: ['NAME'], after: ['NAME'] } },
};

/** Tables with sealed columns, in the order of the list. */
export const SEALED_COLUMNS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(PERSONAL_COLUMNS).flatMap(([table, { sealed }]) =>
    sealed === undefined ? [] : [[table, sealed] as const],
  ),
);
