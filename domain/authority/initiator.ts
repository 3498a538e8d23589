import { BUSINESS_TYPES, type BusinessType } from '../application/business-type.js';
import { accept, refuse, type Decision } from '../refusal.js';
import { UNIT_ROLES, type Role } from './roles.js';

/** Whether a role begins, changes and withdraws applications of a kind. Source: domain.md §4.5 "Initiator". */
export function mayInitiate(role: Role, type: BusinessType): Decision<true> {
  const { initiator } = BUSINESS_TYPES[type];
  const isInitiator =
    initiator === 'EMPLOYEE' ? role === 'EMPLOYEE' : UNIT_ROLES.some((each) => each === role);
  return isInitiator ? accept(true) : refuse('FORBIDDEN_ACTION');
}
