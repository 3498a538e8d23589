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
