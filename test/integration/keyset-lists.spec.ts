import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { AccountRecords } from '../../infra/database/account-records.js';
import { ApplicationRecords } from '../../infra/database/application-records.js';
import { associationsOfUnit } from '../../infra/database/association-lists.js';
import { createDataSource } from '../../infra/database/data-source.js';
import { NoticeRecords } from '../../infra/database/notice-records.js';
import { ReferenceRecords } from '../../infra/database/reference-records.js';
import { ReviewDeskRecords } from '../../infra/database/review-desk-records.js';
import { PersonalData } from '../../infra/personal-data/personal-data.js';
import { keyset, page, type Keyset } from '../../services/api/http/keyset.js';
import { runSurroundings } from '../support/stack-surroundings.js';

const RUNS = 500;
const TIMEOUT_MS = 60_000;
const MOST_AT_FIRST = 20;
const MOST_STEPS = 5;
const MOST_INSERTED = 3;
/** One person for each row there may be: a person has one open link. */
const PEOPLE = MOST_AT_FIRST + MOST_STEPS * MOST_INSERTED;
/** So few instants that many rows share one. */
const INSTANTS = 4;

interface Row {
  readonly id: string;
  readonly at: Date;
}
/** What is asked for, and what happens in the list before the next page is. */
interface Step {
  readonly limit: number;
  readonly inserted: readonly Row[];
  /** Of the rows that were there at first, by position. */
  readonly removed: readonly number[];
}
interface Story {
  readonly atFirst: readonly Row[];
  readonly steps: readonly Step[];
}
interface WalkedList {
  readonly clear: string;
  /** `$1` is the rows with their number, `$2` the unit, `$3` the department, `$4` the persons. */
  readonly insert: string;
  /** Of the ids in `$1`. */
  readonly remove: string;
  /** The real query: position of each row that it gives, one more than the limit where there are more. */
  readonly ask: (asked: Keyset) => Promise<[Date, string][]>;
}

const database = `lists_${randomBytes(5).toString('hex')}`;
const unitId = randomUUID();
const departmentId = randomUUID();
const accountId = randomUUID();
const people: string[] = [];
const actor = { accountId, personName: '测试', employeeId: null, loginMethod: 'PASSWORD', ip: '' };
const unit: Actor = { ...actor, role: 'UNIT_HANDLER', unitId, departmentId: null };
const reviewer: Actor = { ...actor, role: 'DISTRICT_FIRST_REVIEWER', unitId: null, departmentId };

let server: Client;
let dataSource: DataSource;

