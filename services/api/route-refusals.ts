import { UNIT_ROLES } from '../../domain/authority/roles.js';
import { BUSINESS_REFUSALS } from '../../domain/refusal-order.js';
import { REFUSAL_CODES, type RefusalCode } from '../../domain/refusal-catalogue.js';
import { routeRule, type RouteAction } from './authority/route-policy.js';

const FILE_REFUSALS = [
  'FILE_TYPE_INVALID',
  'FILE_TOO_LARGE',
  'FILE_EMPTY',
  'FILE_UNREADABLE',
  'FILE_ACTIVE_CONTENT',
  'FILE_TOO_COMPLEX',
  'STORE_UNAVAILABLE',
  'STORAGE_FULL',
] as const satisfies readonly RefusalCode[];

/** Which of the checks of domain.md §7.1 and §7.2 a submission meets, its type says. */
const SUBMISSION_REFUSALS: readonly RefusalCode[] = [
  ...BUSINESS_REFUSALS,
  'STATE_NOT_ALLOWED',
  'VERSION_CONFLICT',
  'VALIDATION_FAILED',
  'INSURANCE_TAX_UNCONFIRMED',
  'ASSOC_CONTRACT_REQUIRED',
  'COVERED_BY_RENEWAL',
];

type RefusalsOfActions = Readonly<Partial<Record<RouteAction, readonly RefusalCode[]>>>;

