import { randomUUID } from 'node:crypto';
import type { ApplicationPage } from '../../services/api/applications/application.views.js';
import type { BoardView, RenewalBatchView } from '../../services/api/work-residence/work-residence.views.js';
import { expectRefused, faultPointers, type Answer } from '../support/api-client.js';
import { freezeAt, signInCast, type Cast } from '../support/cast.js';
import { succeeded, uploadUnitFiles } from '../support/people.js';
import { permitHolder, prepareRenewal, RENEWAL_DECLARED, type PermitHolder } from '../support/renewals.js';
import { sheetRows } from '../support/sample-sheets.js';
import { startStack, type Stack } from '../support/stack.js';

const BATCH = '/api/v1/work-residence/renewals';
const YEAR = 'from=2025-07-01&to=2025-12-31';

let stack: Stack;
let cast: Cast;
/** All valid until V = 2025-09-15, with O = 2025-07-16 and L = 2025-08-15. */
let ready: PermitHolder;
let unready: PermitHolder;
let begun: PermitHolder;

beforeAll(async () => {
  stack = await startStack({ startAt: '2022-09-16' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2022-09-16T10:00:00+08:00');
  await uploadUnitFiles(cast.unit);
  [ready, unready, begun] = await Promise.all([permitHolder(cast), permitHolder(cast), permitHolder(cast)]);
  await freezeAt(cast, '2025-07-21T10:00:00+08:00');
  await prepareRenewal(ready, cast.unit);
  await prepareRenewal(begun, cast.unit);
}, 120_000);
afterAll(() => stack?.stop());

function renewAll(
  permitIds: readonly string[],
  key: string = randomUUID(),
  declared: object = RENEWAL_DECLARED,
): Promise<Answer<RenewalBatchView>> {
  return cast.unit.post(BATCH, { permitIds, ...declared }, { key });
}

async function renewalNumbers(): Promise<string[]> {
  const path = '/api/v1/applications?limit=100';
  const { items } = succeeded(await cast.unit.get<ApplicationPage>(path));
  return items
    .filter(({ type }) => type === 'RENEWAL')
    .map(({ applicationNo }) => applicationNo)
    .toSorted();
}

describe('批量续签', () => {
  const key = randomUUID();

  it('accepts or refuses each person for himself, every reason with its cure', async () => {
    const asked = [unready.permitId, randomUUID(), ready.permitId];
    const { submitted, refused, items } = succeeded(await renewAll(asked, key));
    expect([submitted, refused]).toEqual([1, 2]);
    expect(items.map(({ permitId }) => permitId)).toEqual(asked);
    expect(items).toMatchObject([
      { name: unready.name, result: 'REFUSED', applicationId: null },
      { name: null, permitNo: null, result: 'REFUSED' },
      { name: ready.name, result: 'SUBMITTED', applicationNo: expect.stringMatching(/^RE20250721\d{6}$/) },
    ]);
    expect(items[0]?.refusals.map(({ code }) => code)).toEqual([
      'RENEWAL_ATTACHMENT_NOT_UPDATED',
      'INSURANCE_GAP',
      'INCOME_ZERO_MONTH',
    ]);
    expect(items[0]?.refusals.every(({ cure, messageZh }) => cure !== '' && messageZh !== '')).toBe(true);
    expect(items[1]?.refusals).toMatchObject([{ code: 'FORBIDDEN_SCOPE' }]);
    expect(await renewalNumbers()).toEqual([items[2]?.applicationNo]);
  });

  it('sent again answers what stands and tries again what was refused; the key serves no other request', async () => {
    const before = await renewalNumbers();
    const asked = [unready.permitId, ready.permitId];
    expectRefused(await renewAll(asked, key), 'IDEMPOTENCY_KEY_REUSED');
    const another = randomUUID();
    const first = succeeded(await renewAll(asked, another));
    expect(first.items.map(({ refusals }) => refusals[0]?.code)).toEqual([
      'RENEWAL_ATTACHMENT_NOT_UPDATED',
      'COVERED_BY_RENEWAL',
    ]);
    await prepareRenewal(unready, cast.unit);
    const [second, third] = [
      succeeded(await renewAll(asked, another)),
      succeeded(await renewAll(asked, another)),
    ];
    expect(second.items.map(({ result }) => result)).toEqual(['SUBMITTED', 'REFUSED']);
    expect(third).toEqual(second);
    expect(await renewalNumbers()).toEqual([...before, second.items[0]?.applicationNo]);
  });

  it('asks for the declarations, and takes up the draft that the unit has begun', async () => {
    const draft = {
      type: 'RENEWAL',
      permitType: 'BEIJING_WORK_RESIDENCE',
      employeeId: begun.employeeId,
    };
    const { id } = succeeded(await cast.unit.post<{ id: string }>('/api/v1/applications', draft));
    const undeclared = succeeded(await renewAll([begun.permitId], randomUUID(), {}));
    expect(undeclared.items[0]?.refusals.map(({ code }) => code)).toEqual([
      'RENEWAL_NOT_VERIFIED',
      'UNIT_SELF_CHECK_REQUIRED',
    ]);
    const declared = succeeded(await renewAll([begun.permitId]));
    expect(declared.items).toMatchObject([{ result: 'SUBMITTED', applicationId: id }]);
  });

  it('takes 1 to 50 permits, each once', async () => {
    for (const permitIds of [
      [],
      [ready.permitId, ready.permitId],
      Array.from({ length: 51 }, () => randomUUID()),
    ]) {
      const refused = await renewAll(permitIds);
      expectRefused(refused, 'VALIDATION_FAILED');
      expect(faultPointers(refused)).toEqual(['/permitIds']);
    }
    expectRefused(
      await ready.client.post(BATCH, { permitIds: [ready.permitId], ...RENEWAL_DECLARED }),
      'FORBIDDEN_ACTION',
    );
  });
});

describe('证件看板', () => {
  it('shows opening days, last safe days and ends of a period by day', async () => {
    const path = `/api/v1/work-residence/board?${YEAR}`;
    const { events } = succeeded(await cast.unit.get<BoardView>(path));
    expect(events.map(({ on, kindLabel }) => [on, kindLabel])).toEqual([
      ...Array.from({ length: 3 }, () => ['2025-07-16', '可申请续签']),
      ...Array.from({ length: 3 }, () => ['2025-08-15', '最晚申请日']),
      ...Array.from({ length: 3 }, () => ['2025-09-15', '证件到期']),
    ]);
    expect(new Set(events.map(({ name }) => name))).toEqual(
      new Set([ready, unready, begun].map(({ name }) => name)),
    );
    const backwards = await cast.unit.get('/api/v1/work-residence/board?from=2025-12-31&to=2025-07-01');
    expectRefused(backwards, 'VALIDATION_FAILED');
    const tooLong = await cast.unit.get('/api/v1/work-residence/board?from=2025-01-01&to=2026-12-31');
    expect(faultPointers(tooLong)).toEqual(['/to']);
  });

  it('comes as a sheet with the same rows and no ID number', async () => {
    const answer = await cast.unit.get<unknown>(`/api/v1/work-residence/board.xlsx?${YEAR}`);
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const [heading, ...rows] = await sheetRows(answer.bytes);
    expect(heading?.slice(0, 3)).toEqual(['日期', '事项', '姓名']);
    expect(rows).toHaveLength(9);
    expect(rows[0]?.slice(0, 2)).toEqual(['2025-07-16', '可申请续签']);
    expect(rows.flat().join(' ')).not.toContain(ready.idNo);
  });

  it('comes as a calendar of whole days with UIDs that stay, lines of 75 octets at most and no ID number', async () => {
    const calendar = async (): Promise<string> => {
      const answer = await cast.unit.get<unknown>(`/api/v1/work-residence/board.ics?${YEAR}`);
      expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
      return answer.bytes.toString('utf8');
    };
    const text = await calendar();
    const lines = text.split('\r\n');
    expect(lines.slice(0, 2)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0']);
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    const unfolded = text.replaceAll('\r\n ', '').split('\r\n');
    const values = (name: string) => unfolded.filter((line) => line.startsWith(name));
    expect(values('BEGIN:VEVENT')).toHaveLength(9);
    expect(values('DTSTART;VALUE=DATE:20250815')).toHaveLength(3);
    expect(values('SUMMARY:')).toContain(`SUMMARY:最晚申请日：${ready.name}`);
    expect(new Set(values('UID:')).size).toBe(9);
    expect(values('UID:')).toContain(`UID:${ready.permitId}-expires-2025-09-15@juzheng`);
    expect(text).not.toContain(ready.idNo);
    expect(await calendar()).toBe(text);
  });
});
