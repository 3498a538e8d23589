import { knownDate as on } from '../calendar/plain-date.js';
import { buildWorkCalendar } from '../calendar/work-calendar.js';
import { DEFAULT_POLICY } from '../policy.js';
import { applicationsAtLeaving, type ApplicationAtLeaving } from './disassociation.js';
import {
  endingByDepartment,
  releaseRequest,
  unitMayAnswerUntil,
  type DepartmentEndingFacts,
  type ReleaseRequestFacts,
} from './release.js';

const codesOf = (
  decision: ReturnType<typeof releaseRequest> | ReturnType<typeof endingByDepartment>,
): string[] => (decision.accepted ? [] : decision.refusals.map(({ code }) => code));

describe('applications when a link ends', () => {
  const application = (
    applicationNo: string,
    status: ApplicationAtLeaving['status'],
    more: Partial<ApplicationAtLeaving> = {},
  ): ApplicationAtLeaving => ({ applicationNo, status, type: 'NEW', isOfThisUnit: true, ...more });
  const open = [
    application('draft', 'DRAFT'),
    application('waiting', 'UNIT_REVIEW'),
    application('returned', 'RETURNED', { type: 'BASIC_INFO_CHANGE' }),
    application('reviewed', 'IN_REVIEW'),
    application('renewal', 'RETURNED', { type: 'RENEWAL' }),
    application('renewal draft', 'DRAFT', { type: 'RENEWAL' }),
    application('elsewhere', 'RETURNED', { isOfThisUnit: false }),
  ];

  it('stay in the way unless the unit ends them; a draft never is', () => {
    const { ended, leftOpen } = applicationsAtLeaving(open, false);
    expect(ended).toEqual([]);
    expect(leftOpen).toEqual(['waiting', 'returned', 'reviewed', 'renewal', 'elsewhere']);
  });

  it('of the employee’s own types at this unit end with it; a review, a renewal and another unit’s do not', () => {
    const { ended, leftOpen } = applicationsAtLeaving(open, true);
    expect(ended.map(({ applicationNo }) => applicationNo)).toEqual(['draft', 'waiting', 'returned']);
    expect(leftOpen).toEqual(['reviewed', 'renewal', 'elsewhere']);
  });
});

describe('a release', () => {
  const asked: ReleaseRequestFacts = {
    today: on('2021-08-05'),
    associationStatus: 'ACTIVE',
    contractStart: on('2020-01-01'),
    leaveDate: on('2021-08-05'),
    missingAttachments: [],
    requestedOn: null,
  };

  it('is asked for once, with a certificate and a leave date', () => {
    expect(codesOf(releaseRequest(asked))).toEqual([]);
    expect(codesOf(releaseRequest({ ...asked, requestedOn: on('2021-08-01') }))).toEqual([
      'STATE_NOT_ALLOWED',
    ]);
    const nothing = {
      ...asked,
      associationStatus: null,
      leaveDate: null,
      missingAttachments: ['原单位离职证明'],
    };
    expect(codesOf(releaseRequest(nothing))).toEqual([
      'ASSOC_NOT_ACTIVE',
      'EMPLOYEE_ATTACHMENT_MISSING',
      'DIS_LEAVE_DATE',
    ]);
  });

  it('belongs to the unit for five workdays, the day of the request not counted', () => {
    const calendar = buildWorkCalendar({
      version: 1,
      publishedYears: [2021],
      days: [{ date: on('2021-09-18'), kind: 'MAKEUP_WORKDAY' }],
    });
    expect(unitMayAnswerUntil(on('2021-08-05'), calendar, DEFAULT_POLICY)).toBe('2021-08-12');
    expect(unitMayAnswerUntil(on('2021-09-13'), calendar, DEFAULT_POLICY)).toBe('2021-09-18');
  });

  it('AC-105 is the department’s from the next day on, with a reason and all that a unit must meet', () => {
    const facts: DepartmentEndingFacts = {
      today: on('2021-08-13'),
      associationStatus: 'ACTIVE',
      contractStart: on('2020-01-01'),
      leaveDate: on('2021-08-05'),
      applicationsLeftOpen: [],
      permit: null,
      renewalWaiver: null,
      unitMayAnswerUntil: on('2021-08-12'),
      reason: '单位逾期未办理',
    };
    expect(codesOf(endingByDepartment(facts))).toEqual([]);
    expect(codesOf(endingByDepartment({ ...facts, unitMayAnswerUntil: null }))).toEqual([
      'STATE_NOT_ALLOWED',
    ]);
    const early = { ...facts, today: on('2021-08-12'), reason: ' ', applicationsLeftOpen: ['NE1'] };
    expect(endingByDepartment(early)).toMatchObject({
      refusals: [
        { code: 'STATE_NOT_ALLOWED', facts: { unitMayAnswerUntil: '2021-08-12', allowedFrom: '2021-08-13' } },
        { code: 'REASON_REQUIRED' },
        { code: 'DIS_IN_FLIGHT', facts: { applicationNos: ['NE1'] } },
      ],
    });
  });
});
