import type { EntityManager } from 'typeorm';
import { BUSINESS_TYPE_LABELS, PERMIT_TYPE_LABELS } from '../../domain/application/business-type.js';
import { APPLICATION_STATUS_LABELS } from '../../domain/application/lifecycle.js';
import { ROLES } from '../../domain/authority/roles.js';
import { ACCOUNT_STATUS_LABELS } from '../../domain/identity/account-status.js';
import { PERMIT_STATUS_LABELS } from '../../domain/permit/lifecycle.js';
import { UNIT_ACCOUNT_STATUS_LABELS } from '../../domain/unit/account-lifecycle.js';

export interface FoundCase {
  readonly kind: '单位' | '业务' | '证件' | '账号';
  readonly number: string;
  readonly about: string;
  readonly status: string;
  readonly id: string;
}

type Labels = Readonly<Record<string, string>>;

/** Of the codes that a case has; what a unit is about is its name. */
const LABELS: Readonly<Record<FoundCase['kind'], { readonly about: Labels; readonly status: Labels }>> = {
  单位: { about: {}, status: UNIT_ACCOUNT_STATUS_LABELS },
  业务: { about: BUSINESS_TYPE_LABELS, status: APPLICATION_STATUS_LABELS },
  证件: { about: PERMIT_TYPE_LABELS, status: PERMIT_STATUS_LABELS },
  账号: { about: ROLES, status: ACCOUNT_STATUS_LABELS },
};

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
  return rows.map((row) => {
    const { about, status } = LABELS[row.kind];
    return { ...row, about: about[row.about] ?? row.about, status: status[row.status] ?? row.status };
  });
}
