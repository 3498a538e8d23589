import type { EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { isActiveAccount } from '../../domain/identity/account-status.js';
import { AccountRow } from '../../infra/database/entities/identity.entity.js';

const CONSOLE = '控制台';

/** What is said to whoever names no active operator. */
export function noOperatorNamed(userName: string): string {
  return `没有名为 ${userName} 的有效运维账号`;
}

/** The operator who answers for what is ordered here, by the name of his account; null: there is no such active one. */
export async function operatorNamed(manager: EntityManager, userName: string): Promise<Actor | null> {
  const account = await manager.findOneBy(AccountRow, { userName });
  if (account === null || account.role !== 'SYSTEM_OPERATOR' || !isActiveAccount(account.status)) return null;
  return {
    accountId: account.id,
    role: 'SYSTEM_OPERATOR',
    personName: account.personName,
    unitId: null,
    employeeId: null,
    departmentId: null,
    loginMethod: CONSOLE,
    ip: CONSOLE,
  };
}
