import type { ReviewFact } from '../application/advance.js';
import {
  restoringAction,
  type PermissionAction,
  type UnopenedPermissionStatus,
} from './permission-lifecycle.js';

/** The two kinds of business that move a permission. Source: domain.md §4.3. */
export type PermissionBusiness =
  | { readonly type: 'PERMISSION_APPLY'; readonly before: UnopenedPermissionStatus | 'ACTIVE' }
  | { readonly type: 'PERMISSION_CANCEL' };

/** What a fact of the application does to the permission; null: nothing. A draft moves none. Source: domain.md §4.3. */
export function permissionAction(
  business: PermissionBusiness,
  fact: ReviewFact,
  round: number,
): PermissionAction | null {
  const step = stepOf(fact, round);
  if (step === null) return null;
  if (business.type === 'PERMISSION_CANCEL') return CANCELLATION[step];
  return business.before === 'ACTIVE' ? UPGRADE[step] : openingAction(step, business.before);
}

type Step = 'submit' | 'resubmit' | 'return' | 'reject' | 'giveUp' | 'conclude';

const CANCELLATION: Readonly<Record<Step, PermissionAction | null>> = {
  submit: 'applyForCancel',
  resubmit: null,
  return: null,
  reject: 'keep',
  giveUp: 'keep',
  conclude: 'cancel',
};
/** The permission stays ACTIVE all the while. */
const UPGRADE: Readonly<Record<Step, PermissionAction | null>> = {
  submit: 'applyForFull',
  resubmit: null,
  return: null,
  reject: null,
  giveUp: null,
  conclude: 'extendToFull',
};

function openingAction(step: Step, before: UnopenedPermissionStatus): PermissionAction {
  switch (step) {
    case 'submit':
      return 'apply';
    case 'resubmit':
      return 'resubmit';
    case 'return':
      return 'return';
    case 'reject':
      return 'reject';
    case 'giveUp':
      return restoringAction(before);
    case 'conclude':
      return 'open';
  }
}

/** `round` is the one the fact belongs to: 0 while the application is a draft. */
function stepOf(fact: ReviewFact, round: number): Step | null {
  switch (fact.kind) {
    case 'SUBMITTED':
      return round <= 1 ? 'submit' : 'resubmit';
    case 'DECIDED':
      return fact.outcome === 'RETURN' ? 'return' : fact.outcome === 'REJECT' ? 'reject' : null;
    case 'WITHDRAWN':
    case 'LAPSED':
      return round === 0 ? null : 'giveUp';
    case 'CONCLUDED':
      return 'conclude';
    case 'PERMIT_ENDED':
      return null;
  }
}
