import type { BusinessType } from '../../domain/application/business-type.js';
import { orderRefusals } from '../../domain/refusal-order.js';
import { refusal, type Decision, type Refusal, type RefusalFacts } from '../../domain/refusal.js';
import type { RefusalCode } from '../../domain/refusal-catalogue.js';

/** Leaves a transaction with what the domain refused; carries every refusal in the order of domain.md §7.5. */
export class Refused extends Error {
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[], type?: BusinessType) {
    super(refusals.map((each) => each.code).join(', '));
    this.refusals = orderRefusals(refusals, type);
  }

  static because(code: RefusalCode, facts: RefusalFacts = {}, pointer?: string): Refused {
    return new Refused([refusal(code, facts, pointer)]);
  }
}

/** The accepted value; a refusal ends the transaction. */
export function accepted<T>(decision: Decision<T>, type?: BusinessType): T {
  if (!decision.accepted) throw new Refused(decision.refusals, type);
  return decision.value;
}

/** A guarded update that met another version: the writer has read a row that is no longer so. */
export function expectOneRow({ affected }: { readonly affected?: number | null }): void {
  if (affected !== 1) throw Refused.because('VERSION_CONFLICT');
}
