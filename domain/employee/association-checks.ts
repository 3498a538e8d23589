import type { PlainDate } from '../calendar/plain-date.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { isContractInForce } from './labor-contract.js';

export interface AssociationRequestFacts {
  /** Names of the fields that the employee's profile still lacks. */
  readonly missingProfileFields: readonly string[];
  /** The code belongs to a unit. */
  readonly codeIsKnown: boolean;
  /** That unit holds an ACTIVE permission. */
  readonly unitPermissionActive: boolean;
  /** The employee is ACTIVE somewhere, that unit included. */
  readonly activeAnywhere: boolean;
}

/** Whether an employee may ask a unit for the link. Source: domain.md §4.4. */
export function associationRequest(facts: AssociationRequestFacts): Decision<true> {
  const refusals: Refusal[] = [];
  if (facts.missingProfileFields.length > 0) {
    refusals.push(refusal('EMPLOYEE_PROFILE_INCOMPLETE', { fields: facts.missingProfileFields }));
  }
  if (!facts.codeIsKnown) refusals.push(refusal('ASSOC_CODE_INVALID'));
  if (facts.activeAnywhere) refusals.push(refusal('ASSOC_ALREADY_ACTIVE'));
  if (facts.codeIsKnown && !facts.unitPermissionActive) refusals.push(refusal('PERM_NOT_ACTIVE'));
  return decide(refusals, true);
}

export interface AssociationConfirmationFacts {
  readonly today: PlainDate;
  readonly position: string | null;
  readonly startDate: PlainDate | null;
  readonly endDate: PlainDate | null;
  readonly openEnded: boolean;
  readonly hasContractScan: boolean;
  /** Names of the unit attachments that are required for an association and not uploaded. */
  readonly missingUnitAttachments: readonly string[];
  readonly activeElsewhere: boolean;
  /** The employee holds a VALID permit at another unit, which must end the link first. */
  readonly validPermitElsewhere: boolean;
}

/** Whether the unit may confirm a requested link. Source: domain.md §4.4. */
export function associationConfirmation(facts: AssociationConfirmationFacts): Decision<true> {
  const { startDate, endDate, openEnded } = facts;
  const missing = [
    ...(facts.position === null || facts.position.trim() === '' ? ['position'] : []),
    ...(startDate === null ? ['startDate'] : []),
    ...(endDate === null && !openEnded ? ['endDate'] : []),
    ...(facts.hasContractScan ? [] : ['scan']),
  ];
  const refusals: Refusal[] = [];
  if (missing.length > 0) refusals.push(refusal('ASSOC_CONTRACT_REQUIRED', { fields: missing }));
  const contract = startDate === null ? null : { startDate, endDate: openEnded ? null : endDate };
  if (contract !== null && !isContractInForce(contract, facts.today)) {
    refusals.push(refusal('CONTRACT_NOT_IN_FORCE', { startDate, endDate }));
  }
  if (facts.missingUnitAttachments.length > 0) {
    refusals.push(refusal('UNIT_ATTACHMENT_MISSING', { names: facts.missingUnitAttachments }));
  }
  if (facts.activeElsewhere) refusals.push(refusal('ASSOC_ALREADY_ACTIVE'));
  if (facts.validPermitElsewhere) refusals.push(refusal('PERMIT_NOT_SUSPENDED'));
  return decide(refusals, true);
}
