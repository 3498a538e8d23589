import type { RouteAction } from '../authority/route-policy.js';

/** So many at once, and so many again each minute. */
export interface RateLimit {
  readonly burst: number;
  readonly perMinute: number;
}

/** What everybody may ask of the API, whatever he asks; generous, so that work never meets them. */
export const GENERAL_LIMITS = {
  account: { burst: 1_200, perMinute: 1_200 },
  unit: { burst: 4_800, perMinute: 4_800 },
  /** An office behind one address is one network. */
  network: { burst: 6_000, perMinute: 6_000 },
} as const satisfies Readonly<Record<string, RateLimit>>;

/** Beside the general ones, for what costs more or is tried by strangers. */
export const SPECIAL_LIMITS = {
  /** Any act without sign-in that has no row of its own. */
  entry: { by: 'network', burst: 300, perMinute: 120 },
  captcha: { by: 'network', burst: 300, perMinute: 120 },
  signIn: { by: 'network', burst: 300, perMinute: 120 },
  /** Given back when the password was right: only failures count. */
  wrongPassword: { by: 'network', burst: 100, perMinute: 20 },
  registration: { by: 'network', burst: 120, perMinute: 30 },
  invitation: { by: 'network', burst: 30, perMinute: 10 },
  publicCheck: { by: 'network', burst: 120, perMinute: 60 },
  upload: { by: 'account', burst: 600, perMinute: 120 },
  export: { by: 'account', burst: 300, perMinute: 60 },
} as const satisfies Readonly<Record<string, RateLimit & { readonly by: 'network' | 'account' }>>;
export type SpecialLimit = keyof typeof SPECIAL_LIMITS;

const LIMIT_OF_ACTION: Readonly<Partial<Record<RouteAction, SpecialLimit>>> = {
  'captcha.create': 'captcha',
  'session.create': 'signIn',
  'secondFactor.complete': 'signIn',
  'registration.create': 'registration',
  'invitation.accept': 'invitation',
  'document.check': 'publicCheck',
  'document.read': 'export',
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
