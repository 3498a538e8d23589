import { EXPORT_SECTIONS } from '../../infra/database/personal-export-sections.js';
import { PERSONAL_COLUMNS } from '../../infra/personal-data/personal-columns.js';

/** Tables with personal data that tell a person nothing of himself, and why. */
const NOT_EXPORTED: Readonly<Record<string, string>> = {
  unit_profile: 'the unit tells its own data, its legal representative with them',
  unit_profile_draft: 'a draft of the unit',
  unit_handler: 'contacts of a unit, which no index connects with a person',
  emergency_contact: 'contacts of a unit, which no index connects with a person',
  invitation: 'before there is an account; the account tells its name afterwards',
  pending_sign_in: 'minutes long',
  sign_in_ticket: 'minutes long',
  sign_in_guess: 'a keyed count of failures, for two days',
  trial_authority: 'keys of the trial',
  name_token: 'made from the name, for searching',
};

describe('the export of personal data', () => {
  const told = EXPORT_SECTIONS.map(({ from }) => from).join('\n');
  const tells = (table: string): boolean => new RegExp(`\\b${table}\\b`).test(told);

  it('tells every table with personal data but those that have a reason', () => {
    const missing = Object.keys(PERSONAL_COLUMNS).filter(
      (table) => !tells(table) && !(table in NOT_EXPORTED),
    );
    expect(missing).toEqual([]);
    expect(Object.keys(NOT_EXPORTED).filter(tells)).toEqual([]);
  });

  it('opens every sealed column of the tables that it tells', () => {
    const opened = EXPORT_SECTIONS.flatMap(({ columns }) =>
      columns.filter(({ opens }) => opens !== undefined),
    );
    const names = new Set(opened.map(({ sql }) => sql.split('.')[1]));
    const secrets = ['secret_sealed']; // what a second factor is made of is told to nobody
    const missing = Object.entries(PERSONAL_COLUMNS)
      .filter(([table]) => tells(table))
      .flatMap(([, { sealed = [] }]) => sealed)
      .filter((column) => !names.has(column) && !secrets.includes(column));
    expect(missing).toEqual([]);
  });

  it('names each section and each field of it once', () => {
    const keys = EXPORT_SECTIONS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { columns } of EXPORT_SECTIONS) {
      expect(new Set(columns.map(({ field }) => field)).size).toBe(columns.length);
    }
  });
});
