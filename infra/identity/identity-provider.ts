import type { IdentityResult } from '../../domain/identity/entrant.js';
import type { QrMethod } from '../../domain/identity/login-method.js';

/** What an app tells of the code that it has read. */
export interface ProviderScan {
  readonly kind: 'SCANNED';
  readonly method: QrMethod;
  readonly code: string;
  /** The same for scan and confirmation of one phone. */
  readonly phone: string;
}

export interface ProviderConfirmation {
  readonly kind: 'CONFIRMED';
  readonly code: string;
  readonly phone: string;
  /** The two digits that the person was shown on the screen. */
  readonly number: string;
  readonly identity: IdentityResult;
}

export type ProviderMessage = ProviderScan | ProviderConfirmation;

/**
 * An outside identity provider: 北京一证通, 电子营业执照, 京事登 (domain.md §12). An adapter proves that a message is the
 * provider's own, for this site and of now, and turns it into these terms; what follows from it is none of its business.
 */
export interface IdentityProvider {
  /** Part of the address that the provider calls. */
  readonly name: string;
  readonly methods: readonly QrMethod[];
  /** What the code on the screen says to the app. */
  codeText(code: string): string;
  /** Null: not the provider's, for another site, or too old. */
  read(message: string): Promise<ProviderMessage | null>;
}

/** Whom the product asks; a method without a provider is not open. */
export class IdentityProviders {
  constructor(private readonly providers: readonly IdentityProvider[]) {}

  forMethod(method: QrMethod): IdentityProvider | null {
    return this.providers.find(({ methods }) => methods.includes(method)) ?? null;
  }

  named(name: string): IdentityProvider | null {
    return this.providers.find((each) => each.name === name) ?? null;
  }
}
