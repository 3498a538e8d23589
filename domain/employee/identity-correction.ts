import type { BusinessType } from '../application/business-type.js';
import { slotTraits } from '../attachment/catalogue.js';
import type { Lifecycle } from '../lifecycle.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';

export const CORRECTION_STATUS_LABELS = {
  PENDING: '待审核',
  APPROVED: '已更正',
  REJECTED: '未通过',
  WITHDRAWN: '已撤回',
} as const;
export type CorrectionStatus = keyof typeof CORRECTION_STATUS_LABELS;

export type CorrectionAction = 'withdraw' | 'approve' | 'reject';

/** 身份信息更正 of who has no permit yet (ADR 15); a request begins as PENDING. */
export const CORRECTION_LIFECYCLE = {
  PENDING: { withdraw: 'WITHDRAWN', approve: 'APPROVED', reject: 'REJECTED' },
  APPROVED: {},
  REJECTED: {},
  WITHDRAWN: {},
} as const satisfies Lifecycle<CorrectionStatus, CorrectionAction>;

export function isPendingCorrection(status: CorrectionStatus): boolean {
  return status === 'PENDING';
}

/** What registration owns of a person, and nobody edits. Source: domain.md §3.3. */
export interface RegisteredIdentity {
  readonly name: string;
  readonly sex: string;
  readonly birthDate: string;
  readonly idType: string;
  readonly idNo: string;
}

/** In the order in which they are shown. */
const IDENTITY_FIELDS = [
  ['name', '姓名'],
  ['sex', '性别'],
  ['birthDate', '出生日期'],
  ['idType', '证件类型'],
  ['idNo', '证件号码'],
] as const satisfies readonly (readonly [keyof RegisteredIdentity, string])[];

/** Labels of what differs. */
export function differingFields(one: RegisteredIdentity, other: RegisteredIdentity): string[] {
  return IDENTITY_FIELDS.filter(([field]) => one[field] !== other[field]).map(([, label]) => label);
}

/** What has to hold when a correction is asked for and still when it is approved. */
export interface CorrectionFacts {
  readonly registered: RegisteredIdentity;
  readonly proposed: RegisteredIdentity;
  /** Of a valid or suspended permit: its face is changed by BASIC_INFO_CHANGE only. */
  readonly livePermitNo: string | null;
  /** It was submitted with the identity as it is. */
  readonly inFlight: { readonly applicationNo: string; readonly type: BusinessType } | null;
  /** The new number is another person's. */
  readonly identityTaken: boolean;
}

export interface CorrectionRequest {
  readonly reason: string;
  /** The scan of the identity document (EMP_ID) is uploaded. */
  readonly hasScan: boolean;
}

/** Every reason against a request at once (ADR 15). */
export function correctionRequest(
  facts: CorrectionFacts,
  { reason, hasScan }: CorrectionRequest,
): Decision<true> {
  const names = [slotTraits('EMP_ID').name];
  return decide(
    [
      ...standing(facts),
      ...(hasScan ? [] : [refusal('EMPLOYEE_ATTACHMENT_MISSING', { names })]),
      ...(reason.trim() === '' ? [refusal('REASON_REQUIRED', {}, '/reason')] : []),
    ],
    true,
  );
}

export type CorrectionOutcome = 'APPROVE' | 'REJECT';

/** A department's decision: what has changed since the request counts against an approval, a rejection says why. */
export function correctionDecision(
  facts: CorrectionFacts,
  outcome: CorrectionOutcome,
  opinion: string,
): Decision<true> {
  if (outcome === 'APPROVE') return decide(standing(facts), true);
  return decide(opinion.trim() === '' ? [refusal('OPINION_REQUIRED', {}, '/opinion')] : [], true);
}

function standing({
  registered,
  proposed,
  livePermitNo,
  inFlight,
  identityTaken,
}: CorrectionFacts): Refusal[] {
  return [
    ...(livePermitNo === null ? [] : [refusal('HAS_LIVE_PERMIT', { permitNo: livePermitNo })]),
    ...(inFlight === null ? [] : [refusal('APP_IN_FLIGHT_EXISTS', inFlight)]),
    ...(differingFields(registered, proposed).length > 0 ? [] : [refusal('NO_CHANGE')]),
    ...(identityTaken ? [refusal('VALIDATION_FAILED', { detail: '证件号码已被其他人员登记' }, '/idNo')] : []),
  ];
}
