import { knownDate } from '../calendar/plain-date.js';
import { historicalRequest, type HistoricalRequestFacts } from './historical-request.js';

const unit = { uscc: '91110108MA00TE5T26', name: '北京远见数据科技有限公司' };
const period = { from: knownDate('2022-03-08'), to: knownDate('2022-04-30') };
const asked: HistoricalRequestFacts = {
  unit,
  unitPermissionActive: true,
  permitStatus: 'SUSPENDED',
  workHistory: [{ ...period, employer: unit.name, uscc: null }],
};
const codesOf = (facts: HistoricalRequestFacts): string[] => {
  const decision = historicalRequest(facts);
  return decision.accepted ? [] : decision.refusals.map(({ code }) => code);
};

describe('the request of 补办变更 to a skipped employer', () => {
  it('gives the last period there that is over, found by code or, where none is known, by name', () => {
    expect(historicalRequest(asked)).toEqual({ accepted: true, value: period });
    const earlier = { from: knownDate('2015-01-01'), to: knownDate('2016-12-31') };
    const both = [
      { ...period, employer: '旧名', uscc: unit.uscc },
      { ...earlier, employer: unit.name, uscc: null },
    ];
    expect(historicalRequest({ ...asked, workHistory: both })).toEqual({ accepted: true, value: period });
  });

  it('is refused with everything that is in its way', () => {
    expect(codesOf({ ...asked, unit: null })).toEqual(['ASSOC_CODE_INVALID']);
    const nothing = { ...asked, unitPermissionActive: false, permitStatus: null, workHistory: [] };
    expect(codesOf(nothing)).toEqual(['PERM_NOT_ACTIVE', 'PERMIT_NOT_SUSPENDED', 'VALIDATION_FAILED']);
  });

  it.each(['VALID', 'EXPIRED', 'CANCELLED'] as const)('a permit that is %s asks nobody', (permitStatus) => {
    expect(codesOf({ ...asked, permitStatus })).toEqual(['PERMIT_NOT_SUSPENDED']);
  });

  it('a period that goes on, or under another code, is none', () => {
    const [there] = asked.workHistory;
    const ongoing = { employer: unit.name, uscc: null, from: period.from, to: null };
    expect(codesOf({ ...asked, workHistory: [ongoing] })).toEqual(['VALIDATION_FAILED']);
    const other = { ...period, employer: there?.employer ?? '', uscc: '91110108MA01C2D36P' };
    expect(codesOf({ ...asked, workHistory: [other] })).toEqual(['VALIDATION_FAILED']);
  });
});
