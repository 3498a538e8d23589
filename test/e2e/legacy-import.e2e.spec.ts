import { permitWorkflowId } from '../../workflows/ids.js';
import { knownDate } from '../../domain/calendar/plain-date.js';
import type { AssociationPage } from '../../services/api/associations/association.views.js';
import type { UnitView } from '../../services/api/units/unit.views.js';
import { addAccount } from '../support/accounts.js';
import { expectRefused, refusalCodes, signIn, type ApiClient } from '../support/api-client.js';
import {
  freezeAt,
  inReview,
  inStatus,
  noticesAbout,
  passLevels,
  permitsOf,
  signInCast,
  type Cast,
} from '../support/cast.js';
import { importLegacy, legacyUnit } from '../support/legacy-files.js';
import { eventually } from '../support/eventually.js';
import {
  completeProfile,
  insuranceMonths,
  linkEmployee,
  pdfUpload,
  registerEmployee,
  residentNumber,
  succeeded,
  uploadEmployeeFiles,
  uploadUnitFiles,
  type TestEmployee,
} from '../support/people.js';
import { draftRenewal, submitRenewal } from '../support/renewals.js';
import { startStack, type Stack } from '../support/stack.js';
import { completeWizard, newUscc } from '../support/units.js';

const BEIJING = 'BEIJING_WORK_RESIDENCE';
let stack: Stack;
let cast: Cast;
let unit: ApiClient;
const uscc = newUscc();
const person = (name: string) => ({ name, idNo: residentNumber() });
const [HELD, BARE, WAITING, PAST] = [person('赵明'), person('钱明'), person('孙明'), person('李明')];

const UNIT = legacyUnit(uscc);
const permit = (sourceKey: string, holder: { name: string; idNo: string }, columns: object = {}) => ({
  sourceKey,
  permitNo: `旧${sourceKey}`.replace('旧', 'OLD-'),
  permitType: BEIJING,
  idType: 'RESIDENT_ID',
  phone: '13800138000',
  validFrom: '2019-05-01',
  validUntil: '2022-04-30',
  unit: uscc,
  ...holder,
  ...columns,
});
const contract = { position: '高级工程师', contractStart: '2018-07-01', contractEnd: '2030-06-30' };
const left = { unit: '', department: '海淀区人社局', unitHistory: `${uscc} 2019-05-01~2022-01-10` };
const PERMITS = [
  permit('1', HELD, { ...contract, permitNo: 'BJ20220000001', unitHistory: `${uscc} 2016-05-01~` }),
  permit('2', BARE),
  permit('3', WAITING, { ...left, suspendedOn: '2022-01-10' }),
  permit('4', PAST, { ...left, validFrom: '2019-01-01', validUntil: '2021-12-31' }),
];

const runImport = (kind: 'units' | 'permits', rows: readonly object[], ...flags: readonly string[]) =>
  importLegacy(stack, kind, rows, ...flags);

/** Rows in every table that an import may touch. */
async function stock(): Promise<unknown> {
  const tables = ['unit', 'business_permission', 'employee', 'permit', 'association', 'legacy_import'];
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  const [row] = await stack.sql(`select ${counts.join(', ')}`);
  return row;
}

beforeAll(async () => {
  stack = await startStack({ startAt: '2022-03-07' });
  cast = await signInCast(stack);
  await freezeAt(cast, '2022-03-07T10:00:00+08:00');
}, 120_000);
afterAll(() => stack?.stop());

