import type { RefusalCode } from '../refusal-catalogue.js';
import { refusal, type Refusal, type RefusalFacts } from '../refusal.js';

/** UNKNOWN: cannot be judged before another rule that fails is met, as the contract before the link. */
export type RuleResult = 'PASS' | 'FAIL' | 'UNKNOWN';

/** One check as `GET eligibility` shows it; submission refuses with the failed ones of the same list. */
export interface EligibilityRule {
  readonly code: RefusalCode;
  readonly result: RuleResult;
  readonly facts: RefusalFacts;
}

export function passedRule(code: RefusalCode): EligibilityRule {
  return { code, result: 'PASS', facts: {} };
}

export function unknownRule(code: RefusalCode): EligibilityRule {
  return { code, result: 'UNKNOWN', facts: {} };
}

/** The facts are kept only where the rule fails. */
export function rule(code: RefusalCode, holds: boolean, factsOfFailure: RefusalFacts = {}): EligibilityRule {
  return holds ? passedRule(code) : { code, result: 'FAIL', facts: factsOfFailure };
}

/** A check that answers with a refusal or with nothing, as a rule. */
export function ruleFrom(code: RefusalCode, refused: Refusal | null): EligibilityRule {
  return refused === null ? passedRule(code) : { code: refused.code, result: 'FAIL', facts: refused.facts };
}

export function refusalsOf(rules: readonly EligibilityRule[]): Refusal[] {
  return rules.filter((each) => each.result === 'FAIL').map((each) => refusal(each.code, each.facts));
}
