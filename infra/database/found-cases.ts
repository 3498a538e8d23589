import type { EntityManager } from 'typeorm';
import { BUSINESS_TYPES, PERMIT_TYPES } from '../../domain/application/business-type.js';
import { APPLICATION_STATUS_LABELS } from '../../domain/application/lifecycle.js';
import { ROLES } from '../../domain/authority/roles.js';
import { PERMIT_STATUS_LABELS } from '../../domain/permit/lifecycle.js';
import { UNIT_ACCOUNT_STATUS_LABELS } from '../../domain/unit/account-lifecycle.js';

export interface FoundCase {
  readonly kind: '单位' | '业务' | '证件' | '账号';
  readonly number: string;
  readonly about: string;
  readonly status: string;
  readonly id: string;
}

const LABELS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(APPLICATION_STATUS_LABELS),
  ...Object.entries(PERMIT_STATUS_LABELS),
  ...Object.entries(UNIT_ACCOUNT_STATUS_LABELS),
  ...Object.entries(ROLES),
  ...Object.entries({ ...BUSINESS_TYPES, ...PERMIT_TYPES }).map(
    ([code, { label }]) => [code, label] as const,
  ),
]);

/**
 * What bears the text: units, applications and permits by part of their number, units by part of their name, accounts
 * by their whole name, anything by its id. Persons are not looked for: that is the departments' work.
 */
export async function findCases(manager: EntityManager, text: string, limit: number): Promise<FoundCase[]> {
  const rows = await manager.query<FoundCase[]>(
    `select * from (
       select '单位' as kind, uscc as number, name as about, account_status as status, id from unit
        where strpos(lower(uscc), $1) > 0 or strpos(lower(name), $1) > 0 or id::text = $1
       union all
       select '业务', application_no, type, status, id from application
        where strpos(lower(application_no), $1) > 0 or id::text = $1
       union all
       select '证件', permit_no, permit_type, status, id from permit
        where strpos(lower(permit_no), $1) > 0 or id::text = $1
       union all
       select '账号', user_name, role, status, id from account where lower(user_name) = $1 or id::text = $1
     ) as found order by kind, number limit $2`,
    [text.toLowerCase(), limit],
  );
  return rows.map((row) => ({ ...row, about: labelOf(row.about), status: labelOf(row.status) }));
}

function labelOf(code: string): string {
  return LABELS.get(code) ?? code;
}
