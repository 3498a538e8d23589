import type { RefusalCode } from '../../domain/refusal-catalogue.js';

/** Who asks in the authorization matrix. What is "own" belongs to a person at a unit of the district of 海淀. */
export const PRINCIPALS = [
  'anonymous',
  'expired',
  'disabled',
  'newcomer',
  'self',
  'otherPerson',
  'handler',
  'legal',
  'otherHandler',
  'restrictedHandler',
  'first',
  'second',
  'interested',
  'otherFirst',
  'otherSecond',
  'municipal',
  'final',
  'admin',
  'otherAdmin',
  'operator',
  'auditor',
] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** What a route names: of each there is an own one, one of somebody else, and one that is not there. */
export const OBJECTS = {
  '/applications/{id}/files/{fileId}': 'applicationFile',
  '/applications/{id}': 'application',
  '/associations/{id}': 'association',
  '/review-tasks/{taskId}': 'task',
  '/permits/{id}': 'permit',
  '/identity-corrections/{id}': 'correction',
  '/restrictions/{id}': 'restriction',
  '/api/v1/notices/{id}': 'notice',
  '/attachments/files/{fileId}': 'file',
  '/authorizations/{id}': 'authorization',
  '/sessions/{id}': 'session',
  '/program-tokens/{id}': 'programToken',
  '/members/{id}': 'member',
  '/invitations/{id}': 'invitation',
} as const;
export type ObjectKind = (typeof OBJECTS)[keyof typeof OBJECTS];

/** The object that a path names, or null. */
export function objectIn(path: string): ObjectKind | null {
  return Object.entries(OBJECTS).find(([part]) => path.includes(part))?.[1] ?? null;
}

export interface AuthorityRow {
  /** Whose role does this on some object; PUBLIC: whoever comes. */
  readonly who: readonly Principal[] | 'PUBLIC';
  /** Who among them has to do with the own object; left out: the action names none. */
  readonly own?: readonly Principal[];
  /** Who has to do with the object of somebody else. */
  readonly other?: readonly Principal[];
  /** Who has to do with it and is refused all the same, by the rule of another section. */
  readonly instead?: Readonly<
    Partial<Record<'own' | 'other', Readonly<Partial<Record<Principal, RefusalCode>>>>>
  >;
  /** Open to a unit before its profile is complete (AC-10). */
  readonly beforeProfile?: true;
}

const OWN_UNIT = ['handler', 'legal'] as const;
const OTHER_UNITS = ['otherHandler', 'restrictedHandler'] as const;
const UNITS = [...OWN_UNIT, ...OTHER_UNITS, 'newcomer'] as const;
const PEOPLE = ['self', 'otherPerson'] as const;
const OWN_DISTRICT = ['first', 'second', 'interested'] as const;
const REVIEWERS = [...OWN_DISTRICT, 'otherFirst', 'otherSecond', 'municipal', 'final'] as const;
const ADMINS = ['admin', 'otherAdmin'] as const;
const DEPARTMENTS = [...REVIEWERS, ...ADMINS] as const;
const ALL = [...UNITS, ...PEOPLE, ...DEPARTMENTS, 'operator', 'auditor'] as const;

const PUBLIC: AuthorityRow = { who: 'PUBLIC' };
const EVERYBODY: AuthorityRow = { who: ALL };
const OPERATOR: AuthorityRow = { who: ['operator'] };
const OFFICE: AuthorityRow = { who: ['operator', ...ADMINS, 'auditor'] };
/** An administrator in his department, an operator in all. */
const OF_OFFICE: AuthorityRow = {
  who: ['operator', ...ADMINS],
  own: ['operator', 'admin'],
  other: ['operator', 'otherAdmin'],
};
const OF_UNIT: AuthorityRow = { who: UNITS, own: OWN_UNIT, other: ['otherHandler'] };
/** The application of a person is not of the unit's kinds. */
const WRONG_KIND: AuthorityRow['instead'] = {
  own: { handler: 'FORBIDDEN_ACTION', legal: 'FORBIDDEN_ACTION' },
  other: { otherHandler: 'FORBIDDEN_ACTION' },
};
/** Both initiate, each his kinds: an application of a person is none of the unit's to change (domain.md §4.5). */
const OF_INITIATOR: AuthorityRow = {
  who: [...UNITS, ...PEOPLE],
  own: ['self'],
  other: ['otherPerson'],
  instead: WRONG_KIND,
};

