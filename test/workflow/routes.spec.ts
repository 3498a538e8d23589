import type { BusinessType, PermitType } from '../../domain/application/business-type.js';
import { hourOfDay } from '../../domain/calendar/instant.js';
import { addDays, knownDate } from '../../domain/calendar/plain-date.js';
import { readHistory, type HistoryRead } from '../support/history-reading.js';
import { WorkflowEngine } from '../support/workflow-engine.js';

const FIRST_DAY = knownDate('2021-07-01');
const MORNING = 9;
/** Long enough for the engine to be at rest before the next decision, as it is in life. */
const HUMAN_PACE_MS = 300;

/**
 * The table of domain.md §5 as it stands there, and the last day of each level when each level passes a day after the
 * one before, from Thursday 2021-07-01: workdays after the day of receipt.
 */
const FIVE_LEVELS = ['2021-07-08', '2021-07-09', '2021-07-09', '2021-07-09', '2021-07-12'];
const UNIT_FIRST = 'UNIT DISTRICT_FIRST DISTRICT_SECOND MUNICIPAL FINAL';
const DEPARTMENTS = 'DISTRICT_FIRST DISTRICT_SECOND MUNICIPAL FINAL';
const BEIJING = 'BEIJING_WORK_RESIDENCE';
const OVERSEAS = 'OVERSEAS_RETURNEE_WORK_RESIDENCE';
const CENTRE = 'CENTRE_FIRST CENTRE_SECOND FINAL';
/** 7, 7 and 6 workdays: begun on 07-01 by the unit, on 07-02 by the employee, whose unit has 5 before. */
const CENTRE_OF_UNIT = ['2021-07-12', '2021-07-13', '2021-07-12'];
const CENTRE_OF_EMPLOYEE = ['2021-07-08', '2021-07-13', '2021-07-13', '2021-07-12'];

const ROUTES: readonly (readonly [PermitType, BusinessType, string, readonly string[]])[] = [
  [BEIJING, 'NEW', UNIT_FIRST, FIVE_LEVELS],
  [BEIJING, 'RENEWAL', DEPARTMENTS, FIVE_LEVELS.slice(0, 4)],
  [BEIJING, 'EMPLOYER_CHANGE', DEPARTMENTS, FIVE_LEVELS.slice(0, 4)],
  [BEIJING, 'BASIC_INFO_CHANGE', UNIT_FIRST, FIVE_LEVELS],
  [BEIJING, 'BUSINESS_INFO_CHANGE', 'UNIT DISTRICT_FIRST DISTRICT_SECOND', FIVE_LEVELS.slice(0, 3)],
  [BEIJING, 'PERMISSION_APPLY', 'DISTRICT_FIRST DISTRICT_SECOND MUNICIPAL', FIVE_LEVELS.slice(0, 3)],
  [
    BEIJING,
    'SUPERVISING_DEPT_CHANGE',
    'TRANSFER_OUT DISTRICT_FIRST DISTRICT_SECOND MUNICIPAL',
    FIVE_LEVELS.slice(0, 4),
  ],
  [BEIJING, 'PERMISSION_CANCEL', 'DISTRICT_FIRST DISTRICT_SECOND', FIVE_LEVELS.slice(0, 2)],
  [BEIJING, 'UNIT_INFO_CHANGE', 'DISTRICT_FIRST', FIVE_LEVELS.slice(0, 1)],
  [OVERSEAS, 'NEW', `UNIT ${CENTRE}`, CENTRE_OF_EMPLOYEE],
  [OVERSEAS, 'RENEWAL', CENTRE, CENTRE_OF_UNIT],
  [OVERSEAS, 'EMPLOYER_CHANGE', CENTRE, CENTRE_OF_UNIT],
  [OVERSEAS, 'BASIC_INFO_CHANGE', `UNIT ${CENTRE}`, CENTRE_OF_EMPLOYEE],
  [OVERSEAS, 'BUSINESS_INFO_CHANGE', `UNIT ${CENTRE}`, CENTRE_OF_EMPLOYEE],
  [OVERSEAS, 'PERMISSION_APPLY', 'CENTRE_FIRST CENTRE_SECOND', FIVE_LEVELS.slice(0, 2)],
  [OVERSEAS, 'PERMISSION_CANCEL', 'CENTRE_FIRST CENTRE_SECOND', FIVE_LEVELS.slice(0, 2)],
];

let engine: WorkflowEngine;
beforeAll(async () => {
  engine = await WorkflowEngine.start();
});
afterAll(() => engine.stop());

describe('every route of domain.md §5, read out of the histories alone', () => {
  it.each(ROUTES)('%s %s passes %s', async (permitType, type, levels, dueDates) => {
    const read = await passedDayByDay(type, permitType, dueDates.length);
    expect(read.attributes.map((set) => set['WrpStage'])).toEqual(levels.split(' '));
    expect(dueDatesOf(read)).toEqual(dueDates);
    expect(read.attributes.map((set) => set['WrpDueAt'])).toEqual(
      dueDates.map((day) => `${day}T16:00:00.000Z`),
    );
    expect(read.signals.filter((signal) => signal === 'decided')).toHaveLength(dueDates.length);
    expect(read.activities).toEqual(['issueReceipt', 'conclude', 'issueConfirmationForm']);
    expect(read.result).toBe('APPROVED');
  });
});

describe('the events of a five-level lifecycle', () => {
  it('are at most 60', async () => {
    engine.clock.set(hourOfDay(FIRST_DAY, MORNING), 'running');
    const id = await engine.submitted('NEW', BEIJING);
    for (let level = 0; level < FIVE_LEVELS.length; level += 1) {
      await engine.attended(id);
      await new Promise((resolve) => setTimeout(resolve, HUMAN_PACE_MS));
      await engine.decide(id, 'PASS');
    }
    const { kinds } = readHistory((await engine.endOf(id)).history);
    const total = Object.values(kinds).reduce((sum, each) => sum + each, 0);
    const lines = Object.entries(kinds).map(([kind, count]) => `  ${String(count).padStart(3)} ${kind}`);
    process.stdout.write(['', `${total} events of a five-level lifecycle`, ...lines, ''].join('\n'));
    expect(total).toBeLessThanOrEqual(60);
  });
});

/** One level a day, on a clock that stands still in the morning of each. */
async function passedDayByDay(
  type: BusinessType,
  permitType: PermitType,
  levels: number,
): Promise<HistoryRead> {
  engine.clock.set(hourOfDay(FIRST_DAY, MORNING), 'frozen');
  const id = await engine.submitted(type, permitType);
  for (let day = 1; day <= levels; day += 1) {
    await engine.attended(id);
    engine.clock.set(hourOfDay(addDays(FIRST_DAY, day), MORNING), 'frozen');
    await engine.decide(id, 'PASS');
  }
  const { history } = await engine.endOf(id);
  return readHistory(history);
}

/** Each level was asked for its last day once, when it was opened. */
function dueDatesOf({ localActivities }: HistoryRead): unknown[] {
  const asked = localActivities.filter(({ name }) => name === 'attendLevel');
  return asked.map(({ result }) => (result as { dueOn?: string }).dueOn);
}