describe('import of legacy units', () => {
  it('lists every fault of the file with row and column, and writes nothing of it', async () => {
    const before = await stock();
    const faulty = [UNIT, { ...UNIT, sourceKey: 'x', uscc: '1', permitType: '', department: '没有的部门' }];
    await expect(runImport('units', faulty)).rejects.toThrow(
      /第 3 行，uscc：[^\n]*\n[^\n]*第 3 行，permitType：/,
    );
    const unknown = [
      { ...UNIT, department: '没有的部门' },
      { ...UNIT, sourceKey: 'y', uscc: newUscc(), department: '北京海外学人中心（留学业务）' },
    ];
    await expect(runImport('units', unknown)).rejects.toThrow(
      /第 2 行，department[\s\S]*第 3 行，department/,
    );
    expect(await stock()).toEqual(before);
  });

  it('--dry-run checks and writes nothing', async () => {
    const before = await stock();
    expect(await runImport('units', [UNIT], '--dry-run')).toContain('检查通过：将导入单位 1 条');
    expect(await stock()).toEqual(before);
  });

  it('AC-29 a legacy unit is 有效, FULL, with its legacy 开通日期 and a code; no application is needed', async () => {
    expect(await runImport('units', [UNIT])).toContain('已导入单位 1 条，此前已导入 0 条');
    const [row] = await stack.sql<{ id: string }>('select id from unit where uscc = $1', [uscc]);
    const account = await addAccount(stack, 'UNIT_HANDLER', { unitId: row?.id ?? '' });
    unit = await signIn(stack.apiUrl, account.userName, account.password);
    const view = succeeded(await unit.get<UnitView>('/api/v1/units/mine'));
    expect(view.permissions).toMatchObject([
      {
        permitType: BEIJING,
        statusLabel: '有效',
        scope: 'FULL',
        supervisingDepartment: '海淀区人社局',
        openedOn: '2008-04-26',
      },
    ]);
    expect(view.associationCode).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
    expect(await stack.sql('select from application where unit_id = $1', [row?.id])).toEqual([]);
  });

  it('a second run changes nothing and says so; the same key with other content is a fault', async () => {
    const before = await stock();
    expect(await runImport('units', [UNIT])).toContain('没有变化：导入单位 0 条，此前已导入 1 条');
    await expect(runImport('units', [{ ...UNIT, openedOn: '2008-04-27' }])).rejects.toThrow(
      /第 2 行，sourceKey：来源编号已导入过/,
    );
    await expect(runImport('units', [{ ...UNIT, sourceKey: 'old-unit-2' }])).rejects.toThrow(
      /第 2 行，permitType/,
    );
    expect(await stock()).toEqual(before);
  });

  it('AC-29 afterwards the unit links an employee, who applies for 新办', async () => {
    await completeWizard(unit);
    await uploadUnitFiles(unit);
    const employee = await linkEmployee(await registerEmployee(stack), unit);
    const { departmentName, stage } = await inReview({ ...cast, unit }, employee);
    expect([departmentName, stage]).toEqual(['海淀区人社局', '区级初审']);
  });
});