/** Who may do what, on whose objects: one row for each action. Source: domain.md §2, §4, §9, §10, §12. */
export const AUTHORITY: Readonly<Record<string, AuthorityRow>> = {
  'health.read': PUBLIC,
  'metrics.read': PUBLIC,
  'dictionary.read': PUBLIC,
  'document.check': PUBLIC,
  'captcha.create': PUBLIC,
  'trial.captcha': PUBLIC,
  'session.create': PUBLIC,
  'secondFactor.complete': PUBLIC,
  'registration.create': PUBLIC,
  'invitation.accept': PUBLIC,
  'help.read': PUBLIC,
  'certificateChallenge.create': PUBLIC,
  'certificateChallenge.answer': PUBLIC,
  'signInTicket.create': PUBLIC,
  'signInTicket.read': PUBLIC,
  'signInTicket.follow': PUBLIC,
  'signInTicket.redeem': PUBLIC,
  'identityProvider.tell': PUBLIC,
  'trial.wallet': PUBLIC,

  'session.list': { who: ALL, beforeProfile: true },
  'session.end': { who: ALL, own: ['handler'], other: ['otherHandler'], beforeProfile: true },
  'personalData.export': { who: ALL, beforeProfile: true },
  'password.change': { who: ALL, beforeProfile: true },
  'secondFactor.renewCodes': { who: [...DEPARTMENTS, 'operator', 'auditor'] },
  'programToken.list': EVERYBODY,
  'programToken.create': EVERYBODY,
  'programToken.revoke': { who: ALL, own: ['handler'], other: ['otherHandler'] },
  'identity.read': { who: ALL, beforeProfile: true },
  'calendar.read': { who: ALL, beforeProfile: true },
  'clock.read': { who: ALL, beforeProfile: true },
  'policyNotice.read': EVERYBODY,
  'notice.read': EVERYBODY,
  'notice.mark': { who: ALL, own: OWN_UNIT, other: ['otherHandler'] },
  'liveStatus.follow': EVERYBODY,

  'home.read': { who: [...UNITS, ...PEOPLE] },
  'service.enter': { who: [...UNITS, ...PEOPLE] },
  'attachment.manage': {
    who: [...UNITS, ...PEOPLE],
    own: ['self'],
    other: ['otherPerson'],
    beforeProfile: true,
  },

  'unit.read': { who: UNITS, beforeProfile: true },
  'unit.completeProfile': { who: UNITS, beforeProfile: true },
  'unit.edit': { who: UNITS },
  // the legal representative authorizes, whom he has authorized does not unless he administers the licence
  'authorization.read': { who: UNITS },
  'authorization.grant': { who: ['legal'] },
  'authorization.revoke': { who: ['legal'], own: ['legal'] },
  'unit.list': { who: [...DEPARTMENTS, 'operator', 'auditor'] },
  'workResidence.read': { who: UNITS },
  'renewal.submitBatch': { who: UNITS },
  'association.list': OF_UNIT,
  'association.reveal': OF_UNIT,
  'association.decide': OF_UNIT,
  'association.end': OF_UNIT,
  'contract.update': OF_UNIT,
  'historicalRequest.list': { who: UNITS },
  // of an application that it has begun itself
  'application.attachContract': {
    ...OF_UNIT,
    instead: WRONG_KIND,
  },
  'application.unitDecide': OF_UNIT,

  'profile.read': { who: PEOPLE },
  'profile.edit': { who: PEOPLE },
  'permit.read': { who: PEOPLE },
  'association.request': { who: PEOPLE, own: ['self'], other: ['otherPerson'] },
  'association.requestRelease': { who: PEOPLE },
  'historicalRequest.make': { who: PEOPLE },
  'identityCorrection.request': { who: PEOPLE },
  'identityCorrection.withdraw': { who: PEOPLE, own: ['self'], other: ['otherPerson'] },
  'identityCorrection.list': { who: [...PEOPLE, ...ADMINS, 'auditor'] },
  'identityCorrection.read': {
    who: [...PEOPLE, ...ADMINS, 'auditor'],
    own: ['self', 'admin', 'auditor'],
    other: ['otherPerson', 'otherAdmin', 'auditor'],
  },
  'identityCorrection.reveal': { who: ADMINS, own: ['admin'], other: ['otherAdmin'] },
  'identityCorrection.decide': { who: ADMINS, own: ['admin'], other: ['otherAdmin'] },

  'application.draft': OF_INITIATOR,
  'application.submit': OF_INITIATOR,
  'application.withdraw': OF_INITIATOR,
  'application.reinitiate': OF_INITIATOR,
  'application.read': {
    who: [...UNITS, ...PEOPLE, ...DEPARTMENTS, 'auditor'],
    own: ['self', ...OWN_UNIT, ...OWN_DISTRICT, 'admin', 'auditor'],
    other: ['otherPerson', 'otherHandler', 'otherFirst', 'otherSecond', 'otherAdmin', 'auditor'],
  },
  'application.reveal': OF_UNIT,
  'document.read': {
    who: [...UNITS, ...PEOPLE, 'auditor'],
    own: ['self', ...OWN_UNIT, 'auditor'],
    other: ['otherPerson', 'otherHandler', 'auditor'],
  },

  'review.list': { who: DEPARTMENTS },
  'review.read': { who: REVIEWERS, own: OWN_DISTRICT, other: ['otherFirst', 'otherSecond'] },
  'review.reveal': reviewAct(),
  'review.claim': reviewAct(),
  'review.decide': reviewAct(),
  'review.assign': { who: ADMINS, own: ['admin'], other: ['otherAdmin'] },

  'permit.list': { who: [...DEPARTMENTS, 'operator', 'auditor'] },
  // the city's office sees the permits of all districts
  'permit.cancel': { who: ['final', ...ADMINS], own: ['final', 'admin'], other: ['final', 'otherAdmin'] },
  'association.releases': { who: ADMINS },
  'association.endForUnit': { who: ADMINS, own: ['admin'], other: ['otherAdmin'] },
  'restriction.set': { who: ['operator', ...ADMINS] },
  'restriction.lift': OF_OFFICE,
  'restriction.read': OFFICE,
  'invitation.create': { who: ['operator', ...ADMINS] },
  'invitation.list': OFFICE,
  'invitation.withdraw': OF_OFFICE,
  'member.list': {
    who: ['operator', ...ADMINS, 'auditor'],
    own: ['operator', 'admin', 'auditor'],
    other: ['operator', 'otherAdmin', 'auditor'],
  },
  'member.change': OF_OFFICE,
  'secondFactor.reset': OF_OFFICE,
  'guide.publish': { who: ADMINS },

  'registry.update': OPERATOR,
  'policyNotice.publish': OPERATOR,
  'calendar.publish': OPERATOR,
  'calendar.preview': OPERATOR,
  'outage.record': OPERATOR,
  'outage.read': OFFICE,
  'policy.publish': OPERATOR,
  'policy.read': OFFICE,
  'reviewRoute.publish': OPERATOR,
  'reviewRoute.read': OFFICE,
  'attachmentCatalogue.publish': OPERATOR,
  'attachmentCatalogue.read': OFFICE,
  'clock.move': OPERATOR,
  'audit.read': { who: ['operator', 'auditor'] },
};

