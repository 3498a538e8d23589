import { STAFF_ROLES } from '../../../domain/authority/membership.js';
import {
  ALL_ROLES,
  DEPARTMENT_ROLES,
  REVIEWER_ROLES,
  UNIT_ROLES,
  type Role,
} from '../../../domain/authority/roles.js';

/** Whose objects an action may touch; the records apply it to every query (domain.md §2 R1). */
export type Scope =
  | 'NONE'
  | 'OWN_ACCOUNT'
  | 'OWN_PERSON'
  | 'OWN_UNIT'
  | 'OWN_DEPARTMENT'
  | 'INVOLVED'
  | 'ALL';

export interface RouteRule {
  /** PUBLIC: without sign-in. */
  readonly roles: readonly Role[] | 'PUBLIC';
  readonly resource: string;
  readonly scope: Scope;
  /** Open to a unit whose profile is not complete yet (AC-10). */
  readonly beforeProfile?: true;
  /** Exists in trial mode only. */
  readonly trialOnly?: true;
}

const UNIT_ADMINISTRATION = [...UNIT_ROLES];
/** An operator restricts everybody, a department's administrator the units it supervises and their people. */
const RESTRICTING = ['SYSTEM_OPERATOR', 'DEPARTMENT_ADMIN'] as const satisfies readonly Role[];
/** Whom they may authorize as what, the domain says. */
const AUTHORIZING = ['UNIT_LEGAL', 'UNIT_LICENCE_ADMIN'] as const satisfies readonly Role[];
const EMPLOYEE: readonly Role[] = ['EMPLOYEE'];
/** Who may begin an application of some kind; whose kind it is, the application itself says. */
const INITIATORS: readonly Role[] = ['EMPLOYEE', ...UNIT_ROLES];

