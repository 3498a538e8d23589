import type { RateName } from '../../../infra/config/rate-settings.js';
import type { RouteAction } from '../authority/route-policy.js';

/** By whom those are counted that stand beside the general ones, for what costs more or is tried by strangers. */
export const SPECIAL_LIMITS = {
  entry: 'network',
  captcha: 'network',
  signIn: 'network',
  registration: 'network',
  invitation: 'network',
  publicCheck: 'network',
  upload: 'account',
  export: 'account',
  reveal: 'account',
} as const satisfies Partial<Readonly<Record<RateName, 'network' | 'account'>>>;
type SpecialLimit = keyof typeof SPECIAL_LIMITS;

const LIMIT_OF_ACTION: Readonly<Partial<Record<RouteAction, SpecialLimit>>> = {
  'captcha.create': 'captcha',
  'session.create': 'signIn',
  'secondFactor.complete': 'signIn',
  'registration.create': 'registration',
  'invitation.accept': 'invitation',
  'document.check': 'publicCheck',
  'document.read': 'export',
  'association.reveal': 'reveal',
  'application.reveal': 'reveal',
  'review.reveal': 'reveal',
  'identityCorrection.reveal': 'reveal',
  'personalData.export': 'export',
};

/** Reading without sign-in stays open while the database is away (design.md §7), but for what reads it by a number. */
export function specialLimitOf(
  action: RouteAction,
  form: { readonly isPublic: boolean; readonly isReading: boolean; readonly takesFile: boolean },
): SpecialLimit | null {
  const own = LIMIT_OF_ACTION[action];
  if (own !== undefined) return own;
  if (form.takesFile) return 'upload';
  return form.isPublic && !form.isReading ? 'entry' : null;
}
