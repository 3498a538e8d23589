import shipped from 'chinese-days/dist/chinese-days.json';
import { runAdmin } from './main.js';

const DAY_MS = 86_400_000;

/** W1–W3 by the notice's own lists, one day after the other; shares nothing with the product's calendar. */
function windowDayByDay(validUntil: string): string {
  const before = (day: string, days: number): string =>
    new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
  const isWorkday = (day: string): boolean => {
    if (Object.hasOwn(shipped.workdays, day)) return true;
    if (Object.hasOwn(shipped.holidays, day)) return false;
    const weekday = new Date(day).getUTCDay();
    return weekday !== 0 && weekday !== 6;
  };
  const completeBy = before(validUntil, 1);
  let last = completeBy;
  for (let ahead = 0; ahead < 20 || !isWorkday(last); last = before(last, 1)) if (isWorkday(last)) ahead += 1;
  return [validUntil, completeBy, before(completeBy, 60), last, 'false'].join(',');
}

async function run(...argv: string[]): Promise<{ code: number; lines: string[]; errors: string[] }> {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await runAdmin(argv, { line: (text) => lines.push(text), error: (text) => errors.push(text) });
  return { code, lines, errors };
}

describe('admin window', () => {
  it('AC-73 prints the reference window as JSON', async () => {
    const { code, lines } = await run('window', '2021-08-06', '--json');
    expect(code).toBe(0);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        validUntil: '2021-08-06',
        completeBy: '2021-08-05',
        opensOn: '2021-06-06',
        lastSubmissionOn: '2021-07-08',
        provisional: false,
      },
    ]);
  });

  it('AC-83 prints it for people, marked as provisional where it is', async () => {
    const { code, lines } = await run('window', '2027-01-15');
    expect(code).toBe(0);
    expect(lines.join('\n')).toMatch(/最晚申请日：2026-12-16[\s\S]*暂定/);
  });

  it('prints a range as CSV, a row per day', async () => {
    const { code, lines } = await run('window', '--from', '2021-08-06', '--to', '2021-08-09', '--csv');
    expect(code).toBe(0);
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe('validUntil,completeBy,opensOn,lastSubmissionOn,provisional');
    expect(lines[1]).toBe('2021-08-06,2021-08-05,2021-06-06,2021-07-08,false');
    expect(lines[4]).toBe('2021-08-09,2021-08-08,2021-06-09,2021-07-09,false');
  });

  it('AC-73 agrees with a count day by day for every end from 2020-03-15 to 2026-12-31', async () => {
    const { lines } = await run('window', '--from', '2020-03-15', '--to', '2026-12-31', '--csv');
    const rows = lines.slice(1);
    expect(rows).toHaveLength((Date.parse('2026-12-31') - Date.parse('2020-03-15')) / DAY_MS + 1);
    expect(rows).toEqual(rows.map((row) => windowDayByDay(row.slice(0, 10))));
    expect(rows.map((row) => row.slice(0, 10))).toEqual(rows.map((row) => row.slice(0, 10)).toSorted());
  });

  it.each([
    [['2021-02-30'], ['2021-02-30 不是有效日期']],
    [[], ['缺少日期']],
    [
      ['2021-08-06', '2021-08-07', '--xml'],
      ['不认识的选项 --xml', '多余：2021-08-07'],
    ],
    [
      ['--from', 'x', '--json'],
      ['须与 --csv', '--json 不能', '--from x 不是有效日期', '缺少 --to'],
    ],
    [['--from', '2021-08-07', '--to', '2021-08-06', '--csv'], ['晚于']],
    [['1800-01-01'], ['须在 1900-01-01']],
    [['2021-08-06', '--json=yes'], ['--json 不带值']],
  ])('names every fault of %p in one message and ends with 2', async (args, faults) => {
    const { code, lines, errors } = await run('window', ...args);
    expect([code, lines, errors.length]).toEqual([2, [], 1]);
    for (const fault of faults) expect(errors[0]).toContain(fault);
  });
});

describe('admin', () => {
  it.each([[['wind0w']], [[]], [['toString']]])('lists the commands for %p and ends with 2', async (argv) => {
    const { code, errors } = await run(...argv);
    expect(code).toBe(2);
    expect(errors.join('\n')).toContain('window <证件有效期至>');
  });

  it('lists the commands when asked', async () => {
    const { code, lines } = await run('help');
    expect([code, lines.join('\n').includes('window')]).toEqual([0, true]);
  });
});
