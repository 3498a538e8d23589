import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import type { EntityManager } from 'typeorm';
import { isStaff } from '../../domain/authority/membership.js';
import { ROLES } from '../../domain/authority/roles.js';
import { ASSOCIATION_CODE_BYTES, associationCodeFrom } from '../../domain/unit/association-code.js';
import { DepartmentRow } from '../../infra/database/entities/department.entity.js';
import { AccountRow, SecondFactorRow } from '../../infra/database/entities/identity.entity.js';
import {
  BusinessPermissionRow,
  EmergencyContactRow,
  UnitHandlerRow,
  UnitProfileRow,
  UnitRow,
} from '../../infra/database/entities/unit.entity.js';
import { recordNames } from '../../infra/database/name-search.js';
import { hashPassword } from '../../infra/identity/password.js';
import { newTotpSecret } from '../../infra/identity/totp.js';
import type { PersonalData } from '../../infra/personal-data/personal-data.js';
import { EXIT_OK, EXIT_USAGE, type AdminCommand } from './admin-command.js';
import {
  TRIAL_ACCOUNTS,
  TRIAL_DEPARTMENTS,
  TRIAL_NEWCOMER,
  TRIAL_UNITS,
  type TrialAccount,
  type TrialDepartment,
} from './trial-data.js';
import { withPlatform } from './with-platform.js';

interface PrintedAccount {
  readonly userName: string;
  readonly password: string;
  readonly role: string;
  readonly roleLabel: string;
  readonly personName: string;
  /** Of staff: what the authenticator app is given, in base32. */
  readonly totpSecret?: string;
}

/** The demonstration of trial mode; passwords and second factors are random, printed once and kept in the file only. */
export const seedCommand: AdminCommand = {
  usage: 'seed --accounts-file FILE',
  summary: '写入演示部门、单位与试用账户（仅试用模式；已有则不变）',
  async run(args, out) {
    const [flag, file, ...more] = args;
    if (flag !== '--accounts-file' || file === undefined || more.length > 0) {
      out.error(`用法：${this.usage}`);
      return EXIT_USAGE;
    }
    return withPlatform(async ({ environment, dataSource, personalData }) => {
      if (environment.mode !== 'trial') {
        out.error('演示数据只能写入试用模式的系统');
        return EXIT_USAGE;
      }
      const accounts = await accountsOf(file);
      await storeOnce(file, accounts);
      await dataSource.transaction((manager) => seed(manager, personalData, accounts));
      out.line('试用账户（口令只显示这一次，保存在数据目录的 accounts.json）：');
      for (const { userName, password, roleLabel, personName, totpSecret } of accounts) {
        const secondFactor = totpSecret === undefined ? '' : `  二次验证密钥 ${totpSecret}`;
        out.line(`  ${userName.padEnd(18)}${password}  ${roleLabel} ${personName}${secondFactor}`);
      }
      return EXIT_OK;
    });
  },
};

/** A run that broke off has kept its passwords: the same ones are used again. */
async function accountsOf(file: string): Promise<PrintedAccount[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as PrintedAccount[];
  } catch {
    return TRIAL_ACCOUNTS.map(({ userName, role, personName }) => ({
      userName,
      password: randomBytes(9).toString('base64url'),
      role,
      roleLabel: ROLES[role],
      personName,
      ...(isStaff(role) && { totpSecret: newTotpSecret() }),
    }));
  }
}

