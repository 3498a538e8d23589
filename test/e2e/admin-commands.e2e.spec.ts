import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AuditPage } from '../../services/api/audit/audit.dto.js';
import type { CalendarYearView } from '../../services/api/calendar/calendar.views.js';
import { addAccount } from '../support/accounts.js';
import {
  deskItem,
  freezeAt,
  inReview,
  linkedPerson,
  openTask,
  signInCast,
  type Cast,
} from '../support/cast.js';
import { eventually } from '../support/eventually.js';
import { succeeded, type LinkedEmployee } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let cast: Cast;
let person: LinkedEmployee;
let applicationNo: string;
let applicationId: string;
let folder: string;

beforeAll(async () => {
  stack = await startStack({ startAt: '2026-10-12' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2026-10-12T10:00:00+08:00');
  person = await linkedPerson(cast);
  ({ applicationNo, id: applicationId } = await inReview(cast, person));
  folder = await mkdtemp(path.join(tmpdir(), 'juzheng-calendar-'));
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await stack?.stop();
});

async function refusedBy(...args: readonly string[]): Promise<string> {
  try {
    return `accepted: ${await stack.admin(...args)}`;
  } catch (error) {
    return String(error);
  }
}

async function auditOf(action: string): Promise<AuditPage['items']> {
  const { items } = succeeded(await cast.auditor.get<AuditPage>('/api/v1/audit-events?limit=100'));
  return items.filter((each) => each.action === action);
}

describe('admin find', () => {
  it('finds by part of a number or a name, and by the whole name of an account', async () => {
    expect(await stack.admin('find', applicationNo.slice(2))).toContain(
      `业务  ${applicationNo}  新办  主管部门审批中  ${applicationId}`,
    );
    expect(await stack.admin('find', 'haidian-first')).toContain('账号  haidian-first  区级初审人  已启用  ');
    expect(await stack.admin('find', '91110108MA01C2D36P')).toMatch(
      /^单位 {2}91110108MA01C2D36P {2}\S+ {2}已完善 {2}/m,
    );
    const { id, userName } = await addAccount(stack, 'AUDITOR');
    succeeded(await cast.operator.post(`/api/v1/members/${id}/disabling`));
    expect(await stack.admin('find', userName)).toContain(`账号  ${userName}  审计员  已停用  ${id}`);
    expect(await stack.admin('find', '没有这样的单位')).toContain('没有找到');
    expect(await refusedBy('find', '海')).toContain('至少 4 个字');
  });
});

describe('admin explain', () => {
  it('says what a level waits for, and that its process has followed', async () => {
    const said = await eventually('the process follows', async () => {
      const text = await stack.admin('explain', applicationNo);
      return text.includes('流程已处理全部事实') ? text : null;
    });
    expect(said).toContain(`${applicationNo}  新办  第 1 轮  主管部门审批中`);
    expect(said).toContain('区级初审：等待海淀区人社局审批，尚无人领取');
    expect(said).toContain('截止 2026-10-19');
    expect(said).toContain(`流程 application/${applicationId}：RUNNING`);
  });

  it('says so where there is neither application nor permit', async () => {
    expect(await refusedBy('explain', 'NE20991231000001')).toContain('没有编号为 NE20991231000001');
    expect(await refusedBy('explain')).toContain('用法');
  });
});

describe('admin reassign', () => {
  it('tries first, by the same rules as the administrator; with --apply it is done and audited', async () => {
    const [place] = await stack.sql<{ department_id: string }>(
      `select department_id from account where user_name = 'haidian-first'`,
    );
    const departmentId = place?.department_id ?? '';
    const { userName } = await addAccount(stack, 'DISTRICT_FIRST_REVIEWER', { departmentId });
    const order = [applicationNo, '--to', userName, '--reason', '原审核人离职', '--as', 'operator'];
    expect(await stack.admin('reassign', ...order)).toContain('没有写入任何内容');
    expect((await openTask(cast.reviewers.DISTRICT_FIRST, applicationId)).claimNo).toBe(0);
    expect(await auditOf('task.assign')).toEqual([]);
    expect(await stack.admin('reassign', ...order, '--apply')).toContain(`已指派给 ${userName}`);
    expect(await deskItem(cast.reviewers.DISTRICT_FIRST, applicationId, 'CLAIMED')).toMatchObject({
      claimNo: 1,
    });
    expect(await stack.admin('explain', applicationNo)).toContain(`（${userName}）领取，领取号 1`);
    expect(await auditOf('task.assign')).toMatchObject([
      { actorRole: 'SYSTEM_OPERATOR', loginMethod: '控制台', reason: '原审核人离职', applicationNo },
    ]);
    expect(await refusedBy('reassign', ...order, '--apply')).toContain('未修改任何信息');
  });

  it('refuses who may not decide the level, and who is no operator', async () => {
    const to = ['--to', 'haidian-second', '--reason', '休假'];
    expect(await refusedBy('reassign', applicationNo, ...to, '--as', 'operator')).toContain('不能办理');
    expect(await refusedBy('reassign', applicationNo, ...to, '--as', 'haidian-admin')).toContain(
      '没有名为 haidian-admin 的有效运维账号',
    );
    expect(await refusedBy('reassign', applicationNo, '--as', 'operator')).toContain('用法');
  });
});

describe('admin calendar', () => {
  const publish = (file: string, ...flags: readonly string[]): readonly string[] => [
    'calendar',
    'publish',
    '--year=2027',
    '--notice=国办发明电〔2026〕9号',
    `--file=${file}`,
    '--as=operator',
    ...flags,
  ];
  const sheet = async (name: string, ...lines: readonly string[]): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, ['日期,类别,名称', ...lines].join('\n'));
    return file;
  };
  const year = async (): Promise<CalendarYearView> =>
    succeeded(await cast.operator.get<CalendarYearView>('/api/v1/calendars/2027'));

  it('previews, then publishes in the name of the operator', async () => {
    const file = await sheet('2027.csv', '2027-01-01,放假,元旦', '2027-01-03,补班,元旦');
    const previewed = await stack.admin(...publish(file));
    expect(previewed).toContain('张的最晚申请日变动');
    expect(previewed).toContain('2027 年 2 天，没有写入任何内容');
    expect((await year()).published).toBe(false);
    expect(await stack.admin(...publish(file, '--apply'))).toContain('已公布 2027 年');
    const { published, days } = await year();
    expect(published).toBe(true);
    expect(days.map(({ date, kind }) => [date, kind])).toEqual([
      ['2027-01-01', 'HOLIDAY'],
      ['2027-01-03', 'MAKEUP_WORKDAY'],
    ]);
    expect(await stack.admin('calendar')).toContain('2027 年 国办发明电〔2026〕9号');
    expect(await auditOf('calendar.publish')).toMatchObject([{ actorRole: 'SYSTEM_OPERATOR' }]);
  });

  it('names every fault of file and account, and publishes nothing', async () => {
    const before = await year();
    const file = await sheet('bad.csv', '2027-02-30,放假,春节', '2028-01-01,休息,元旦', '2027-01-04,补班,');
    const said = await refusedBy(
      ...publish(file, '--apply').map((each) => each.replace('operator', 'nobody')),
    );
    for (const fault of ['nobody', '第 2 行，date', '第 3 行，kind', '第 4 行，name', '共 4 处错误'])
      expect(said).toContain(fault);
    const other = await sheet('other.csv', '2028-01-01,放假,元旦', '2027-01-04,补班,元旦');
    const wrong = await refusedBy(...publish(other, '--apply'));
    expect(wrong).toContain('日期不属于 2027 年');
    expect(wrong).toContain('无须补班');
    expect(await refusedBy('calendar', 'publish', '--year', '27')).toContain('缺少 --notice');
    expect(await year()).toEqual(before);
  });
});