/** Every action of the API in one table; a route without an action does not start. Source: domain.md §2. */
export const ROUTE_POLICY = {
  'health.read': { roles: 'PUBLIC', resource: 'health', scope: 'NONE' },
  'metrics.read': { roles: 'PUBLIC', resource: 'metrics', scope: 'NONE' },
  'dictionary.read': { roles: 'PUBLIC', resource: 'dictionary', scope: 'NONE' },
  'document.check': { roles: 'PUBLIC', resource: 'issued_document', scope: 'NONE' },

  'captcha.create': { roles: 'PUBLIC', resource: 'captcha', scope: 'NONE' },
  'certificateChallenge.create': { roles: 'PUBLIC', resource: 'certificate_challenge', scope: 'NONE' },
  'certificateChallenge.answer': { roles: 'PUBLIC', resource: 'session', scope: 'NONE' },
  'signInTicket.create': { roles: 'PUBLIC', resource: 'sign_in_ticket', scope: 'NONE' },
  'signInTicket.read': { roles: 'PUBLIC', resource: 'sign_in_ticket', scope: 'NONE' },
  'signInTicket.follow': { roles: 'PUBLIC', resource: 'sign_in_ticket', scope: 'NONE' },
  'signInTicket.redeem': { roles: 'PUBLIC', resource: 'session', scope: 'NONE' },
  'identityProvider.tell': { roles: 'PUBLIC', resource: 'sign_in_ticket', scope: 'NONE' },
  'authorization.read': { roles: UNIT_ADMINISTRATION, resource: 'unit_authorization', scope: 'OWN_UNIT' },
  'authorization.grant': { roles: AUTHORIZING, resource: 'unit_authorization', scope: 'OWN_UNIT' },
  'authorization.revoke': { roles: AUTHORIZING, resource: 'unit_authorization', scope: 'OWN_UNIT' },
  'session.create': { roles: 'PUBLIC', resource: 'session', scope: 'NONE' },
  'secondFactor.complete': { roles: 'PUBLIC', resource: 'session', scope: 'NONE' },
  'session.list': { roles: ALL_ROLES, resource: 'session', scope: 'OWN_ACCOUNT', beforeProfile: true },
  'session.end': { roles: ALL_ROLES, resource: 'session', scope: 'OWN_ACCOUNT', beforeProfile: true },
  'identity.read': { roles: ALL_ROLES, resource: 'account', scope: 'OWN_ACCOUNT', beforeProfile: true },
  'personalData.export': {
    roles: ALL_ROLES,
    resource: 'personal_data',
    scope: 'OWN_PERSON',
    beforeProfile: true,
  },
  'password.change': { roles: ALL_ROLES, resource: 'account', scope: 'OWN_ACCOUNT', beforeProfile: true },
  'secondFactor.renewCodes': { roles: STAFF_ROLES, resource: 'account', scope: 'OWN_ACCOUNT' },
  'programToken.list': { roles: ALL_ROLES, resource: 'program_token', scope: 'OWN_ACCOUNT' },
  'programToken.create': { roles: ALL_ROLES, resource: 'program_token', scope: 'OWN_ACCOUNT' },
  'programToken.revoke': { roles: ALL_ROLES, resource: 'program_token', scope: 'OWN_ACCOUNT' },
  'registration.create': { roles: 'PUBLIC', resource: 'account', scope: 'NONE' },
  'invitation.create': {
    roles: ['DEPARTMENT_ADMIN', 'SYSTEM_OPERATOR'],
    resource: 'invitation',
    scope: 'OWN_DEPARTMENT',
  },
  'invitation.list': {
    roles: ['DEPARTMENT_ADMIN', 'SYSTEM_OPERATOR', 'AUDITOR'],
    resource: 'invitation',
    scope: 'OWN_DEPARTMENT',
  },
  'invitation.withdraw': {
    roles: ['DEPARTMENT_ADMIN', 'SYSTEM_OPERATOR'],
    resource: 'invitation',
    scope: 'OWN_DEPARTMENT',
  },
  'member.list': {
    roles: ['DEPARTMENT_ADMIN', 'SYSTEM_OPERATOR', 'AUDITOR'],
    resource: 'account',
    scope: 'OWN_DEPARTMENT',
  },
  'member.change': {
    roles: ['DEPARTMENT_ADMIN', 'SYSTEM_OPERATOR'],
    resource: 'account',
    scope: 'OWN_DEPARTMENT',
  },
  'secondFactor.reset': {
    roles: ['DEPARTMENT_ADMIN', 'SYSTEM_OPERATOR'],
    resource: 'account',
    scope: 'OWN_DEPARTMENT',
  },
  'invitation.accept': { roles: 'PUBLIC', resource: 'invitation', scope: 'NONE' },

  'help.read': { roles: 'PUBLIC', resource: 'help', scope: 'NONE' },
  'guide.publish': { roles: ['DEPARTMENT_ADMIN'], resource: 'department_guide', scope: 'OWN_DEPARTMENT' },
  'home.read': { roles: [...UNIT_ROLES, 'EMPLOYEE'], resource: 'home', scope: 'INVOLVED' },
  'service.enter': { roles: [...UNIT_ROLES, 'EMPLOYEE'], resource: 'talent_service', scope: 'INVOLVED' },
  'restriction.set': { roles: RESTRICTING, resource: 'restriction', scope: 'OWN_DEPARTMENT' },
  'restriction.lift': { roles: RESTRICTING, resource: 'restriction', scope: 'OWN_DEPARTMENT' },
  'restriction.read': {
    roles: [...RESTRICTING, 'AUDITOR'],
    resource: 'restriction',
    scope: 'OWN_DEPARTMENT',
  },

  'unit.read': { roles: UNIT_ADMINISTRATION, resource: 'unit', scope: 'OWN_UNIT', beforeProfile: true },
  'attachment.manage': {
    roles: [...UNIT_ROLES, 'EMPLOYEE'],
    resource: 'attachment',
    scope: 'INVOLVED',
    beforeProfile: true,
  },
  'attachmentCatalogue.publish': {
    roles: ['SYSTEM_OPERATOR'],
    resource: 'attachment_catalogue',
    scope: 'ALL',
  },
  'attachmentCatalogue.read': {
    roles: ['SYSTEM_OPERATOR', 'DEPARTMENT_ADMIN', 'AUDITOR'],
    resource: 'attachment_catalogue',
    scope: 'OWN_DEPARTMENT',
  },
  'unit.completeProfile': {
    roles: UNIT_ADMINISTRATION,
    resource: 'unit',
    scope: 'OWN_UNIT',
    beforeProfile: true,
  },
  'unit.edit': { roles: UNIT_ADMINISTRATION, resource: 'unit', scope: 'OWN_UNIT' },
  'unit.list': {
    roles: [...DEPARTMENT_ROLES, 'SYSTEM_OPERATOR', 'AUDITOR'],
    resource: 'unit',
    scope: 'OWN_DEPARTMENT',
  },
  'workResidence.read': { roles: UNIT_ADMINISTRATION, resource: 'permit', scope: 'OWN_UNIT' },
  'renewal.submitBatch': { roles: UNIT_ADMINISTRATION, resource: 'application', scope: 'OWN_UNIT' },
  'registry.update': { roles: ['SYSTEM_OPERATOR'], resource: 'unit', scope: 'ALL' },
  'association.list': { roles: UNIT_ADMINISTRATION, resource: 'association', scope: 'OWN_UNIT' },
  'association.reveal': { roles: UNIT_ADMINISTRATION, resource: 'association', scope: 'OWN_UNIT' },
  'association.decide': { roles: UNIT_ADMINISTRATION, resource: 'association', scope: 'OWN_UNIT' },
  'association.end': { roles: UNIT_ADMINISTRATION, resource: 'association', scope: 'OWN_UNIT' },
  'historicalRequest.list': { roles: UNIT_ADMINISTRATION, resource: 'historical_request', scope: 'OWN_UNIT' },
  'application.attachContract': { roles: UNIT_ADMINISTRATION, resource: 'application', scope: 'OWN_UNIT' },
  'contract.update': { roles: UNIT_ADMINISTRATION, resource: 'labor_contract', scope: 'OWN_UNIT' },

  'profile.read': { roles: EMPLOYEE, resource: 'employee', scope: 'OWN_PERSON' },
  'profile.edit': { roles: EMPLOYEE, resource: 'employee', scope: 'OWN_PERSON' },
  'association.request': { roles: EMPLOYEE, resource: 'association', scope: 'OWN_PERSON' },
  'historicalRequest.make': { roles: EMPLOYEE, resource: 'historical_request', scope: 'OWN_PERSON' },
  'association.requestRelease': { roles: EMPLOYEE, resource: 'association', scope: 'OWN_PERSON' },
  'association.releases': { roles: ['DEPARTMENT_ADMIN'], resource: 'association', scope: 'OWN_DEPARTMENT' },
  'association.endForUnit': { roles: ['DEPARTMENT_ADMIN'], resource: 'association', scope: 'OWN_DEPARTMENT' },
  'identityCorrection.request': { roles: EMPLOYEE, resource: 'identity_correction', scope: 'OWN_PERSON' },
  'identityCorrection.withdraw': { roles: EMPLOYEE, resource: 'identity_correction', scope: 'OWN_PERSON' },
  'identityCorrection.list': {
    roles: ['EMPLOYEE', 'DEPARTMENT_ADMIN', 'AUDITOR'],
    resource: 'identity_correction',
    scope: 'INVOLVED',
  },
  'identityCorrection.read': {
    roles: ['EMPLOYEE', 'DEPARTMENT_ADMIN', 'AUDITOR'],
    resource: 'identity_correction',
    scope: 'INVOLVED',
  },
  'identityCorrection.reveal': {
    roles: ['DEPARTMENT_ADMIN'],
    resource: 'identity_correction',
    scope: 'OWN_DEPARTMENT',
  },
  'identityCorrection.decide': {
    roles: ['DEPARTMENT_ADMIN'],
    resource: 'identity_correction',
    scope: 'OWN_DEPARTMENT',
  },
  'permit.read': { roles: EMPLOYEE, resource: 'permit', scope: 'OWN_PERSON' },
  'permit.list': {
    roles: [...DEPARTMENT_ROLES, 'SYSTEM_OPERATOR', 'AUDITOR'],
    resource: 'permit',
    scope: 'OWN_DEPARTMENT',
  },
  'permit.cancel': {
    roles: ['FINAL_APPROVER', 'DEPARTMENT_ADMIN'],
    resource: 'permit',
    scope: 'OWN_DEPARTMENT',
  },

  'application.draft': { roles: INITIATORS, resource: 'application', scope: 'INVOLVED' },
  'application.submit': { roles: INITIATORS, resource: 'application', scope: 'INVOLVED' },
  'application.withdraw': { roles: INITIATORS, resource: 'application', scope: 'INVOLVED' },
  'application.reinitiate': { roles: INITIATORS, resource: 'application', scope: 'INVOLVED' },
  'application.unitDecide': { roles: UNIT_ADMINISTRATION, resource: 'application', scope: 'OWN_UNIT' },
  'application.read': {
    roles: [...UNIT_ROLES, 'EMPLOYEE', ...DEPARTMENT_ROLES, 'AUDITOR'],
    resource: 'application',
    scope: 'INVOLVED',
  },
  'application.reveal': { roles: UNIT_ADMINISTRATION, resource: 'application', scope: 'OWN_UNIT' },
  'document.read': {
    roles: [...UNIT_ROLES, 'EMPLOYEE', 'AUDITOR'],
    resource: 'issued_document',
    scope: 'INVOLVED',
  },
  'notice.read': { roles: ALL_ROLES, resource: 'notice', scope: 'INVOLVED' },
  'notice.mark': { roles: ALL_ROLES, resource: 'notice', scope: 'INVOLVED' },
  'policyNotice.read': { roles: ALL_ROLES, resource: 'policy_notice', scope: 'NONE' },
  'policyNotice.publish': { roles: ['SYSTEM_OPERATOR'], resource: 'policy_notice', scope: 'ALL' },
  'liveStatus.follow': { roles: ALL_ROLES, resource: 'live_status', scope: 'INVOLVED' },

  'review.list': {
    roles: [...REVIEWER_ROLES, 'DEPARTMENT_ADMIN'],
    resource: 'review_task',
    scope: 'OWN_DEPARTMENT',
  },
  'review.read': { roles: REVIEWER_ROLES, resource: 'review_task', scope: 'OWN_DEPARTMENT' },
  'review.reveal': { roles: REVIEWER_ROLES, resource: 'review_task', scope: 'OWN_DEPARTMENT' },
  'review.claim': { roles: REVIEWER_ROLES, resource: 'review_task', scope: 'OWN_DEPARTMENT' },
  'review.assign': { roles: ['DEPARTMENT_ADMIN'], resource: 'review_task', scope: 'OWN_DEPARTMENT' },
  'review.decide': { roles: REVIEWER_ROLES, resource: 'review_task', scope: 'OWN_DEPARTMENT' },

  'calendar.publish': { roles: ['SYSTEM_OPERATOR'], resource: 'calendar_version', scope: 'ALL' },
  'calendar.preview': { roles: ['SYSTEM_OPERATOR'], resource: 'calendar_version', scope: 'ALL' },
  'calendar.read': { roles: ALL_ROLES, resource: 'calendar_version', scope: 'NONE', beforeProfile: true },

  'outage.record': { roles: ['SYSTEM_OPERATOR'], resource: 'outage', scope: 'ALL' },
  'outage.read': {
    roles: ['SYSTEM_OPERATOR', 'DEPARTMENT_ADMIN', 'AUDITOR'],
    resource: 'outage',
    scope: 'ALL',
  },

  'policy.publish': { roles: ['SYSTEM_OPERATOR'], resource: 'policy_version', scope: 'ALL' },
  'policy.read': {
    roles: ['SYSTEM_OPERATOR', 'DEPARTMENT_ADMIN', 'AUDITOR'],
    resource: 'policy_version',
    scope: 'OWN_DEPARTMENT',
  },
  'reviewRoute.publish': { roles: ['SYSTEM_OPERATOR'], resource: 'route_version', scope: 'ALL' },
  'reviewRoute.read': {
    roles: ['SYSTEM_OPERATOR', 'DEPARTMENT_ADMIN', 'AUDITOR'],
    resource: 'route_version',
    scope: 'OWN_DEPARTMENT',
  },

  'audit.read': { roles: ['SYSTEM_OPERATOR', 'AUDITOR'], resource: 'audit_event', scope: 'ALL' },
  'clock.read': { roles: ALL_ROLES, resource: 'clock', scope: 'NONE', beforeProfile: true },
  'clock.move': { roles: ['SYSTEM_OPERATOR'], resource: 'clock', scope: 'ALL', trialOnly: true },
  'trial.wallet': { roles: 'PUBLIC', resource: 'trial_wallet', scope: 'NONE', trialOnly: true },
  'trial.captcha': { roles: 'PUBLIC', resource: 'captcha', scope: 'NONE', trialOnly: true },
} as const satisfies Readonly<Record<string, RouteRule>>;

export type RouteAction = keyof typeof ROUTE_POLICY;

export function routeRule(action: RouteAction): RouteRule {
  return ROUTE_POLICY[action];
}
