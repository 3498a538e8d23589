import { recordableOutage } from './outage.js';

describe('W9 an outage', () => {
  it('is recorded once it is over', () => {
    expect(recordableOutage({ from: 1, to: 2 }, 2)).toEqual({ accepted: true, value: { from: 1, to: 2 } });
  });

  it.each([
    [{ from: 2, to: 2 }, 5],
    [{ from: 3, to: 2 }, 5],
    [{ from: 1, to: 6 }, 5],
  ])('%o is refused at %i', (outage, now) => {
    const decision = recordableOutage(outage, now);
    expect(decision).toMatchObject({ accepted: false, refusals: [{ pointer: '/to' }] });
  });
});
