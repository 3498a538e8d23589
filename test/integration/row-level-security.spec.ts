import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Query } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { ApplicationRecords } from '../../infra/database/application-records.js';
import { associationsOfUnit } from '../../infra/database/association-lists.js';
import { createDataSource } from '../../infra/database/data-source.js';
import { PermitRecords } from '../../infra/database/permit-records.js';
import { ReferenceRecords } from '../../infra/database/reference-records.js';
import { ELEVATIONS, elevated, inScope, scopeOf, type RowScope } from '../../infra/database/row-scope.js';
import { ScopedClient } from '../../infra/database/scoped-client.js';
import { PersonalData } from '../../infra/personal-data/personal-data.js';
import { runSurroundings } from '../support/stack-surroundings.js';
import {
  addAssociation,
  addDepartmentRow,
  addUnit,
  addWorld,
  applicationRow,
  insert,
  insertion,
  keyOf,
  type TenantWorld,
} from '../support/tenant-rows.js';

const TIMEOUT_MS = 240_000;
/** Tables that name a person, an application, a link or a permit and stand outside the wall, and why. */
const OUTSIDE: Readonly<Record<string, string>> = {
  account: 'is read before anybody is known; holds no personal data but the name',
  restriction: 'names its subject by id only, for the rules of entry',
  stored_object: 'bytes by their hash, of nobody',
  unit_profile: 'says which department is a unit’s, whoever asks which policy holds',
  pending_sign_in: 'is read before anybody is known, by its token',
  sign_in_ticket: 'is read before anybody is known, by its code',
  second_factor: 'is read before anybody is known, by its account',
  trial_authority: 'keys of the trial, of nobody',
};
/** In how many places each reason to look across tenants is entered. */
const ENTERED: Readonly<Record<keyof typeof ELEVATIONS, readonly string[]>> = {
  SIGN_IN: [
    'infra/database/account-records.ts',
    'infra/database/account-records.ts',
    'infra/database/account-records.ts',
    'infra/database/unit-entry-records.ts',
    'infra/database/unit-entry-records.ts',
    'infra/database/unit-entry-records.ts',
  ],
  REGISTRATION: ['infra/database/account-records.ts'],
  DOCUMENT_CHECK: ['infra/database/document-records.ts'],
  METRICS: ['infra/observability/metrics.ts'],
  CONFLICT_OF_INTEREST: ['infra/database/reviewed-task.ts'],
  BUSINESS_RULES: [
    'infra/database/application-facts.ts',
    'infra/database/association-records.ts',
    'infra/database/association-records.ts',
    'infra/database/association-records.ts',
    'infra/database/business/handlings.ts',
    'infra/database/identity-corrections.ts',
    'infra/database/identity-corrections.ts',
  ],
  COMPARISON: ['infra/database/business/compared-content.ts', 'infra/database/business/compared-content.ts'],
  LEAVING: ['infra/database/association-facts.ts', 'infra/database/association-facts.ts'],
  PERMIT_END: ['infra/database/permit-cancellation.ts'],
  STANDING_NOTICES: ['infra/database/standing-notices.ts'],
};

const database = `wall_${randomBytes(5).toString('hex')}`;
let server: Client;
let owner: Client;
let runtime: DataSource;
let backOffice: DataSource;
let own: TenantWorld;
let foreign: TenantWorld;
/** Was linked to the person of `own` and has an application of its own about him. */
let formerUnitId: string;
/** Was asked by him and then not any more. */
let forsakenUnitId: string;
let municipalId: string;

