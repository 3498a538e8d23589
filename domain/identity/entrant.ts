import type { Role, UNIT_ROLES } from '../authority/roles.js';
import { accept, refuse, type Decision } from '../refusal.js';
import type { IdType } from './id-number.js';
import type { AuthorizedMethod, QrMethod } from './login-method.js';

/** As what the identity provider knows somebody at the unit. Source: domain.md §12. */
export const ENTRANT_ROLES = {
  CERTIFICATE_HOLDER: '证书持有人',
  LEGAL_REPRESENTATIVE: '法定代表人',
  LICENCE_ADMIN: '证照管理员',
  OPERATOR: '办事人',
} as const;
export type EntrantRole = keyof typeof ENTRANT_ROLES;

/** What an outside identity provider vouches for. Source: domain.md §12 "identity result". */
export interface IdentityResult {
  readonly method: QrMethod;
  readonly uscc: string;
  readonly unitName: string;
  readonly personName: string;
  readonly idType: IdType;
  readonly idNo: string;
  readonly role: EntrantRole;
  /** The provider's own word for how sure it is. */
  readonly authLevel: string;
  /** An ISO instant of the provider's clock. */
  readonly at: string;
}

/** What a unit may make of a person. */
export const AUTHORIZED_ROLES = ['UNIT_LICENCE_ADMIN', 'UNIT_HANDLER'] as const satisfies readonly Role[];
export type AuthorizedRole = (typeof AUTHORIZED_ROLES)[number];
type UnitRole = (typeof UNIT_ROLES)[number];

/**
 * The role in which somebody comes: a certificate is the unit's own, the legal representative needs no authorization,
 * everybody else gets the lesser of what the provider says and the unit has authorized. Source: domain.md §2, §12.
 */
export function roleOfEntrant(
  { method, role }: Pick<IdentityResult, 'method' | 'role'>,
  authorized: readonly AuthorizedRole[],
): Decision<UnitRole> {
  if (method === 'CERT_QR') return accept('UNIT_LEGAL');
  switch (role) {
    case 'LEGAL_REPRESENTATIVE':
      return accept('UNIT_LEGAL');
    case 'LICENCE_ADMIN':
      if (authorized.includes('UNIT_LICENCE_ADMIN')) return accept('UNIT_LICENCE_ADMIN');
      return asOperator(authorized);
    case 'OPERATOR':
      return asOperator(authorized);
    case 'CERTIFICATE_HOLDER':
      return refuse('AUTH_NOT_AUTHORIZED_BY_UNIT');
  }
}

/** What is authorized as administrator may do an operator's work. */
function asOperator(authorized: readonly AuthorizedRole[]): Decision<UnitRole> {
  return authorized.length > 0 ? accept('UNIT_HANDLER') : refuse('AUTH_NOT_AUTHORIZED_BY_UNIT');
}

const MAY_AUTHORIZE: Readonly<
  Record<UnitRole, Readonly<Record<AuthorizedMethod, readonly AuthorizedRole[]>>>
> = {
  UNIT_LEGAL: { E_LICENCE: AUTHORIZED_ROLES, INSTITUTION_CERT: ['UNIT_HANDLER'] },
  UNIT_LICENCE_ADMIN: { E_LICENCE: ['UNIT_HANDLER'], INSTITUTION_CERT: [] },
  UNIT_HANDLER: { E_LICENCE: [], INSTITUTION_CERT: [] },
};

/**
 * The legal representative authorizes administrators and operators, an administrator operators; who may authorize may
 * revoke. 事业单位电子证照 knows operators only. Source: domain.md §2, §12.
 */
export function mayAuthorize(actor: Role, method: AuthorizedMethod, role: AuthorizedRole): Decision<true> {
  const isUnitRole = (each: Role): each is UnitRole => Object.hasOwn(MAY_AUTHORIZE, each);
  const may = isUnitRole(actor) && MAY_AUTHORIZE[actor][method].includes(role);
  return may ? accept(true) : refuse('FORBIDDEN_ACTION');
}
