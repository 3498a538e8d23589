import type { PersonalClass } from '../../domain/authority/personal-fields.js';
import type { FactContext } from './fact-transaction.js';

/** What was asked for and where it stood; never the values. */
export interface RevealedFields {
  readonly classes: readonly PersonalClass[];
  /** JSON pointers into the answer that showed them masked. */
  readonly fields: readonly string[];
  readonly reason: string;
}

/** Whose data were looked at, on which object. */
export interface RevealedObject {
  readonly entity: 'review_task' | 'application' | 'association' | 'identity_correction';
  readonly entityId: string;
  readonly employeeId: string | null;
  readonly applicationNo: string | null;
}

/** The event of a reveal, in the transaction that comes before its answer. */
export function recordReveal(
  { audit }: FactContext,
  { entity, entityId, employeeId, applicationNo }: RevealedObject,
  { classes, fields, reason }: RevealedFields,
): Promise<void> {
  const after = { employeeId, classes, fields };
  return audit({ action: 'personalData.reveal', entity, entityId, after, reason, applicationNo });
}
