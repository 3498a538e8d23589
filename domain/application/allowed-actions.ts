import type { RefusalCode } from '../refusal-catalogue.js';
import { advance, openLevel, type ReviewFact, type ReviewState } from './advance.js';
import { isEditable, isReinitiable } from './lifecycle.js';
import type { ReviewRoute } from './review-route.js';

export type ApplicationCommand = 'edit' | 'submit' | 'withdraw' | 'reinitiate' | 'unitPass' | 'unitReturn';

/** A button with its reason: what the server would answer for the state alone. */
export interface AllowedAction {
  readonly action: ApplicationCommand;
  readonly allowed: boolean;
  readonly reason?: RefusalCode;
}

/** Who looks at the application. Reviewers act on tasks, which carry their own actions. */
export type ApplicationViewer = 'INITIATOR' | 'UNIT' | 'READER';

/** The buttons of an application, from the same function that the server decides by. Source: domain.md §4.5. */
export function allowedActions(
  route: ReviewRoute,
  state: ReviewState,
  viewer: ApplicationViewer,
): AllowedAction[] {
  const byFact = (action: ApplicationCommand, fact: ReviewFact): AllowedAction => {
    const decision = advance(route, state, fact);
    return decision.accepted
      ? { action, allowed: true }
      : { action, allowed: false, reason: decision.refusals[0].code };
  };
  const byState = (action: ApplicationCommand, allowed: boolean): AllowedAction =>
    allowed ? { action, allowed } : { action, allowed, reason: 'STATE_NOT_ALLOWED' };

  if (viewer === 'INITIATOR') {
    return [
      byState('edit', isEditable(state.status)),
      byFact('submit', { kind: 'SUBMITTED' }),
      byFact('withdraw', { kind: 'WITHDRAWN' }),
      byState('reinitiate', isReinitiable(state.status)),
    ];
  }
  if (viewer === 'UNIT') {
    const waitsForUnit = openLevel(route, state)?.level === 'UNIT';
    return [byState('unitPass', waitsForUnit), byState('unitReturn', waitsForUnit)];
  }
  return [];
}
