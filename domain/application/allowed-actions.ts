import { accept, refuse, type Decision } from '../refusal.js';
import type { RefusalCode } from '../refusal-catalogue.js';
import { advance, openLevel, type ReviewState } from './advance.js';
import { isEditable, isOpen, isReinitiable, type ApplicationStatus } from './lifecycle.js';
import type { ReviewRoute } from './review-route.js';

export type ApplicationCommand =
  | 'edit'
  | 'submit'
  | 'withdraw'
  | 'reinitiate'
  | 'unitPass'
  | 'unitReturn'
  | 'reveal';

/** A button with its reason: what the server would answer for the state alone. */
export interface AllowedAction {
  readonly action: ApplicationCommand;
  readonly allowed: boolean;
  readonly reason?: RefusalCode;
}

/** Who looks at the application; neither: a reader. Reviewers act on tasks, which carry their own actions. */
export interface ApplicationViewer {
  readonly isInitiator: boolean;
  readonly isUnit: boolean;
}

/** Whether a unit may see the personal data of its application in full: as long as it may still change (ADR 12). */
export function mayRevealApplication(status: ApplicationStatus): Decision<true> {
  return isOpen(status) ? accept(true) : refuse('STATE_NOT_ALLOWED', { status });
}

/** The buttons of an application, from the same function that the server decides by. Source: domain.md §4.5. */
export function allowedActions(
  route: ReviewRoute,
  state: ReviewState,
  { isInitiator, isUnit }: ApplicationViewer,
): AllowedAction[] {
  const byDecision = (action: ApplicationCommand, decision: Decision<unknown>): AllowedAction =>
    decision.accepted
      ? { action, allowed: true }
      : { action, allowed: false, reason: decision.refusals[0].code };
  const byState = (action: ApplicationCommand, allowed: boolean): AllowedAction =>
    allowed ? { action, allowed } : { action, allowed, reason: 'STATE_NOT_ALLOWED' };

  const actions: AllowedAction[] = [];
  if (isInitiator) {
    actions.push(
      byState('edit', isEditable(state.status)),
      byDecision('submit', advance(route, state, { kind: 'SUBMITTED' })),
      byDecision('withdraw', advance(route, state, { kind: 'WITHDRAWN' })),
      byState('reinitiate', isReinitiable(state.status)),
    );
  } else if (isUnit) {
    const waitsForUnit = openLevel(route, state)?.level === 'UNIT';
    actions.push(byState('unitPass', waitsForUnit), byState('unitReturn', waitsForUnit));
  }
  if (isUnit) actions.push(byDecision('reveal', mayRevealApplication(state.status)));
  return actions;
}