async function storeOnce(file: string, accounts: readonly PrintedAccount[]): Promise<void> {
  const draft = `${file}.draft`;
  await writeFile(draft, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
}

async function seed(
  manager: EntityManager,
  personalData: PersonalData,
  printed: readonly PrintedAccount[],
): Promise<void> {
  if (await manager.existsBy(AccountRow, { userName: TRIAL_ACCOUNTS[0]?.userName ?? '' })) return;
  const departments = new Map<TrialDepartment, string>();
  for (const { key, ...columns } of TRIAL_DEPARTMENTS) {
    const id = randomUUID();
    const permitTypes = key === 'centre' ? ['OVERSEAS_RETURNEE_WORK_RESIDENCE'] : ['BEIJING_WORK_RESIDENCE'];
    await manager.insert(DepartmentRow, { id, ...columns, permitTypes });
    departments.set(key, id);
  }
  const units = new Map<string, string>();
  for (const unit of TRIAL_UNITS)
    units.set(unit.key, await seedUnit(manager, personalData, unit, departments));
  const { key, ...newcomer } = TRIAL_NEWCOMER;
  const newcomerId = randomUUID();
  await manager.insert(UnitRow, { id: newcomerId, ...newcomer, unitType: 'ENTERPRISE' });
  units.set(key, newcomerId);
  const named = [...TRIAL_UNITS, TRIAL_NEWCOMER].map((unit) => ({
    id: required(units, unit.key),
    name: unit.name,
  }));
  await recordNames(manager, 'UNIT', named);
  for (const account of TRIAL_ACCOUNTS) {
    const known = printed.find((each) => each.userName === account.userName);
    if (known === undefined) throw new Error(`the accounts file lacks ${account.userName}`);
    const accountId = await seedAccount(manager, account, known.password, departments, units);
    if (known.totpSecret === undefined) continue;
    const secretSealed = personalData.seal(known.totpSecret);
    await manager.insert(SecondFactorRow, { accountId, secretSealed, lastStep: 0 });
  }
}

/** A legacy unit: complete profile, FULL permission with its old opening day, association code (domain.md §4.3). */
async function seedUnit(
  manager: EntityManager,
  personalData: PersonalData,
  unit: (typeof TRIAL_UNITS)[number],
  departments: ReadonlyMap<TrialDepartment, string>,
): Promise<string> {
  const unitId = randomUUID();
  await manager.insert(UnitRow, {
    id: unitId,
    uscc: unit.uscc,
    name: unit.name,
    registeredAddress: unit.registeredAddress,
    unitType: 'ENTERPRISE',
    accountStatus: 'COMPLETE',
    associationCode: newAssociationCode(),
    legacyOpened: true,
  });
  await manager.insert(UnitProfileRow, {
    unitId,
    officeAddress: unit.officeAddress,
    registrationDistrict: unit.district,
    taxDistrict: unit.district,
    establishedOn: '2006-03-15',
    registeredCapital: '10000000.00',
    annualTax: '2600000.00',
    industry: '软件和信息技术服务业',
    employeeCount: 320,
    legalRepName: unit.handler.name,
    phoneSealed: personalData.seal('01082525252'),
    meetsNewConditions: true,
  });
  await manager.insert(UnitHandlerRow, {
    id: randomUUID(),
    unitId,
    name: unit.handler.name,
    idType: 'RESIDENT_ID',
    idNoSealed: personalData.seal(unit.handler.idNo),
    mobileSealed: personalData.seal(unit.handler.mobile),
    isPrimary: true,
  });
  await manager.insert(EmergencyContactRow, {
    unitId,
    name: unit.emergency.name,
    mobileSealed: personalData.seal(unit.emergency.mobile),
  });
  await manager.insert(BusinessPermissionRow, {
    id: randomUUID(),
    unitId,
    permitType: 'BEIJING_WORK_RESIDENCE',
    status: 'ACTIVE',
    scope: 'FULL',
    supervisingDepartmentId: required(departments, unit.department),
    openedOn: unit.openedOn,
  });
  return unitId;
}

async function seedAccount(
  manager: EntityManager,
  { userName, personName, role, unit, department }: TrialAccount,
  password: string,
  departments: ReadonlyMap<TrialDepartment, string>,
  units: ReadonlyMap<string, string>,
): Promise<string> {
  const id = randomUUID();
  await manager.insert(AccountRow, {
    id,
    userName,
    personName,
    role,
    passwordHash: await hashPassword(password),
    unitId: unit === undefined ? null : required(units, unit),
    departmentId: department === undefined ? null : required(departments, department),
  });
  return id;
}

function newAssociationCode(): string {
  for (;;) {
    const code = associationCodeFrom(randomBytes(ASSOCIATION_CODE_BYTES));
    if (code !== null) return code;
  }
}

function required<Key>(ids: ReadonlyMap<Key, string>, key: Key): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`no row was made for ${String(key)}`);
  return id;
}