/** What only this act answers; what every route of its form answers is in `refusalsOf`. Source: domain.md §7. */
const ACT_REFUSALS: RefusalsOfActions = {
  'session.create': [
    'AUTH_CAPTCHA_INVALID',
    'AUTH_CREDENTIAL_INVALID',
    'AUTH_LOCKED',
    'AUTH_METHOD_DISABLED',
    'ACCOUNT_DISABLED',
    'AUTH_SECOND_FACTOR',
  ],
  'certificateChallenge.create': ['AUTH_METHOD_DISABLED'],
  'certificateChallenge.answer': [
    'AUTH_CERT_INVALID',
    'AUTH_METHOD_DISABLED',
    'AUTH_METHOD_UNIT_TYPE',
    'ACCOUNT_DISABLED',
    'RATE_LIMITED',
  ],
  'signInTicket.create': ['AUTH_METHOD_DISABLED'],
  'signInTicket.redeem': [
    'AUTH_QR_EXPIRED',
    'AUTH_METHOD_DISABLED',
    'AUTH_METHOD_UNIT_TYPE',
    'AUTH_NOT_AUTHORIZED_BY_UNIT',
    'ACCOUNT_DISABLED',
    'STATE_NOT_ALLOWED',
  ],
  'identityProvider.tell': ['AUTH_METHOD_DISABLED', 'AUTH_QR_EXPIRED', 'STATE_NOT_ALLOWED'],
  'authorization.grant': [
    'AUTH_METHOD_DISABLED',
    'AUTH_METHOD_UNIT_TYPE',
    'FORBIDDEN_SCOPE',
    'STATE_NOT_ALLOWED',
  ],
  'authorization.revoke': ['STATE_NOT_ALLOWED'],
  'secondFactor.complete': ['AUTH_REQUIRED', 'AUTH_SECOND_FACTOR', 'AUTH_LOCKED', 'ACCOUNT_DISABLED'],
  'password.change': ['AUTH_LOCKED'],
  'secondFactor.renewCodes': ['AUTH_SECOND_FACTOR', 'AUTH_LOCKED'],
  'programToken.create': ['STATE_NOT_ALLOWED'],
  'member.change': ['STATE_NOT_ALLOWED', 'VERSION_CONFLICT', 'NO_CHANGE'],
  'secondFactor.reset': ['STATE_NOT_ALLOWED'],
  'invitation.withdraw': ['STATE_NOT_ALLOWED'],
  'registration.create': ['AUTH_METHOD_DISABLED'],
  'invitation.create': ['FORBIDDEN_SCOPE'],
  'invitation.accept': ['FORBIDDEN_SCOPE'],
  'restriction.set': ['FORBIDDEN_SCOPE', 'REASON_REQUIRED'],
  'restriction.lift': ['REASON_REQUIRED', 'STATE_NOT_ALLOWED', 'VERSION_CONFLICT'],
  'unit.completeProfile': ['PROFILE_STEP_MISSING', 'UNIT_FIELD_REGISTRY_OWNED', 'STATE_NOT_ALLOWED'],
  'unit.edit': [
    'UNIT_FIELD_REGISTRY_OWNED',
    'RESTRICTED',
    'STATE_NOT_ALLOWED',
    'PERM_NOT_ACTIVE',
    'APP_IN_FLIGHT_EXISTS',
    'NO_CHANGE',
    'UNIT_SELF_CHECK_REQUIRED',
  ],
  'attachmentCatalogue.publish': ['FORBIDDEN_SCOPE'],
  'policy.publish': ['FORBIDDEN_SCOPE'],
  'reviewRoute.publish': ['FORBIDDEN_SCOPE'],
  'attachment.manage': ['STATE_NOT_ALLOWED', 'FILE_COUNT_EXCEEDED'],
  'association.request': [
    'STATE_NOT_ALLOWED',
    'VERSION_CONFLICT',
    'ASSOC_CODE_INVALID',
    'ASSOC_ALREADY_ACTIVE',
    'EMPLOYEE_PROFILE_INCOMPLETE',
  ],
  'association.requestRelease': [
    'STATE_NOT_ALLOWED',
    'VERSION_CONFLICT',
    'ASSOC_NOT_ACTIVE',
    'EMPLOYEE_ATTACHMENT_MISSING',
    'DIS_LEAVE_DATE',
  ],
  'historicalRequest.make': [
    'STATE_NOT_ALLOWED',
    'PERM_NOT_ACTIVE',
    'ASSOC_CODE_INVALID',
    'PERMIT_NOT_SUSPENDED',
  ],
  'application.attachContract': ['STATE_NOT_ALLOWED', 'VERSION_CONFLICT', 'ASSOC_CONTRACT_REQUIRED'],
  'association.decide': [
    'STATE_NOT_ALLOWED',
    'VERSION_CONFLICT',
    'UNIT_ATTACHMENT_MISSING',
    'PERM_NOT_ACTIVE',
    'ASSOC_ALREADY_ACTIVE',
    'ASSOC_CONTRACT_REQUIRED',
    'CONTRACT_NOT_IN_FORCE',
    'PERMIT_NOT_SUSPENDED',
    'REASON_REQUIRED',
  ],
  'contract.update': [
    'STATE_NOT_ALLOWED',
    'VERSION_CONFLICT',
    'ASSOC_CONTRACT_REQUIRED',
    'CONTRACT_NOT_IN_FORCE',
    'NO_CHANGE',
  ],
  'association.end': [
    'STATE_NOT_ALLOWED',
    'VERSION_CONFLICT',
    'ASSOC_NOT_ACTIVE',
    'REASON_REQUIRED',
    'DIS_IN_FLIGHT',
    'DIS_RENEWAL_FIRST',
    'DIS_LEAVE_DATE',
  ],
  'association.endForUnit': [
    'STATE_NOT_ALLOWED',
    'VERSION_CONFLICT',
    'ASSOC_NOT_ACTIVE',
    'REASON_REQUIRED',
    'DIS_IN_FLIGHT',
    'DIS_RENEWAL_FIRST',
    'DIS_LEAVE_DATE',
  ],
  'application.draft': [
    'FORBIDDEN_SCOPE',
    'RESTRICTED',
    'STATE_NOT_ALLOWED',
    'PERM_NOT_ACTIVE',
    'PERM_LIMITED_NO_NEW',
    'ASSOC_NOT_ACTIVE',
  ],
  'application.submit': SUBMISSION_REFUSALS,
  'application.reinitiate': [...SUBMISSION_REFUSALS, 'WITHDRAW_TOO_LATE'],
  'application.withdraw': ['STATE_NOT_ALLOWED', 'VERSION_CONFLICT', 'WITHDRAW_TOO_LATE', 'REASON_REQUIRED'],
  'application.unitDecide': [
    ...SUBMISSION_REFUSALS,
    'OPINION_REQUIRED',
    'TASK_ALREADY_DECIDED',
    'TASK_CLOSED',
    'STORE_UNAVAILABLE',
    'STORAGE_FULL',
  ],
  'association.reveal': ['REASON_REQUIRED'],
  'application.reveal': ['STATE_NOT_ALLOWED', 'REASON_REQUIRED'],
  'identityCorrection.request': [
    'HAS_LIVE_PERMIT',
    'APP_IN_FLIGHT_EXISTS',
    'STATE_NOT_ALLOWED',
    'NO_CHANGE',
    'EMPLOYEE_ATTACHMENT_MISSING',
    'REASON_REQUIRED',
  ],
  'identityCorrection.withdraw': ['STATE_NOT_ALLOWED'],
  'identityCorrection.reveal': ['REASON_REQUIRED', 'REVIEW_FOUR_EYES', 'STATE_NOT_ALLOWED'],
  'identityCorrection.decide': [
    'HAS_LIVE_PERMIT',
    'APP_IN_FLIGHT_EXISTS',
    'NO_CHANGE',
    'OPINION_REQUIRED',
    'REVIEW_FOUR_EYES',
    'STATE_NOT_ALLOWED',
  ],
  'policyNotice.publish': ['STATE_NOT_ALLOWED'],
  'review.reveal': [
    'REASON_REQUIRED',
    'REVIEW_FOUR_EYES',
    'TASK_ALREADY_CLAIMED',
    'TASK_NOT_CLAIMED',
    'TASK_ALREADY_DECIDED',
    'TASK_CLOSED',
  ],
  'review.claim': [
    'REVIEW_FOUR_EYES',
    'TASK_ALREADY_CLAIMED',
    'TASK_NOT_CLAIMED',
    'TASK_ALREADY_DECIDED',
    'TASK_CLOSED',
  ],
  'review.assign': [
    'REASON_REQUIRED',
    'VERSION_CONFLICT',
    'NO_CHANGE',
    'REVIEW_FOUR_EYES',
    'TASK_ALREADY_DECIDED',
    'TASK_CLOSED',
  ],
  'review.decide': [
    'STATE_NOT_ALLOWED',
    'VALIDATION_FAILED',
    'HAS_LIVE_PERMIT',
    'PERMIT_NOT_VALID',
    'PERMIT_NOT_SUSPENDED',
    'PERMIT_EXPIRED_IRRECOVERABLE',
    'VERSION_CONFLICT',
    'OPINION_REQUIRED',
    'REVIEW_FOUR_EYES',
    'TASK_ALREADY_CLAIMED',
    'TASK_NOT_CLAIMED',
    'TASK_ALREADY_DECIDED',
    'TASK_CLOSED',
    'STORE_UNAVAILABLE',
    'ATTACHMENT_INTEGRITY',
  ],
  'permit.cancel': ['FORBIDDEN_SCOPE', 'STATE_NOT_ALLOWED', 'PERMIT_EXPIRED_IRRECOVERABLE'],
  'clock.move': ['CLOCK_BACKWARDS'],
};

