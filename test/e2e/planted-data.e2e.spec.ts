import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import readExcelFile from 'read-excel-file/node';
import type { AuditPage } from '../../services/api/audit/audit.dto.js';
import { ApiClient } from '../support/api-client.js';
import { freezeAt, granted, inStatus, passLevels, signInCast, type Cast } from '../support/cast.js';
import {
  searchDatabase,
  searchFolder,
  searchTemporal,
  type ClearPlace,
  type SearchedPlaces,
} from '../support/clear-places.js';
import { ClearSearch, type Planted } from '../support/clear-search.js';
import {
  enterByKey,
  enterByPhone,
  clientOf,
  openTicket,
  registeredUnit,
  TestPhone,
} from '../support/entry.js';
import {
  residentNumber,
  succeeded,
  trialClient,
  uploadUnitFiles,
  type LinkedEmployee,
} from '../support/people.js';
import {
  live,
  plantedPerson,
  settle,
  stumble,
  valuesOf,
  type PlantedPerson,
} from '../support/planted-people.js';
import { linkOf, prepareRenewal, renewalOf } from '../support/renewals.js';
import { isLong } from '../support/run-length.js';
import { startStack, type Stack } from '../support/stack.js';
import { runSurroundings } from '../support/stack-surroundings.js';
import { startOwnTemporal, type OwnTemporal } from '../support/stack-temporal.js';
import { newUnit, UNIT_GENERAL } from '../support/units.js';

/** Four ways an application goes, so a multiple of four. */
const PERSONS = isLong ? 200 : 4;
const AT_ONCE = 4;
/** All of them come from one address, as no persons do; each registers four times. */
const RATES = 'network:60000,registration:6000,captcha:6000,signIn:6000,publicCheck:6000,reveal:6000';
const TIMEOUT_MS = 180_000 + PERSONS * 3_000;

/** Leaked on purpose in every place that is searched: what does not find it finds nothing. */
const LEAKED: Planted = { kind: 'ID_NUMBER', value: residentNumber() };

let temporal: OwnTemporal;
let stack: Stack;
let cast: Cast;
let admin: ApiClient;
let search: ClearSearch;
const persons: PlantedPerson[] = [];
const found: ClearPlace[] = [];

function note(name: string, searched: SearchedPlaces): void {
  const { places, bytes, declared } = searched;
  process.stdout.write(`${name}: ${places} places, ${Math.ceil(bytes / 1000)} kB, ${declared} as declared\n`);
  found.push(...searched.found);
}

beforeAll(async () => {
  temporal = await startOwnTemporal();
  stack = await startStack({
    startAt: '2021-08-05',
    temporal,
    detour: async () => ({ RATE_LIMITS: RATES }),
  });
  cast = await signInCast(stack);
  admin = await trialClient(stack, 'haidian-admin');
  persons.push(...Array.from({ length: PERSONS + 3 }, (_, number) => plantedPerson(number)));
  search = new ClearSearch([LEAKED, ...persons.flatMap(valuesOf)]);
}, TIMEOUT_MS);
afterAll(async () => {
  await stack?.stop();
  await temporal?.stop();
});

describe('planted personal data', () => {
  it(
    `of ${PERSONS} persons stands in clear in no place but the declared columns`,
    async () => {
      await uploadUnitFiles(cast.unit);
      const employees = await inParallel(persons.slice(0, PERSONS), async (person, number) => {
        const employee = await settle(cast, admin, person);
        await live(cast, employee, number);
        await stumble(cast, person);
        return employee;
      });
      const [visitor, legal, renewing] = persons.slice(PERSONS);
      assert.ok(visitor && legal && renewing);
      await comeWithoutPassword(visitor);
      await completeUnit(legal);
      await renew(await holder(renewing));
      await exportsTellNobodyElse(employees);
      await leak();

      note('answers', await searchAnswers());
      const database = await searchDatabase(stack, search);
      note('database', database);
      // names and mail of each stand where they may, or nobody was planted
      expect(database.declared).toBeGreaterThan(3 * PERSONS);
      await Promise.all([stack.stopApi(), stack.stopWorker()]);
      await temporal.stop();
      note('temporal', await searchTemporal(temporal.databaseFile, search));
      note('logs', await searchFolder(path.join(runSurroundings().runFolder, 'logs'), search));

      expect(found.filter(({ value }) => value !== LEAKED.value)).toEqual([]);
      const leaks = found.map(({ place }) => (place.startsWith('temporal ') ? 'temporal' : place));
      expect([...new Set(leaks)].toSorted()).toEqual([
        'answer audit',
        'database audit_event.reason',
        'database department.phone',
        'log leak.log',
        'temporal',
      ]);
    },
    TIMEOUT_MS,
  );
});