/** The first level is the first reviewers'; one of them works at the applicant's unit (R2). */
function reviewAct(): AuthorityRow {
  return {
    who: REVIEWERS,
    own: ['first'],
    other: ['otherFirst'],
    instead: { own: { interested: 'REVIEW_FOUR_EYES' } },
  };
}

export type Variant = 'own' | 'other' | 'missing';

/** Null: authority lets it pass, whatever else stands in the way. `variant` null: the route names no object. */
export function expectedRefusal(
  row: AuthorityRow,
  principal: Principal,
  variant: Variant | null,
): RefusalCode | null {
  if (row.who === 'PUBLIC') return null;
  if (principal === 'anonymous' || principal === 'expired') return 'AUTH_REQUIRED';
  if (principal === 'disabled') return 'ACCOUNT_DISABLED';
  if (!row.who.includes(principal)) return 'FORBIDDEN_ACTION';
  if (principal === 'newcomer' && row.beforeProfile !== true) return 'PROFILE_INCOMPLETE';
  if (variant === null) return null;
  const instead = variant === 'missing' ? undefined : row.instead?.[variant]?.[principal];
  if (instead !== undefined) return instead;
  const owners = { own: row.own, other: row.other, missing: [] }[variant] ?? [];
  return owners.includes(principal) ? null : 'FORBIDDEN_SCOPE';
}
