import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '../../domain/authority/actor.js';

/**
 * What of the tenant tables a statement may touch, as the policies read it from `juzheng.scope`: nothing (''), the rows of
 * a unit, of a person, of a department, all of them, all of them to read, or all of them for a stated reason (ADR 11).
 */
export type RowScope =
  | ''
  | `${'UNIT' | 'EMPLOYEE' | 'DEPARTMENT'}:${string}`
  | 'ALL'
  | 'READ_ALL'
  | `ELEVATED:${Elevation}`;

/** The reasons to look across tenants on purpose; each is entered in the places that test/integration names. */
export const ELEVATIONS = {
  SIGN_IN: '登录前尚无当事人：按账号读出本人姓名',
  REGISTRATION: '注册：证件号码在全平台唯一，导入的人员由本人认领',
  DOCUMENT_CHECK: '公众核验回执、确认单，只答有效或无效',
  METRICS: '运行指标：只计数',
  CONFLICT_OF_INTEREST: '四眼与回避：审核人本人的申请、关联和其他账号',
  BUSINESS_RULES: '业务规则：证件、关联、在办业务的唯一性不分单位',
  COMPARISON: '续签核对：上一次批准的内容可能是原单位申请的',
  LEAVING: '解除关联：同时结束的业务与挂起的证件',
  PERMIT_END: '证件注销：以该证件为前提的业务一并终止',
  STANDING_NOTICES: '单位常设通知：待确认关联人数、需更新的附件',
} as const;
export type Elevation = keyof typeof ELEVATIONS;

interface Holder {
  scope: RowScope;
}

const holders = new AsyncLocalStorage<Holder>();

/** Everything that `work` begins sees nothing until `enterScope`. */
export function withinRequest(work: () => void): void {
  holders.run({ scope: '' }, work);
}

/** From here on the request sees what is its actor's. */
export function enterScope(scope: RowScope): void {
  const holder = holders.getStore();
  if (holder === undefined) throw new Error('a scope is entered within a request only');
  holder.scope = scope;
}

/** For work that no request has begun. */
export function inScope<T>(scope: RowScope, work: () => T): T {
  return holders.run({ scope }, work);
}

/** Looks across tenants, for the reason given and no longer than `work`. */
export function elevated<T>(reason: Elevation, work: () => T): T {
  return holders.run({ scope: `ELEVATED:${reason}` }, work);
}

export function currentScope(): RowScope {
  return holders.getStore()?.scope ?? '';
}

/** The rows of whom the account acts for (domain.md §2 R1): an auditor reads all, an operator keeps all. */
export function scopeOf({ role, unitId, employeeId, departmentId }: Actor): RowScope {
  if (role === 'AUDITOR') return 'READ_ALL';
  if (role === 'SYSTEM_OPERATOR') return 'ALL';
  if (role === 'EMPLOYEE') return employeeId === null ? '' : `EMPLOYEE:${employeeId}`;
  if (unitId !== null) return `UNIT:${unitId}`;
  return departmentId === null ? '' : `DEPARTMENT:${departmentId}`;
}