describe('import of legacy permits', () => {
  const idOf = async (permitNo: string): Promise<string> => {
    const [row] = await stack.sql<{ id: string }>('select id from permit where permit_no = $1', [permitNo]);
    return row?.id ?? '';
  };
  let held: TestEmployee;

  it('lists every fault with row and column, and writes nothing', async () => {
    const before = await stock();
    const faulty = [
      ...PERMITS,
      permit('5', person('周明'), { unit: newUscc() }),
      permit('6', person('吴明'), { idNo: '110108199002290017' }),
    ];
    await expect(runImport('permits', faulty)).rejects.toThrow(
      /第 6 行，unitHistory[\s\S]*第 6 行，unit：[\s\S]*第 7 行，idNo：/,
    );
    expect(await runImport('permits', PERMITS, '--dry-run')).toContain('将导入证件 4 条');
    expect(await stock()).toEqual(before);
  });

  it('VALID with an ACTIVE link, SUSPENDED without a unit, EXPIRED after its last day; numbers and history are kept', async () => {
    expect(await runImport('permits', PERMITS)).toContain('已导入证件 4 条');
    const rows = await stack.sql(
      `select p.permit_no, p.status, p.unit_id is null as "noUnit", s.status as link,
              (select count(*)::int from labor_contract c where c.association_id = s.id) as contracts
         from permit p left join association s on s.employee_id = p.employee_id order by p.permit_no`,
    );
    expect(rows).toEqual([
      { permit_no: 'BJ20220000001', status: 'VALID', noUnit: false, link: 'ACTIVE', contracts: 1 },
      { permit_no: 'OLD-2', status: 'VALID', noUnit: false, link: 'ACTIVE', contracts: 0 },
      { permit_no: 'OLD-3', status: 'SUSPENDED', noUnit: true, link: null, contracts: 0 },
      { permit_no: 'OLD-4', status: 'EXPIRED', noUnit: true, link: null, contracts: 0 },
    ]);
  });

  it('a second run changes nothing and says so', async () => {
    const before = await stock();
    expect(await runImport('permits', PERMITS)).toContain('没有变化：导入证件 0 条，此前已导入 4 条');
    await expect(runImport('permits', [permit('9', HELD)])).rejects.toThrow(/第 2 行，idNo：该人员已持有/);
    expect(await stock()).toEqual(before);
  });

  it('no notice tells of the past, and the workflows of the live ones run', async () => {
    const [valid, expired] = [await idOf('BJ20220000001'), await idOf('OLD-4')];
    await eventually('the permit process', async () => {
      const { status } = await stack.temporal.workflow.getHandle(permitWorkflowId(valid)).describe();
      return status.name === 'RUNNING' ? status : null;
    });
    await expect(stack.temporal.workflow.getHandle(permitWorkflowId(expired)).describe()).rejects.toThrow();
    const passed = await stack.sql('select kind, delivered from permit_milestone where permit_id = $1', [
      valid,
    ]);
    expect(passed).toEqual([
      { kind: 'RENEWAL_PREPARATION', delivered: false },
      { kind: 'RENEWAL_OPENS', delivered: false },
    ]);
    expect(await noticesAbout(unit, valid)).toEqual([]);
  });

  it('the holder registers, and finds his permit; another with his number is refused', async () => {
    held = await registerEmployee(stack, HELD);
    expect(await permitsOf(held)).toMatchObject([
      { permitNo: 'BJ20220000001', statusLabel: '有效', validUntil: '2022-04-30' },
    ]);
    await expect(registerEmployee(stack, HELD)).rejects.toThrow(/该证件号码已注册/);
  });

  it('his unit renews: first the scan of his contract is asked for', async () => {
    await completeProfile(held);
    await uploadEmployeeFiles(held);
    const months = insuranceMonths(uscc, knownDate('2022-03-07'));
    succeeded(await held.client.put('/api/v1/employees/me/insurance-months', { months }));
    const { items } = succeeded(await unit.get<AssociationPage>('/api/v1/associations?status=ACTIVE'));
    const link = items.find(({ name }) => name === HELD.name);
    const holder = {
      ...held,
      associationId: link?.id ?? '',
      employeeId: link?.employeeId ?? '',
      permitId: '',
    };
    const { id } = await draftRenewal(unit, holder);
    expectRefused(await submitRenewal(unit, id), 'RENEWAL_ATTACHMENT_NOT_UPDATED', {
      codes: ['EMP_CONTRACT'],
    });
    succeeded(await unit.upload(`/api/v1/associations/${link?.id}/contract`, await pdfUpload('劳动合同')));
    succeeded(await submitRenewal(unit, id));
    await passLevels(cast, id);
    await inStatus(unit, id, 'APPROVED');
    expect(await permitsOf(held)).toMatchObject([
      { permitNo: 'BJ20220000001', validFrom: '2022-05-01', validUntil: '2025-04-30' },
    ]);
  });

  it('a link that came without a contract gets its first one where contracts are updated', async () => {
    const { items } = succeeded(await unit.get<AssociationPage>('/api/v1/associations?status=ACTIVE'));
    const link = items.find(({ name }) => name === BARE.name);
    const contractPath = `/api/v1/associations/${link?.id}/contract`;
    const lacking = await unit.upload(contractPath, await pdfUpload('劳动合同'));
    expect(refusalCodes(lacking)).toEqual(['ASSOC_CONTRACT_REQUIRED']);
    const fields = { position: '工程师', startDate: '2018-07-01', endDate: '2030-06-30' };
    succeeded(await unit.upload(contractPath, await pdfUpload('劳动合同', fields)));
  });

  it('the future is waited for: every live one expires at its instant, and that is told (N-19)', async () => {
    const bare = await idOf('OLD-2');
    await freezeAt(cast, '2022-05-01T00:00:00+08:00');
    await eventually('expiry', async () => {
      const live = await stack.sql(
        `select from permit where permit_no in ('OLD-2', 'OLD-3') and status <> 'EXPIRED'`,
      );
      return live.length === 0 ? true : null;
    });
    expect((await noticesAbout(unit, bare)).map(({ code }) => code)).toContain('N-19');
  });
});
