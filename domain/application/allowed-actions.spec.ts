import { allowedActions, mayRevealApplication } from './allowed-actions.js';
import { APPLICATION_STATUS_LABELS, OPEN_STATUSES, type ApplicationStatus } from './lifecycle.js';
import { REVIEW_ROUTES_V1 } from './review-route.js';

const STATUSES = Object.keys(APPLICATION_STATUS_LABELS) as ApplicationStatus[];
const ROUTE = REVIEW_ROUTES_V1.BEIJING_WORK_RESIDENCE.NEW;
const namesFor = (isInitiator: boolean, isUnit: boolean): string[] =>
  allowedActions(ROUTE, { status: 'UNIT_REVIEW', round: 1, passed: 0 }, { isInitiator, isUnit }).map(
    ({ action }) => action,
  );

describe('the actions of an application', () => {
  it('are those of whoever begins it, of the unit that it passes, and nobody else’s', () => {
    const own = ['edit', 'submit', 'withdraw', 'reinitiate'];
    expect(namesFor(true, false)).toEqual(own);
    expect(namesFor(true, true)).toEqual([...own, 'reveal']);
    expect(namesFor(false, true)).toEqual(['unitPass', 'unitReturn', 'reveal']);
    expect(namesFor(false, false)).toEqual([]);
  });

  it('give personal data in full while the application may still change, by the rule that the act obeys', () => {
    const open: readonly ApplicationStatus[] = OPEN_STATUSES;
    for (const status of STATUSES) {
      const viewer = { isInitiator: true, isUnit: true };
      const actions = allowedActions(ROUTE, { status, round: 1, passed: 0 }, viewer);
      const allowed = open.includes(status);
      expect(actions.at(-1)).toEqual({
        action: 'reveal',
        allowed,
        ...(!allowed && { reason: 'STATE_NOT_ALLOWED' }),
      });
      expect(mayRevealApplication(status).accepted).toBe(allowed);
    }
  });
});