async function inParallel<From, To>(
  all: readonly From[],
  work: (one: From, number: number) => Promise<To>,
): Promise<To[]> {
  const results: To[] = [];
  const queue = [...all.entries()];
  const run = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      results[next[0]] = await work(next[1], next[0]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  return results;
}

/** A unit authorizes him, his phone confirms; a second code is confirmed and never redeemed. */
async function comeWithoutPassword({ name, idNo, mobile }: PlantedPerson): Promise<void> {
  const { uscc } = await registeredUnit(stack);
  const legal = clientOf(stack, await enterByKey(stack, uscc));
  const authorization = {
    method: 'E_LICENCE',
    role: 'UNIT_HANDLER',
    name,
    idType: 'RESIDENT_ID',
    idNo,
    mobile,
  };
  succeeded(await legal.post('/api/v1/units/mine/authorizations', authorization));
  const owner = { uscc, personName: name, idNo, role: 'OPERATOR' } as const;
  clientOf(stack, await enterByPhone(stack, 'E_LICENCE', owner));
  const visitor = new ApiClient(stack.apiUrl);
  const ticket = await openTicket(visitor, 'E_LICENCE');
  const phone = new TestPhone(visitor, 'E_LICENCE', owner);
  succeeded(await phone.scan(ticket.qrText));
  succeeded(await phone.confirm(ticket.qrText, ticket.number));
}

/** Its legal representative is a planted person; a unit that is not complete yet names him in its draft. */
async function completeUnit(person: PlantedPerson): Promise<void> {
  const legal = {
    legalRepName: person.name,
    legalRepIdNo: person.idNo,
    legalRepMobile: person.mobile,
    phone: person.phone,
    email: person.email,
  };
  await newUnit(stack, legal);
  const newcomer = await trialClient(stack, 'unit3');
  succeeded(await newcomer.put('/api/v1/units/mine/profile/general', { ...UNIT_GENERAL, ...legal }));
}

async function holder(
  person: PlantedPerson = plantedPerson(0),
): Promise<LinkedEmployee & { permitId: string }> {
  const employee = await settle(cast, admin, person);
  const { permitId } = await granted(cast, employee);
  return { ...employee, permitId: permitId ?? '' };
}

/** Three years later, within the window. */
async function renew(person: LinkedEmployee & { permitId: string }): Promise<void> {
  await freezeAt(cast, '2024-06-20');
  const { employeeId } = await linkOf(cast.unit, person);
  const holding = { ...person, employeeId };
  await prepareRenewal(holding, cast.unit);
  const { id } = succeeded(await renewalOf(cast.unit, holding));
  await passLevels(cast, id);
  await inStatus(person.client, id, 'APPROVED');
}

/** What one person is told of himself holds no value of another. */
async function exportsTellNobodyElse(employees: readonly LinkedEmployee[]): Promise<void> {
  for (const [number, { client }] of employees.slice(0, AT_ONCE).entries()) {
    const others = new ClearSearch(persons.filter((_, other) => other !== number).flatMap(valuesOf));
    const own = new ClearSearch(persons.slice(number, number + 1).flatMap(valuesOf));
    const { bytes: json } = await client.get('/api/v1/me/personal-data/export');
    const { bytes: sheet } = await client.get('/api/v1/me/personal-data/export/sheet');
    const texts = [json, Buffer.from(JSON.stringify(await readExcelFile(sheet)))];
    for (const text of texts) {
      expect(others.in(text)).toEqual([]);
      expect(own.in(text).length).toBeGreaterThan(5);
    }
  }
}

async function leak(): Promise<void> {
  await stack.sql('update department set phone = $1', [LEAKED.value]);
  await stack.sql(
    `insert into audit_event (at, actor_role, action, entity, reason) values (now(), 'SYSTEM', 'test', 'test', $1)`,
    [`证件号码 ${LEAKED.value}`],
  );
  const logs = path.join(runSurroundings().runFolder, 'logs', 'leak.log');
  await appendFile(logs, `{"msg":"${Buffer.from(LEAKED.value).toString('base64')}"}\n`);
  const memo = { summary: `申请人 ${LEAKED.value}` };
  const workflow = { taskQueue: 'nobody', workflowId: 'leak', memo };
  await stack.temporal.workflow.start('leak', workflow);
}

/** What tells many persons at once: the audit trail, in which actors have names, and the metrics. */
async function searchAnswers(): Promise<SearchedPlaces> {
  const places: ClearPlace[] = [];
  let bytes = 0;
  let pages = 0;
  for (let cursor: string | null = ''; cursor !== null;) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const answer = await cast.auditor.get<AuditPage>(`/api/v1/audit-events?limit=100${after}`);
    const { nextCursor } = succeeded(answer);
    const hits = search.in(answer.bytes).filter(({ kind }) => kind !== 'NAME');
    places.push(...hits.map((hit) => ({ ...hit, place: 'answer audit' })));
    bytes += answer.bytes.length;
    pages += 1;
    cursor = nextCursor;
  }
  const metrics = await new ApiClient(stack.apiUrl).get('/metrics');
  places.push(...search.in(metrics.bytes).map((hit) => ({ ...hit, place: 'answer metrics' })));
  return { places: pages + 1, bytes: bytes + metrics.bytes.length, found: places, declared: 0 };
}
