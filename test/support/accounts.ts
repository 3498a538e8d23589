import { randomBytes, randomUUID } from 'node:crypto';
import { DEPARTMENT_ROLES, type Role } from '../../domain/authority/roles.js';
import { hashPassword } from '../../infra/identity/password.js';
import { signIn, type ApiClient } from './api-client.js';
import type { Stack } from './stack.js';

export interface TestAccount {
  readonly id: string;
  readonly userName: string;
  readonly password: string;
}

export interface AccountPlace {
  readonly departmentId?: string;
  readonly unitId?: string;
}

/** An account that nobody invited or registered; for roles and states that no test story reaches over HTTP. */
export async function addAccount(stack: Stack, role: Role, place: AccountPlace = {}): Promise<TestAccount> {
  const account = {
    id: randomUUID(),
    userName: `t-${randomBytes(6).toString('hex')}`,
    password: randomUUID(),
  };
  await stack.sql(
    `insert into account (id, user_name, password_hash, person_name, role, department_id, unit_id)
     values ($1, $2, $3, '测试账号', $4, $5, $6)`,
    [
      account.id,
      account.userName,
      await hashPassword(account.password),
      role,
      place.departmentId ?? null,
      place.unitId ?? null,
    ],
  );
  return account;
}

export async function addDepartment(
  stack: Stack,
  level: 'DISTRICT' | 'MUNICIPAL' | 'CENTRE',
): Promise<string> {
  const id = randomUUID();
  await stack.sql(`insert into department (id, name, level, permit_types) values ($1, $2, $3, '[]')`, [
    id,
    `测试部门 ${id}`,
    level,
  ]);
  return id;
}

/** A signed-in client in a role; department roles get a department of their own where none is given. */
export async function clientAs(stack: Stack, role: Role, place: AccountPlace = {}): Promise<ApiClient> {
  const isMember = DEPARTMENT_ROLES.some((each) => each === role);
  const departmentId = place.departmentId ?? (isMember ? await addDepartment(stack, 'DISTRICT') : undefined);
  const account = await addAccount(stack, role, {
    ...place,
    ...(departmentId !== undefined && { departmentId }),
  });
  return signIn(stack.apiUrl, account.userName, account.password);
}

/** Accounts with role and department of one that exists, signed in; all have one password, which is hashed once. */
export async function addColleagues(
  stack: Stack,
  userName: string,
  count: number,
): Promise<{ readonly personName: string; readonly client: ApiClient }[]> {
  const password = randomUUID();
  const hash = await hashPassword(password);
  const prefix = `c-${randomBytes(4).toString('hex')}`;
  await stack.sql(
    `insert into account (id, user_name, password_hash, person_name, role, department_id)
     select gen_random_uuid(), $2 || '-' || number, $3, '同事' || number, role, department_id
       from account, generate_series(1, $4::int) as number where user_name = $1`,
    [userName, prefix, hash, count],
  );
  return Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      personName: `同事${index + 1}`,
      client: await signIn(stack.apiUrl, `${prefix}-${index + 1}`, password),
    })),
  );
}
