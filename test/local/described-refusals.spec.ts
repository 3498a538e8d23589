import { undescribedRefusals } from '../support/described-refusals.js';

describe('every refusal that a test of this run has met', () => {
  it('is named by the description of its operation (services/api/route-refusals.ts)', () => {
    expect(undescribedRefusals()).toEqual([]);
  });
});
