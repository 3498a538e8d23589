import type { IdentifiedPerson } from '../../domain/identity/identified-person.js';

export interface ClaimedPerson extends IdentifiedPerson {
  readonly name: string;
  readonly mobile: string;
}

/** Asks the authority for identities whether a person is who he says (domain.md §12 "identity adapter"). */
export interface IdentityVerifier {
  confirms(person: ClaimedPerson): Promise<boolean>;
}

/** Trial only: asks nobody and confirms every well-formed person. */
export class TrialIdentityVerifier implements IdentityVerifier {
  confirms(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

/** Null: nobody can be asked, and nobody can register. Production has no adapter yet. */
export function identityVerifierFor(mode: 'trial' | 'production'): IdentityVerifier | null {
  return mode === 'trial' ? new TrialIdentityVerifier() : null;
}
