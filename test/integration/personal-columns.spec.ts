import type { DataSource } from 'typeorm';
import { createDataSource } from '../../infra/database/data-source.js';
import { PERSONAL_COLUMNS, type PersonalTable } from '../../infra/personal-data/personal-columns.js';
import { createStackDatabase, dropDatabase, type StackDatabase } from '../support/stack-database.js';
import { runSurroundings } from '../support/stack-surroundings.js';

let database: StackDatabase;
let owner: DataSource;
let columns: readonly { readonly table: string; readonly column: string }[];

beforeAll(async () => {
  database = await createStackDatabase(runSurroundings(), undefined);
  owner = createDataSource({ url: database.url, as: 'owner', applicationName: 'test' });
  await owner.initialize();
  columns = await owner.query(
    `select table_name as "table", column_name as "column" from information_schema.columns
      where table_schema = 'public' order by 1, 2`,
  );
}, 240_000);
afterAll(async () => {
  await owner?.destroy();
  if (database !== undefined) await dropDatabase(runSurroundings(), database.name);
});

const listed = (columnsOf: (table: PersonalTable) => readonly string[]): string[] =>
  Object.entries(PERSONAL_COLUMNS)
    .flatMap(([table, personal]) => columnsOf(personal).map((column) => `${table}.${column}`))
    .toSorted();
const ofSchema = (ending: RegExp): string[] =>
  columns
    .filter(({ column }) => ending.test(column))
    .map(({ table, column }) => `${table}.${column}`)
    .toSorted();

describe('the list of columns that hold personal data', () => {
  it('names every sealed column of the schema and no other', () => {
    expect(listed(({ sealed = [] }) => sealed)).toEqual(ofSchema(/_sealed$/));
  });

  it('names every blind index of the schema; the subject of a guess is one by another name', () => {
    expect(listed(({ index = [] }) => index)).toEqual(
      [...ofSchema(/_index$/), 'sign_in_guess.subject'].toSorted(),
    );
  });

  it('names clear columns that are there', () => {
    const known = new Set(columns.map(({ table, column }) => `${table}.${column}`));
    expect(listed(({ clear = {} }) => Object.keys(clear)).filter((name) => !known.has(name))).toEqual([]);
  });

  it('names every column that is called after a person, his mail or his birth', () => {
    const telling = /^(?:person_name|legal_rep_name|.*_by_name|email|birth_date|ip|user_agent)$/;
    const declared = listed(({ clear = {} }) => Object.keys(clear));
    expect(ofSchema(telling).filter((name) => !declared.includes(name))).toEqual([]);
  });
});
