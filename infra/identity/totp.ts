import { Secret, TOTP } from 'otpauth';

/** What every authenticator app knows without being told. Source: RFC 6238. */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30, issuer: '居证' };
const SECRET_BYTES = 20;
const MS_PER_STEP = FORM.period * 1000;
/** A clock may go wrong by this many steps, either way. */
const WINDOW = 1;

/** Base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The step of time that the code is of, within the window around now; null when it is of none. */
export function totpStepOf(secret: string, code: string, wallMs: number): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: wallMs, window: WINDOW });
  return delta === null ? null : totpStepAt(wallMs) + delta;
}

export function totpStepAt(wallMs: number): number {
  return Math.floor(wallMs / MS_PER_STEP);
}

/** What the app shows in a step. */
export function totpCodeOf(secret: string, step: number): string {
  return totpOf(secret).generate({ timestamp: step * MS_PER_STEP });
}

/** What the app shows now, by the clock of this machine. */
export function totpCodeNow(secret: string): string {
  return totpCodeOf(secret, totpStepAt(Date.now()));
}

/** For the app, as text of a QR code. */
export function otpauthUri(secret: string, userName: string): string {
  return totpOf(secret, userName).toString();
}

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({ ...FORM, label, secret: Secret.fromBase32(secret) });
}