beforeAll(async () => {
  const { databaseUrl } = runSurroundings();
  server = new Client({ connectionString: databaseUrl });
  await server.connect();
  await server.query(`create database ${database}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${database}`;
  dataSource = createDataSource({ url: url.href, as: 'owner', applicationName: 'test' });
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.query(
    `insert into unit (id, uscc, name, registered_address, unit_type) values ($1, 'U', '单位', '地址', 'ENTERPRISE')`,
    [unitId],
  );
  await dataSource.query(
    `insert into department (id, name, level, permit_types) values ($1, '部门', 'DISTRICT', '[]')`,
    [departmentId],
  );
  await addPeople();
}, TIMEOUT_MS);
afterAll(async () => {
  await dataSource?.destroy();
  await server.query(`drop database if exists ${database} with (force)`);
  await server.end();
});

const key = (): string => randomBytes(32).toString('base64');
const personalData = PersonalData.withKeys({ dataKeys: `k1:${key()}`, indexKey: key() });

async function addPeople(): Promise<void> {
  const accounts = new AccountRecords(dataSource, personalData);
  for (let number = 0; number < PEOPLE; number += 1) {
    const person = await accounts.addPerson(dataSource.manager, {
      name: '王小明',
      idType: 'RESIDENT_ID',
      idNo: String(number).padStart(18, '0'),
      sex: 'MALE',
      birthDate: knownDate('1990-01-01'),
      mobile: '13800138000',
    });
    people.push(person?.id ?? '');
  }
}

const FILED = `jsonb_to_recordset($1::jsonb) as filed (id uuid, at timestamptz, number int)`;
/** Every statement takes the same four parameters, whichever it needs. */
const GIVEN = `(select $2::uuid as unit_id, $3::uuid as department_id, $4::uuid[] as people) as given`;

function links(status: 'PENDING' | 'ACTIVE'): WalkedList {
  const nothing = { name: null, idNo: null, requestedFrom: null, requestedBefore: null };
  return {
    clear: 'delete from association',
    insert: `insert into association (id, unit_id, employee_id, status, requested_at)
             select filed.id, given.unit_id, given.people[filed.number], '${status}', filed.at from ${FILED}, ${GIVEN}`,
    remove: `update association set status = 'ENDED' where id = any($1)`,
    ask: async (asked) => {
      const filter = { ...asked, ...nothing, statuses: [status] };
      const rows = await associationsOfUnit(dataSource.manager, unit, filter);
      return rows.map((row) => [row.requested_at, row.id]);
    },
  };
}

const APPLICATIONS = `insert into application
  (id, created_at, application_no, type, permit_type, unit_id, employee_id, initiated_by, status, payload)
  select filed.id, filed.at, 'A' || filed.number, 'NEW', 'BEIJING_WORK_RESIDENCE', given.unit_id,
         given.people[filed.number], given.unit_id, 'IN_REVIEW', '{}' from ${FILED}, ${GIVEN}`;

const LISTS: Readonly<Record<string, () => WalkedList>> = {
  待确认单位关联: () => links('PENDING'),
  在职员工: () => links('ACTIVE'),
  业务申请: () => {
    const records = new ApplicationRecords(dataSource, new ReferenceRecords(), personalData);
    return {
      clear: 'delete from application',
      insert: APPLICATIONS,
      remove: `update application set status = 'WITHDRAWN' where id = any($1)`,
      ask: async (asked) => {
        const rows = await records.list(unit, {
          ...asked,
          inFlight: true,
          openLevel: null,
          subject: null,
          name: null,
        });
        return rows.map((row) => [row.created_at, row.id]);
      },
    };
  },
  系统提示通知: () => {
    const records = new NoticeRecords(dataSource);
    return {
      clear: 'delete from notice',
      insert: `insert into notice (id, natural_key, code, body, audience_kind, audience_id, business_ref, published_at)
               select filed.id, filed.id, 'N-05', '', 'UNIT', given.unit_id, '{}', filed.at from ${FILED}, ${GIVEN}`,
      remove: 'update notice set resolved_at = now() where id = any($1)',
      ask: async (asked) => {
        const rows = await records.list(unit, { ...asked, includeResolved: false });
        return rows.map((row) => [row.published_at, row.id]);
      },
    };
  },
  '待审批任务（先到在前）': () => {
    const records = new ReviewDeskRecords(dataSource);
    return {
      clear: 'with gone as (delete from review_task) delete from application',
      insert: `with filed_application as (${APPLICATIONS} returning id)
               insert into review_task (id, application_id, unit_id, round, level, department_id, status, received_at, queued_at, due_on)
               select filed.id, filed.id, given.unit_id, 1, 'DISTRICT_FIRST', given.department_id, 'OPEN', filed.at, filed.at, filed.at
                 from ${FILED}, ${GIVEN}`,
      remove: `update review_task set status = 'CLOSED' where id = any($1)`,
      ask: async ({ limit, after }) => {
        const rows = await records.list(reviewer, 'UNCLAIMED', limit, after);
        return rows.map((row) => [row.queued_at, row.id]);
      },
    };
  },
};

const row: fc.Arbitrary<Row> = fc.record({
  id: fc.uuid(),
  at: fc.nat(INSTANTS - 1).map((instant) => new Date(Date.UTC(2021, 7, 5, 1, 0, 0, instant))),
});
const story: fc.Arbitrary<Story> = fc
  .record({
    atFirst: fc.array(row, { maxLength: MOST_AT_FIRST, size: 'max' }),
    steps: fc.array(
      fc.record({
        limit: fc.integer({ min: 1, max: 4 }),
        inserted: fc.array(row, { maxLength: MOST_INSERTED }),
        removed: fc.array(fc.nat(MOST_AT_FIRST - 1), { maxLength: 2 }),
      }),
      { maxLength: MOST_STEPS, size: 'max' },
    ),
  })
  .filter(({ atFirst, steps }) => {
    const ids = [...atFirst, ...steps.flatMap(({ inserted }) => inserted)].map(({ id }) => id);
    return new Set(ids).size === ids.length;
  });

/** Every row that the walk has shown, in its order, and those that were taken away during it. */
async function walked(
  list: WalkedList,
  { atFirst, steps }: Story,
): Promise<{ shown: string[]; gone: Set<string> }> {
  let filed = 0;
  const insert = async (rows: readonly Row[]): Promise<void> => {
    if (rows.length === 0) return;
    const numbered = rows.map((each) => ({ ...each, number: (filed += 1) }));
    await dataSource.query(list.insert, [JSON.stringify(numbered), unitId, departmentId, people]);
  };
  await dataSource.query(list.clear);
  await insert(atFirst);
  const shown: string[] = [];
  const gone = new Set<string>();
  let cursor: string | null = null;
  for (let turn = 0; turn === 0 || cursor !== null; turn += 1) {
    const { limit, inserted, removed } = steps[turn] ?? { limit: 3, inserted: [], removed: [] };
    const asked = keyset({ limit: String(limit), ...(cursor !== null && { cursor }) });
    const { items, nextCursor } = page(
      await list.ask(asked),
      limit,
      (position) => position,
      ([, id]) => id,
    );
    shown.push(...items);
    cursor = nextCursor;
    const ids = removed.flatMap((position) => atFirst[position]?.id ?? []);
    if (ids.length > 0) await dataSource.query(list.remove, [ids]);
    for (const id of ids) gone.add(id);
    await insert(inserted);
  }
  return { shown, gone };
}

describe('a list that is walked while rows come and go', () => {
  it.each(Object.entries(LISTS))(
    `%s: shows every row that stays once and none twice, in ${RUNS} stories`,
    async (_, listOf) => {
      const list = listOf();
      await fc.assert(
        fc.asyncProperty(story, async (told) => {
          const { shown, gone } = await walked(list, told);
          expect(shown.length).toBe(new Set(shown).size);
          const staying = told.atFirst.map(({ id }) => id).filter((id) => !gone.has(id));
          expect(shown).toEqual(expect.arrayContaining(staying));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it('is a test that sees a list by numbers of rows, which skips and doubles', async () => {
    const byKeyset = links('PENDING');
    let offset = 0;
    const byNumber: WalkedList = {
      ...byKeyset,
      ask: async ({ limit, after }) => {
        offset = after === null ? 0 : offset;
        const all = await byKeyset.ask({ limit: PEOPLE, after: null });
        const rows = all.slice(offset, offset + limit + 1);
        offset += limit;
        return rows;
      },
    };
    const fails = fc.assert(
      fc.asyncProperty(story, async (told) => {
        const { shown, gone } = await walked(byNumber, told);
        const staying = told.atFirst.map(({ id }) => id).filter((id) => !gone.has(id));
        return shown.length === new Set(shown).size && staying.every((id) => shown.includes(id));
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    await expect(fails).rejects.toThrow(/Property failed/);
  });
});
