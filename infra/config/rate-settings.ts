/** So many at once, and so many again each minute. */
export interface Rate {
  readonly burst: number;
  readonly perMinute: number;
}

/** What may be asked how often; generous, so that work never meets them. */
const DEFAULT_RATES = {
  account: { burst: 1_200, perMinute: 1_200 },
  unit: { burst: 4_800, perMinute: 4_800 },
  /** An office behind one address is one network. */
  network: { burst: 6_000, perMinute: 6_000 },
  /** Any act without sign-in that has no row of its own. */
  entry: { burst: 300, perMinute: 120 },
  captcha: { burst: 300, perMinute: 120 },
  signIn: { burst: 300, perMinute: 120 },
  /** Given back when the password was right: only failures count. */
  wrongPassword: { burst: 100, perMinute: 20 },
  registration: { burst: 120, perMinute: 30 },
  invitation: { burst: 30, perMinute: 10 },
  publicCheck: { burst: 120, perMinute: 60 },
  upload: { burst: 600, perMinute: 120 },
  export: { burst: 300, perMinute: 60 },
  /** A look at one person in full takes a moment; a harvest does not. */
  reveal: { burst: 60, perMinute: 20 },
} as const satisfies Readonly<Record<string, Rate>>;

export type RateName = keyof typeof DEFAULT_RATES;
export type Rates = Readonly<Record<RateName, Rate>>;

const NAMES = Object.keys(DEFAULT_RATES).filter(isRateName);
/** A whole city's offices may stand behind one address; more would be no limit. */
const MOST_TIMES_IN_PRODUCTION = 20;
const MOST_PER_MINUTE = 100_000_000;

/** `network:12000,signIn:600`, each per minute; what may come at once grows with it. */
export function readRates(
  text: string,
  mode: 'trial' | 'production',
): { readonly rates: Rates; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const rates: Record<RateName, Rate> = { ...DEFAULT_RATES };
  for (const entry of text.split(',').filter((each) => each.trim() !== '')) {
    const [name = '', value = '', ...more] = entry.split(':').map((each) => each.trim());
    const perMinute = Number(value);
    const isCount = Number.isInteger(perMinute) && perMinute >= 1 && perMinute <= MOST_PER_MINUTE;
    if (!isRateName(name) || !isCount || more.length > 0) {
      faults.push(`RATE_LIMITS 须为“名称:每分钟次数”，名称为 ${NAMES.join('、')} 之一`);
      continue;
    }
    const usual = DEFAULT_RATES[name];
    if (mode === 'production') faults.push(...productionFaults(name, perMinute / usual.perMinute));
    const burst = Math.max(1, Math.round((usual.burst * perMinute) / usual.perMinute));
    rates[name] = { burst, perMinute };
  }
  return { rates, faults: [...new Set(faults)] };
}

function productionFaults(name: RateName, times: number): string[] {
  if (name === 'wrongPassword' && times > 1) return ['生产模式下 RATE_LIMITS 不能放宽 wrongPassword'];
  return times > MOST_TIMES_IN_PRODUCTION
    ? [`生产模式下 RATE_LIMITS 的 ${name} 最多为默认值的 ${MOST_TIMES_IN_PRODUCTION} 倍`]
    : [];
}

function isRateName(name: string): name is RateName {
  return Object.hasOwn(DEFAULT_RATES, name);
}
