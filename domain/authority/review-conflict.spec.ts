import { mayDecideAbout, mayReview, type ReviewedTaskFacts, type ReviewerFacts } from './review-conflict.js';

const REVIEWER: ReviewerFacts = {
  accountId: 'account',
  personIndex: 'person',
  role: 'DISTRICT_SECOND_REVIEWER',
  departmentId: 'haidian',
  employeeId: null,
  linkedUnitIds: [],
};
const TASK: ReviewedTaskFacts = {
  level: 'DISTRICT_SECOND',
  departmentId: 'haidian',
  applicantEmployeeId: 'applicant',
  unitId: 'unit',
  decidedOtherLevels: [{ accountId: 'colleague', personIndex: 'somebody else' }],
};
const codes = (reviewer: Partial<ReviewerFacts>, task: Partial<ReviewedTaskFacts> = {}): string[] => {
  const decision = mayReview({ ...REVIEWER, ...reviewer }, { ...TASK, ...task });
  return decision.accepted ? [] : decision.refusals.map(({ code }) => code);
};

describe('a reviewer', () => {
  it('takes a task of his department and level that a colleague passed on', () => {
    expect(codes({})).toEqual([]);
  });

  it('takes none of another department or of another level', () => {
    expect(codes({ departmentId: 'chaoyang' })).toEqual(['FORBIDDEN_SCOPE']);
    expect(codes({ departmentId: null }, { departmentId: null, level: 'UNIT' })).toEqual(['FORBIDDEN_SCOPE']);
    expect(codes({ role: 'DISTRICT_FIRST_REVIEWER' })).toEqual(['FORBIDDEN_SCOPE']);
    expect(codes({ role: 'DEPARTMENT_ADMIN' })).toEqual(['FORBIDDEN_SCOPE']);
  });

  it('AC-96 decides no second level of an application with the same account', () => {
    const decidedOtherLevels = [{ accountId: 'account', personIndex: null }];
    expect(codes({}, { decidedOtherLevels })).toEqual(['REVIEW_FOUR_EYES']);
    expect(codes({ personIndex: null }, { decidedOtherLevels })).toEqual(['REVIEW_FOUR_EYES']);
  });

  it('AC-96 decides no second level of an application with another account of the same person', () => {
    const decidedOtherLevels = [{ accountId: 'other account', personIndex: 'person' }];
    expect(codes({}, { decidedOtherLevels })).toEqual(['REVIEW_FOUR_EYES']);
  });

  it('is not taken for another person only because neither is known', () => {
    const decidedOtherLevels = [{ accountId: 'colleague', personIndex: null }];
    expect(codes({ personIndex: null }, { decidedOtherLevels })).toEqual([]);
  });

  it('decides neither his own application nor one of the unit that he is linked to', () => {
    expect(codes({ employeeId: 'applicant' })).toEqual(['REVIEW_FOUR_EYES']);
    expect(codes({ linkedUnitIds: ['unit'] })).toEqual(['REVIEW_FOUR_EYES']);
    expect(codes({ employeeId: 'somebody', linkedUnitIds: ['other'] })).toEqual([]);
  });
});

describe('whoever decides about a registration', () => {
  it('is not the person himself, by any of his identities', () => {
    const decider = { accountId: 'account', personIndex: 'person' };
    expect(mayDecideAbout(decider, ['somebody', 'somebody else']).accepted).toBe(true);
    expect(mayDecideAbout({ ...decider, personIndex: null }, ['somebody']).accepted).toBe(true);
    expect(mayDecideAbout(decider, ['somebody', 'person'])).toMatchObject({
      refusals: [{ code: 'REVIEW_FOUR_EYES' }],
    });
  });
});
