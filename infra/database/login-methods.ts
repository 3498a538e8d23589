import type { EntityManager } from 'typeorm';
import { judgeLoginMethod } from '../../domain/identity/login-method.js';
import type { LoginMethod } from '../../domain/policy.js';
import type { Refusal } from '../../domain/refusal.js';
import type { PolicyPlace, ReferenceRecords } from './reference-records.js';

/**
 * Why a method is not open to who comes for a unit, a department or nobody (domain.md §12): by the policy in force of
 * the department that supervises the unit, and by the unit's kind where its code is given. Null: it is open.
 */
export async function closedMethod(
  manager: EntityManager,
  references: ReferenceRecords,
  method: LoginMethod,
  place: PolicyPlace & { readonly uscc?: string },
): Promise<Refusal | null> {
  const policy = await references.policyInForce(manager, place);
  const decision = judgeLoginMethod(method, policy, place.uscc ?? null);
  return decision.accepted ? null : decision.refusals[0];
}