function databaseUrl(): string {
  const url = new URL(runSurroundings().databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
}

beforeAll(async () => {
  server = new Client({ connectionString: runSurroundings().databaseUrl });
  await server.connect();
  await server.query(`create database ${database}`);
  const migrating = createDataSource({ url: databaseUrl(), as: 'owner', applicationName: 'test' });
  await migrating.initialize();
  await migrating.runMigrations();
  await migrating.destroy();
  owner = new Client({ connectionString: databaseUrl() });
  await owner.connect();
  own = await addWorld(owner);
  foreign = await addWorld(owner);
  const other = await addDepartmentRow(owner, 'DISTRICT');
  municipalId = await addDepartmentRow(owner, 'MUNICIPAL');
  formerUnitId = await addUnit(owner, other);
  forsakenUnitId = await addUnit(owner, other);
  const { employeeId } = own;
  await addAssociation(owner, { unitId: formerUnitId, employeeId }, 'ENDED');
  await addAssociation(owner, { unitId: forsakenUnitId, employeeId }, 'WITHDRAWN');
  const closed = applicationRow(randomUUID(), formerUnitId, employeeId);
  await insert(owner, 'application', { ...closed, status: 'WITHDRAWN' });
  runtime = createDataSource({ url: databaseUrl(), as: 'runtime', applicationName: 'test', poolSize: 1 });
  backOffice = createDataSource({ url: databaseUrl(), as: 'process', applicationName: 'test', poolSize: 1 });
  await Promise.all([runtime.initialize(), backOffice.initialize()]);
}, TIMEOUT_MS);
afterAll(async () => {
  await runtime?.destroy();
  await backOffice?.destroy();
  await owner?.end();
  await server.query(`drop database if exists ${database} with (force)`);
  await server.end();
});

const PROFILE = [
  'domestic_education',
  'overseas_education',
  'study_history',
  'work_history',
  'family_member',
  'insurance_tax_month',
];
const PERMIT = ['permit', 'permit_term', 'permit_unit_period', 'permit_milestone', 'notified_last_day'];
const APPLICATION = [
  'application',
  'application_snapshot',
  'application_contract',
  'review_task',
  'return_point',
  'issued_document',
];
const LINK = ['association', 'labor_contract'];
const PEOPLE_OF_UNIT = [
  'unit_profile_draft',
  'unit_handler',
  'emergency_contact',
  'unit_authorization',
  'unit_identity',
];

/** Of the rows of the own world, what each principal sees; of the foreign one nobody here sees anything. */
const SEEN: Readonly<Record<string, { scope: () => RowScope; tables: readonly string[] }>> = {
  'the unit of the person': {
    scope: () => `UNIT:${own.unitId}`,
    tables: [
      'employee',
      ...PROFILE,
      ...LINK,
      'historical_request',
      ...PERMIT,
      ...APPLICATION,
      ...PEOPLE_OF_UNIT,
    ],
  },
  'the person': {
    scope: () => `EMPLOYEE:${own.employeeId}`,
    tables: [
      'employee',
      ...PROFILE,
      ...LINK,
      'historical_request',
      ...PERMIT,
      ...APPLICATION,
      'attachment_file',
      'identity_correction',
    ],
  },
  'the department of the unit': {
    scope: () => `DEPARTMENT:${own.departmentId}`,
    tables: ['employee', ...LINK, ...PERMIT, ...APPLICATION, 'identity_correction'],
  },
  'a unit that the person has left': {
    scope: () => `UNIT:${formerUnitId}`,
    tables: ['employee', ...PERMIT],
  },
  'a unit that the person no longer asks': { scope: () => `UNIT:${forsakenUnitId}`, tables: [] },
  'a unit without people': { scope: () => `UNIT:${randomUUID()}`, tables: [] },
  'a person without rows': { scope: () => `EMPLOYEE:${randomUUID()}`, tables: [] },
  'another department': { scope: () => `DEPARTMENT:${randomUUID()}`, tables: [] },
  nobody: { scope: () => '', tables: [] },
};

async function countOf(runner: QueryRunner, statement: string, values: unknown[]): Promise<number> {
  await runner.query('savepoint tried');
  try {
    const answer: unknown = await runner.query(
      `with touched as (${statement} returning 1) select count(*)::int as n from touched`,
      values,
    );
    const [row]: { n?: number }[] = Array.isArray(answer) ? answer : [];
    return row?.n ?? 0;
  } catch (error) {
    if (/permission denied|row-level security|append-only/.test(String(error))) return 0;
    if (/violates foreign key/.test(String(error))) return 1; // it came through to what hangs on it
    throw error;
  } finally {
    await runner.query('rollback to savepoint tried');
  }
}

/** Reads, updates, deletes and copies the row of each table as the runtime role, by plain SQL; tables it came through to. */
async function touched(
  scope: RowScope,
  { rows }: TenantWorld,
): Promise<Readonly<Record<'read' | 'updated' | 'deleted', readonly string[]>>> {
  const found = { read: new Set<string>(), updated: new Set<string>(), deleted: new Set<string>() };
  await inScope(scope, async () => {
    const runner = runtime.createQueryRunner();
    await runner.startTransaction();
    try {
      for (const [table, row] of rows) {
        const [key, value] = keyOf(table, row);
        const read: unknown[] = await runner.query(`select 1 from ${table} where ${key} = $1`, [value]);
        if (read.length > 0) found.read.add(table);
        const update = `update ${table} set ${key} = ${key} where ${key} = $1`;
        if ((await countOf(runner, update, [value])) > 0) found.updated.add(table);
        if ((await countOf(runner, `delete from ${table} where ${key} = $1`, [value])) > 0)
          found.deleted.add(table);
      }
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });
  return { read: [...found.read], updated: [...found.updated], deleted: [...found.deleted] };
}

const sorted = (names: Iterable<string>): string[] => [...names].toSorted();

describe('row-level security, with the policy layer switched off', () => {
  it('stands before every table that names a person, an application, a link or a permit, or seals what it says', async () => {
    const { rows } = await owner.query<{ name: string; is_walled: boolean }>(
      `select c.relname as name, c.relrowsecurity as is_walled from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
          and (c.relname in ('employee', 'application', 'association', 'permit')
               or exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
                             and (a.attname in ('employee_id', 'application_id', 'association_id', 'permit_id', 'owner_id')
                                  or a.attname like '%\\_sealed')))`,
    );
    const walled = rows.filter(({ is_walled }) => is_walled).map(({ name }) => name);
    const open = rows.filter(({ is_walled }) => !is_walled).map(({ name }) => name);
    expect(sorted(walled)).toEqual(sorted(own.rows.keys()));
    expect(open.filter((name) => OUTSIDE[name] === undefined)).toEqual([]);
  });

  it('lets 0 foreign rows through, read, updated or deleted, whoever asks', async () => {
    let statements = 0;
    for (const [principal, { scope }] of Object.entries(SEEN)) {
      const through = await touched(scope(), foreign);
      statements += 3 * foreign.rows.size;
      expect([principal, through]).toEqual([principal, { read: [], updated: [], deleted: [] }]);
    }
    process.stdout.write(`\n${foreign.rows.size} tenant tables, ${statements} statements: 0 foreign rows\n`);
  });

  it.each(Object.entries(SEEN))('shows %s its own rows and no others', async (_, { scope, tables }) => {
    const { read, updated } = await touched(scope(), own);
    expect(sorted(read)).toEqual(sorted(tables));
    expect(updated.filter((table) => !tables.includes(table))).toEqual([]);
  });

  it('shows the city office the permits of all, and applications only when they have reached it', async () => {
    const { read } = await touched(`DEPARTMENT:${municipalId}`, own);
    expect(sorted(read)).toEqual(sorted(['employee', ...PERMIT]));
  });

  it('lets an auditor read everything and change nothing', async () => {
    const through = await touched('READ_ALL', foreign);
    expect(sorted(through.read)).toEqual(sorted(foreign.rows.keys()));
    expect([through.updated, through.deleted]).toEqual([[], []]);
  });

  it('lets nobody write a row into the world of another', async () => {
    for (const { scope } of Object.values(SEEN)) {
      await inScope(scope(), async () => {
        for (const [table, row] of foreign.rows) {
          await expect(runtime.query(insertion(table, row), Object.values(row))).rejects.toThrow(
            /row-level security/,
          );
        }
      });
    }
  });

  it('is no wall to worker and command line', async () => {
    for (const [table, row] of foreign.rows) {
      const [key, value] = keyOf(table, row);
      expect(await backOffice.query(`select 1 from ${table} where ${key} = $1`, [value])).toHaveLength(1);
    }
  });

  it('is looked over in the named places only', () => {
    const found = Object.fromEntries(
      Object.keys(ELEVATIONS).map((reason): [string, string[]] => [reason, []]),
    );
    for (const file of sources('infra').concat(sources('services'))) {
      for (const [, reason = ''] of readFileSync(file, 'utf8').matchAll(/\belevated\('(\w+)'/g))
        found[reason]?.push(file);
    }
    expect(found).toEqual(ENTERED);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(folder, file))
    .toSorted();
}

describe('a connection that many take turns at', () => {
  const people = (): Promise<{ id: string }[]> => runtime.query('select id from employee');
  const asOwn = <T>(work: () => Promise<T>): Promise<T> => inScope(`EMPLOYEE:${own.employeeId}`, work);
  const asForeign = <T>(work: () => Promise<T>): Promise<T> =>
    inScope(`EMPLOYEE:${foreign.employeeId}`, work);
  const ids = (rows: readonly { id: string }[]): string[] => sorted(rows.map(({ id }) => id));

  it('shows each his own, whoever came before, and nothing to nobody', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      expect(ids(await asOwn(people))).toEqual([own.employeeId]);
      expect(ids(await asForeign(people))).toEqual([foreign.employeeId]);
      expect(await people()).toEqual([]);
    }
    const at = await Promise.all([asOwn(people), people(), asForeign(people), asOwn(people)]);
    expect(at.map(ids)).toEqual([[own.employeeId], [], [foreign.employeeId], [own.employeeId]]);
  });

  it('keeps to the scope after a rollback, a failure and a savepoint taken back', async () => {
    const failing = asOwn(() =>
      runtime.transaction(async (manager) => {
        await elevated('METRICS', () => manager.query('select 1'));
        await manager.query('select 1 / 0');
      }),
    );
    await expect(failing).rejects.toThrow(/division/);
    expect(ids(await asForeign(people))).toEqual([foreign.employeeId]);
    expect(await people()).toEqual([]);
    await asOwn(() =>
      runtime.transaction(async (manager) => {
        const count = async (): Promise<number> =>
          (await manager.query<object[]>('select 1 from employee')).length;
        expect(await count()).toBe(1);
        const inner = manager.transaction(async () => {
          expect(await elevated('METRICS', count)).toBe(2);
          throw new Error('taken back');
        });
        await expect(inner).rejects.toThrow('taken back');
        expect(await count()).toBe(1);
        expect(await elevated('METRICS', count)).toBe(2);
        expect(await Promise.all([count(), elevated('METRICS', count), count()])).toEqual([1, 2, 1]);
      }),
    );
    expect(await people()).toEqual([]);
    expect(ids(await asOwn(people))).toEqual([own.employeeId]);
  });

  it('tells the scope before a statement in every form in which one may be sent', async () => {
    const options = '-c role=juzheng_runtime';
    const client = new ScopedClient({ connectionString: databaseUrl(), options });
    await client.connect();
    try {
      const text = 'select id from employee where $1';
      const asked = { text, values: [true] };
      const answers = await asOwn(async () => [
        (await client.query<{ id: string }>(text, [true])).rows,
        (await client.query<{ id: string }>(asked)).rows,
        await new Promise<{ id: string }[]>((resolve) => {
          client.query<{ id: string }>(asked, (_, { rows }) => resolve(rows));
        }),
        await new Promise<{ id: string }[]>((resolve) => {
          const rows: { id: string }[] = [];
          const query = new Query<{ id: string }>(text, [true]);
          query.on('row', (row) => void rows.push(row)).on('end', () => resolve(rows));
          client.query(query);
        }),
      ]);
      expect(answers.map(ids)).toEqual(answers.map(() => [own.employeeId]));
      expect((await client.query(asked)).rows).toEqual([]);
    } finally {
      await client.end();
    }
  });

  it('gives every role the scope of whom it acts for', () => {
    const actor: Actor = {
      accountId: 'a',
      role: 'UNIT_HANDLER',
      personName: '',
      unitId: null,
      employeeId: null,
      departmentId: null,
      loginMethod: '',
      ip: '',
    };
    expect(scopeOf({ ...actor, unitId: 'u' })).toBe('UNIT:u');
    expect(scopeOf({ ...actor, role: 'EMPLOYEE', employeeId: 'e' })).toBe('EMPLOYEE:e');
    expect(scopeOf({ ...actor, role: 'FINAL_APPROVER', departmentId: 'd' })).toBe('DEPARTMENT:d');
    expect(scopeOf({ ...actor, role: 'SYSTEM_OPERATOR' })).toBe('ALL');
    expect(scopeOf({ ...actor, role: 'AUDITOR' })).toBe('READ_ALL');
    expect([scopeOf(actor), scopeOf({ ...actor, role: 'EMPLOYEE' })]).toEqual(['', '']);
  });
});

describe('lists behind the wall', () => {
  const PEOPLE = 20_000;
  const TIMES = 40;
  let bare: DataSource;

  beforeAll(async () => {
    bare = createDataSource({ url: databaseUrl(), as: 'owner', applicationName: 'test', poolSize: 1 });
    await bare.initialize();
    await bare.query(
      `insert into employee (id, name, sex, birth_date, phone_sealed, id_type, id_no_sealed, id_no_index, id_no_tail_index)
       select gen_random_uuid(), '王小明', 'MALE', '1990-01-01', 's', 'RESIDENT_ID', 's', 'many ' || n, 's'
         from generate_series(1, $1::int) n`,
      [PEOPLE],
    );
    const many = `select id, row_number() over (order by id) as n from employee where id_no_index like 'many %'`;
    await bare.query(
      `insert into association (id, unit_id, employee_id, status, requested_at)
       select gen_random_uuid(), case when n % 2 = 0 then $1::uuid else $2::uuid end, id, 'ACTIVE',
              now() - make_interval(secs => n) from (${many}) m`,
      [own.unitId, foreign.unitId],
    );
    await bare.query(
      `insert into application (id, application_no, type, permit_type, unit_id, employee_id, initiated_by, status, payload, created_at)
       select gen_random_uuid(), 'M' || n, 'NEW', 'BEIJING_WORK_RESIDENCE',
              case when n % 2 = 0 then $1::uuid else $2::uuid end, id, id, 'IN_REVIEW', '{}', now() - make_interval(secs => n)
         from (${many}) m`,
      [own.unitId, foreign.unitId],
    );
    await bare.query(
      `insert into permit (id, permit_no, permit_type, employee_id, holder_snapshot_sealed, unit_id, supervising_department_id,
                           status, valid_from, valid_until, created_at)
       select gen_random_uuid(), 'M' || n, 'BEIJING_WORK_RESIDENCE', id, 's', case when n % 2 = 0 then $1::uuid else $2::uuid end,
              case when n % 2 = 0 then $3::uuid else $4::uuid end, 'VALID', '2021-08-05', '2024-08-04',
              now() - make_interval(secs => n) from (${many}) m`,
      [own.unitId, foreign.unitId, own.departmentId, foreign.departmentId],
    );
    await bare.query('analyze');
  }, TIMEOUT_MS);
  afterAll(() => bare?.destroy());

  const actor = { accountId: randomUUID(), personName: '', employeeId: null, loginMethod: '', ip: '' };
  const first = { limit: 20, after: null } as const;
  const key = (): string => randomBytes(32).toString('base64');
  const personalData = PersonalData.withKeys({ dataKeys: `k1:${key()}`, indexKey: key() });
  const references = new ReferenceRecords();
  const asUnit = (): Actor => ({ ...actor, role: 'UNIT_HANDLER', unitId: own.unitId, departmentId: null });
  const asDepartment = (): Actor => ({
    ...actor,
    role: 'DEPARTMENT_ADMIN',
    unitId: null,
    departmentId: own.departmentId,
  });
  const LISTS: Readonly<Record<string, (from: DataSource) => [Actor, () => Promise<unknown[]>]>> = {
    在职员工列表: (from) => [
      asUnit(),
      () =>
        associationsOfUnit(from.manager, asUnit(), {
          ...first,
          statuses: ['ACTIVE'],
          name: null,
          idNo: null,
          requestedFrom: null,
          requestedBefore: null,
        }),
    ],
    查询员工业务申请: (from) => [
      asUnit(),
      () =>
        new ApplicationRecords(from, references, personalData).list(asUnit(), {
          ...first,
          inFlight: true,
          openLevel: null,
          subject: null,
          name: null,
        }),
    ],
    证件查询: (from) => [
      asDepartment(),
      () =>
        new PermitRecords(from, references).list(asDepartment(), { ...first, name: null, permitNo: null }),
    ],
  };

  async function medianMs(reader: Actor, ask: () => Promise<unknown[]>): Promise<number> {
    const times: number[] = [];
    for (let turn = 0; turn < TIMES; turn += 1) {
      const begun = performance.now();
      const rows = await inScope(scopeOf(reader), ask);
      times.push(performance.now() - begun);
      expect(rows).toHaveLength(first.limit + 1);
    }
    return times.toSorted((one, other) => one - other)[TIMES / 2] ?? 0;
  }

  it.each(Object.entries(LISTS))(
    `%s of ${PEOPLE} persons answers from its index`,
    async (name, listOf) => {
      const before = await medianMs(...listOf(bare));
      const after = await medianMs(...listOf(runtime));
      process.stdout.write(
        `\n${name}: ${before.toFixed(2)} ms without the wall, ${after.toFixed(2)} ms behind it (× ${(after / before).toFixed(2)})\n`,
      );
      expect(after).toBeLessThan(Math.max(before * 5, 25));
    },
    TIMEOUT_MS,
  );
});