/** The same of what is only read. */
const READING_REFUSALS: RefusalsOfActions = {
  'attachment.manage': ['STATE_NOT_ALLOWED'],
  'service.enter': ['RESTRICTED'],
  'unit.read': ['FORBIDDEN_SCOPE'],
  'document.read': ['STATE_NOT_ALLOWED'],
  'liveStatus.follow': ['RATE_LIMITED'],
  'signInTicket.follow': ['RATE_LIMITED'],
  'member.list': ['FORBIDDEN_SCOPE'],
  'invitation.list': ['FORBIDDEN_SCOPE'],
};

/** Acts whose form names the version that its sender had before him, in a field. */
export const SAYS_WHAT_WAS_SEEN: ReadonlySet<RouteAction> = new Set<RouteAction>([
  'review.assign',
  'review.decide',
]);

/** What of a request's form decides which refusals it may meet. */
export interface RouteForm {
  readonly action: RouteAction;
  readonly isFact: boolean;
  readonly namesResource: boolean;
  readonly asksAnything: boolean;
  readonly hasJsonBody: boolean;
  readonly takesFile: boolean;
  readonly givesFile: boolean;
  readonly namesVersion: boolean;
}

/** Every code that a route may answer, in the order of the catalogue. */
export function refusalsOf(form: RouteForm): readonly RefusalCode[] {
  const { roles, beforeProfile } = routeRule(form.action);
  const signedIn = roles !== 'PUBLIC';
  const forUnits = signedIn && UNIT_ROLES.some((role) => roles.includes(role)) && beforeProfile !== true;
  const met = new Set<RefusalCode>([
    'DB_UNAVAILABLE',
    'INTERNAL_ERROR',
    ...(signedIn ? (['AUTH_REQUIRED', 'ACCOUNT_DISABLED'] as const) : []),
    // a program's token within its actions, a browser on our own pages
    ...(signedIn ? (['FORBIDDEN_ACTION'] as const) : []),
    ...(signedIn || form.isFact || form.action === 'document.check' ? (['RATE_LIMITED'] as const) : []),
    ...(forUnits ? (['PROFILE_INCOMPLETE'] as const) : []),
    ...(form.namesResource ? (['FORBIDDEN_SCOPE'] as const) : []),
    ...(form.asksAnything ? (['VALIDATION_FAILED'] as const) : []),
    ...(form.hasJsonBody ? (['FILE_TOO_LARGE'] as const) : []),
    ...(form.takesFile ? FILE_REFUSALS : []),
    ...(form.givesFile ? (['STORE_UNAVAILABLE', 'ATTACHMENT_INTEGRITY'] as const) : []),
    ...(form.namesVersion ? (['IF_MATCH_REQUIRED', 'VERSION_CONFLICT'] as const) : []),
    ...(form.isFact && signedIn
      ? (['IDEMPOTENCY_KEY_REQUIRED', 'IDEMPOTENCY_KEY_REUSED', 'VERSION_CONFLICT'] as const)
      : []),
    ...((form.isFact ? ACT_REFUSALS : READING_REFUSALS)[form.action] ?? []),
  ]);
  return REFUSAL_CODES.filter((code) => met.has(code));
}
