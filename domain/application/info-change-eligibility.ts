import { missingSlots, requiredSlots } from '../attachment/required-slots.js';
import { slotTraits } from '../attachment/catalogue.js';
import { windowState } from '../permit/renewal-window.js';
import { rule, ruleFrom, type EligibilityRule } from './eligibility.js';
import { entryRules, inFlightRefusal } from './entry-checks.js';
import {
  belongsTo,
  changeRequirements,
  type InfoChangeType,
  type InfoField,
  type StatedChange,
} from './info-changes.js';
import type { UnitConfirmations } from './declarations.js';
import type { Hint } from './new-hints.js';
import {
  filesRule,
  linkedRule,
  notExpiredRule,
  permitValidRule,
  type PermitBusinessFacts,
} from './permit-business.js';

export interface InfoChangeFacts extends PermitBusinessFacts {
  readonly type: InfoChangeType;
  readonly changes: readonly StatedChange[];
  /** Those whose new value differs from the approved one. */
  readonly differing: readonly InfoField[];
  /** The new number is another person's. */
  readonly identityTaken: boolean;
}

/** Every blocking rule of BASIC_INFO_CHANGE and BUSINESS_INFO_CHANGE in its order. Source: domain.md §7.1, §7.2. */
export function infoChangeRules(facts: InfoChangeFacts): EligibilityRule[] {
  const { type, changes, differing } = facts;
  const strange = changes.map(({ field }) => field).filter((field) => !belongsTo(field, type));
  const needed = requiredSlots(type, { ...facts, ...changeRequirements(changes) }, facts.catalogue);
  const missing = missingSlots(needed, facts.fileCounts, facts.catalogue);
  return [
    ...entryRules(facts.entry),
    ruleFrom('APP_IN_FLIGHT_EXISTS', inFlightRefusal(facts.inFlight)),
    permitValidRule(facts),
    notExpiredRule(facts),
    linkedRule(facts),
    rule('NO_CHANGE', differing.length > 0),
    rule('CHANGE_FIELD_WRONG_TYPE', strange.length === 0, { fields: strange }),
    filesRule(missing.filter((code) => slotTraits(code).uploader === 'EMPLOYEE')),
    rule('VALIDATION_FAILED', !facts.identityTaken, { detail: '证件号码已被其他人员登记' }),
  ];
}

/** What the unit confirms when it passes a change on (domain.md §4.5). */
export function infoChangeUnitRules({ selfChecked }: UnitConfirmations): EligibilityRule[] {
  return [rule('UNIT_SELF_CHECK_REQUIRED', selfChecked)];
}

/** H-RENEWAL-OPEN: the renewal can carry the change. Source: domain.md §7.2, §7.6. */
export function infoChangeHints({ permit, today }: PermitBusinessFacts): Hint[] {
  if (permit === null || windowState(permit.window, today) !== 'OPEN') return [];
  const { opensOn, lastSubmissionOn } = permit.window;
  return [{ code: 'H-RENEWAL-OPEN', facts: { opensOn, lastSubmissionOn } }];
}
