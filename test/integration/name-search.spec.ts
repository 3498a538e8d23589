import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import { AccountRecords } from '../../infra/database/account-records.js';
import { associationsOfUnit } from '../../infra/database/association-lists.js';
import { createDataSource } from '../../infra/database/data-source.js';
import { namedLike, recordNames } from '../../infra/database/name-search.js';
import { PersonalData } from '../../infra/personal-data/personal-data.js';
import { isReadAs, madeUpNames, type MadeUpName } from '../support/made-up-names.js';
import { isLong } from '../support/run-length.js';
import { runSurroundings } from '../support/stack-surroundings.js';

const SEED = 20210805;
const NAMES = 1000;
const MANY = isLong ? 100_000 : 10_000;
const FILL_TIMEOUT_MS = 300_000;
const SEARCH_TIMEOUT_MS = 180_000;

let server: Client;
let dataSource: DataSource;
const database = `names_${randomBytes(5).toString('hex')}`;

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
});
afterAll(async () => {
  await dataSource?.destroy();
  await server.query(`drop database if exists ${database} with (force)`);
  await server.end();
});

interface Searched {
  readonly text: string;
  readonly way: 'written' | 'pinyin' | 'initials';
}
const isMeant = (name: MadeUpName, { text, way }: Searched): boolean =>
  way === 'written' ? name.name.includes(text) : isReadAs(name, text, way);

/** What people type who look for this person. */
function searchesFor({ name, surname, surnamePinyin, pinyin, initials }: MadeUpName): Searched[] {
  const written = [surname, name.slice(0, 2), name.slice(-2)].map(
    (text) => ({ text, way: 'written' }) as const,
  );
  const heard = [surnamePinyin, pinyin].map((text) => ({ text, way: 'pinyin' }) as const);
  return [...written, ...heard, { text: initials, way: 'initials' }];
}

describe('1,000 made-up names in the employee list of a unit', () => {
  const names = madeUpNames(NAMES, SEED);
  const byId = new Map<string, MadeUpName>();
  const unitId = randomUUID();
  const unit: Actor = {
    accountId: randomUUID(),
    role: 'UNIT_HANDLER',
    personName: '测试',
    unitId,
    employeeId: null,
    departmentId: null,
    loginMethod: 'PASSWORD',
    ip: '',
  };

  const found = async (text: string): Promise<string[]> => {
    const all = { limit: NAMES, after: null, idNo: null, requestedFrom: null, requestedBefore: null };
    const filter = { ...all, statuses: ['PENDING'], name: text } as const;
    const rows = await associationsOfUnit(dataSource.manager, unit, filter);
    return rows.map(({ employee_id }) => employee_id);
  };

  beforeAll(async () => {
    const key = (): string => randomBytes(32).toString('base64');
    const personalData = PersonalData.withKeys({ dataKeys: `k1:${key()}`, indexKey: key() });
    const accounts = new AccountRecords(dataSource, personalData);
    await dataSource.query(
      `insert into unit (id, uscc, name, registered_address, unit_type) values ($1, 'U', '单位', '地址', 'ENTERPRISE')`,
      [unitId],
    );
    await dataSource.transaction(async (manager) => {
      for (const [index, made] of names.entries()) {
        const idNo = String(index).padStart(18, '0');
        const person = await accounts.addPerson(manager, {
          name: made.name,
          idType: 'RESIDENT_ID',
          idNo,
          sex: 'MALE',
          birthDate: knownDate('1990-01-01'),
          mobile: '13800138000',
        });
        byId.set(person?.id ?? '', made);
      }
      await manager.query(
        `insert into association (id, unit_id, employee_id, status, requested_at)
         select gen_random_uuid(), $1, id, 'PENDING', now() from employee`,
        [unitId],
      );
    });
    await dataSource.query('analyze');
  });

  it(
    'are all found by two characters, surname, pinyin and initials, with at most 1 % false hits',
    async () => {
      expect(byId.size).toBe(NAMES);
      const searches = new Map(names.flatMap(searchesFor).map((each) => [`${each.way} ${each.text}`, each]));
      const missed: string[] = [];
      let hits = 0;
      let falseHits = 0;
      for (const searched of searches.values()) {
        const ids = new Set(await found(searched.text));
        hits += ids.size;
        for (const [id, name] of byId) {
          if (isMeant(name, searched) && !ids.has(id)) missed.push(`${name.name} by ${searched.text}`);
          if (!isMeant(name, searched) && ids.has(id)) falseHits += 1;
        }
      }
      process.stdout.write(`\n${searches.size} searches: ${hits} hits, ${falseHits} of them not meant\n`);
      expect(missed).toEqual([]);
      expect(falseHits / hits).toBeLessThanOrEqual(0.01);
    },
    SEARCH_TIMEOUT_MS,
  );

  it('follow a name that changes', async () => {
    const [first] = [...byId.keys()];
    const id = first ?? '';
    await recordNames(dataSource.manager, 'PERSON', [{ id, name: '诸葛孔明' }]);
    await recordNames(dataSource.manager, 'PERSON', [{ id, name: '诸葛孔明' }]);
    expect(await found('zhugekongming')).toEqual([id]);
    expect(await found('孔明')).toEqual([id]);
    await recordNames(dataSource.manager, 'PERSON', [{ id, name: byId.get(id)?.name ?? '' }]);
    expect(await found('孔明')).toEqual([]);
  });
});

