import type { RefusalCode } from './refusal-catalogue.js';

/** One reason why something is not accepted; `facts` fill the catalogue's text and are shown to programs. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly facts: RefusalFacts;
  /** JSON pointer into the request body, where one field is at fault. */
  readonly pointer?: string;
}

export type RefusalFact = string | number | boolean | null | readonly string[];
export type RefusalFacts = Readonly<Record<string, RefusalFact>>;

/** An expected answer of the domain: a value, or every refusal at once (一次性告知), never only the first. */
export type Decision<T> =
  | { readonly accepted: true; readonly value: T }
  | { readonly accepted: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

export function accept<T>(value: T): Decision<T> {
  return { accepted: true, value };
}

export function refuse(code: RefusalCode, facts: RefusalFacts = {}, pointer?: string): Decision<never> {
  return { accepted: false, refusals: [refusal(code, facts, pointer)] };
}

export function refusal(code: RefusalCode, facts: RefusalFacts = {}, pointer?: string): Refusal {
  return pointer === undefined ? { code, facts } : { code, facts, pointer };
}

/** Gives the value when nothing is refused, else all refusals. */
export function decide<T>(refusals: readonly Refusal[], value: T): Decision<T> {
  const [first, ...rest] = refusals;
  return first === undefined ? accept(value) : { accepted: false, refusals: [first, ...rest] };
}