describe(`${MANY} made-up names`, () => {
  const names = madeUpNames(MANY, SEED + 1);
  const byTokens = (text: string, parameters: unknown[]): string =>
    `select e.id, e.name from employee e where ${namedLike('PERSON', 'e.id', text, parameters)} limit 21`;
  const byLike = 'select e.id, e.name from employee e where e.name like $1 limit 21';

  beforeAll(async () => {
    const people = names.map(({ name }) => ({ id: randomUUID(), name }));
    await dataSource.query(
      `insert into employee (id, name, sex, birth_date, phone_sealed, id_type, id_no_sealed, id_no_index, id_no_tail_index)
       select id, name, 'MALE', '1990-01-01', 'x', 'PASSPORT', 'x', id::text, 'x'
         from jsonb_to_recordset($1::jsonb) as people (id uuid, name text)`,
      [JSON.stringify(people)],
    );
    await dataSource.transaction((manager) => recordNames(manager, 'PERSON', people));
    await dataSource.query('analyze');
  }, FILL_TIMEOUT_MS);

  const planOf = async (text: string): Promise<string> => {
    const parameters: unknown[] = [];
    const statement = `explain ${byTokens(text, parameters)}`;
    const rows = await dataSource.query<{ 'QUERY PLAN': string }[]>(statement, parameters);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  it('are searched by the index, whatever is typed', async () => {
    for (const text of ['王', '欧阳', 'ouyang', 'wang', 'sw']) {
      const plan = await planOf(text);
      expect(plan).toMatch(/using name_token_(pkey|subject_idx)/);
      expect(plan).not.toContain('Seq Scan on name_token');
    }
    for (const text of ['王小明', '单伟', 'shanwei', '北京云程信息技术']) {
      const plan = await planOf(text);
      expect(plan).toContain('using name_token_pkey');
      expect(plan).not.toContain('Seq Scan');
    }
  });

  it('are found in times that are printed beside those of LIKE', async () => {
    const texts = names.slice(0, 200).map(({ name }) => name.slice(-2));
    const timed = async (run: (text: string) => Promise<unknown>): Promise<string> => {
      const times: number[] = [];
      for (const text of texts) {
        const begun = performance.now();
        await run(text);
        times.push(performance.now() - begun);
      }
      const p95 = times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? 0;
      return `${p95.toFixed(2)} ms`;
    };
    const tokens = await timed((text) => {
      const parameters: unknown[] = [];
      return dataSource.query(byTokens(text, parameters), parameters);
    });
    const rare = await timed((text) => {
      const parameters: unknown[] = [];
      return dataSource.query(byTokens(`${text}龘`, parameters), parameters);
    });
    const like = await timed((text) => dataSource.query(byLike, [`%${text}%`]));
    const rareLike = await timed((text) => dataSource.query(byLike, [`%${text}龘%`]));
    process.stdout.write(
      `\n${MANY} names, p95: two characters ${tokens} (LIKE ${like}), nobody found ${rare} (LIKE ${rareLike})\n`,
    );
    expect(texts).toHaveLength(200);
  });
});
