import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { ENTRANT_ROLES, type EntrantRole, type IdentityResult } from '../../../domain/identity/entrant.js';
import { ID_TYPE_LABELS, parseIdNumber, type IdType } from '../../../domain/identity/id-number.js';
import { QR_METHODS, type QrMethod } from '../../../domain/identity/login-method.js';
import { parseUscc } from '../../../domain/identity/uscc.js';
import { shanghaiDateOf } from '../../../domain/calendar/instant.js';
import type { IdentityProvider, ProviderMessage } from '../identity-provider.js';

const PREFIX = 'juzheng-trial:';
/** An older message is nobody's finger on a phone any more. */
const FRESH_MS = 120_000;

/** Plays the phones of trial mode: what the wallet signs with the installation's own key, it takes for the provider's. */
export class TrialIdentityProvider implements IdentityProvider {
  readonly name = 'trial';
  readonly methods = QR_METHODS;

  /** `key` gives the provider's private key in PEM. */
  constructor(
    private readonly key: () => Promise<string>,
    private readonly origin: string,
  ) {}

  codeText(code: string): string {
    return `${PREFIX}${code}`;
  }

  async read(message: string): Promise<ProviderMessage | null> {
    const [body, signature, ...more] = message.split('.');
    if (body === undefined || signature === undefined || more.length > 0) return null;
    const key = createPublicKey(await this.key());
    if (!verify(null, Buffer.from(body), key, Buffer.from(signature, 'base64url'))) return null;
    const said: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    const age = Date.now() - Date.parse(textOf(said, 'at'));
    const isOfNow = Math.abs(age) <= FRESH_MS;
    return isOfNow && textOf(said, 'origin') === this.origin ? messageOf(said) : null;
  }

  /** As the phone's app tells it; `qrText` is what it has read. */
  async say(said: ProviderMessage): Promise<string> {
    const dated = { ...said, origin: this.origin, at: new Date().toISOString() };
    const body = Buffer.from(JSON.stringify(dated)).toString('base64url');
    const signature = sign(null, Buffer.from(body), createPrivateKey(await this.key()));
    return `${body}.${signature.toString('base64url')}`;
  }
}

/** What a code of the trial says, or null where it is none. */
export function codeOf(qrText: string): string | null {
  return qrText.startsWith(PREFIX) ? qrText.slice(PREFIX.length) : null;
}

function messageOf(said: unknown): ProviderMessage | null {
  const code = textOf(said, 'code');
  const phone = textOf(said, 'phone');
  if (code === '' || phone === '') return null;
  if (textOf(said, 'kind') === 'SCANNED') {
    const method = methodOf(textOf(said, 'method'));
    return method === null ? null : { kind: 'SCANNED', method, code, phone };
  }
  const identity = identityOf(valueOf(said, 'identity'));
  if (textOf(said, 'kind') !== 'CONFIRMED' || identity === null) return null;
  return { kind: 'CONFIRMED', code, phone, number: textOf(said, 'number'), identity };
}

function identityOf(said: unknown): IdentityResult | null {
  const method = methodOf(textOf(said, 'method'));
  const uscc = parseUscc(textOf(said, 'uscc'));
  const idType = idTypeOf(textOf(said, 'idType'));
  const role = roleOf(textOf(said, 'role'));
  if (method === null || uscc === null || idType === null || role === null) return null;
  const idNo = parseIdNumber(idType, textOf(said, 'idNo'), shanghaiDateOf(Date.now()));
  if (idNo === null) return null;
  const [unitName, personName, authLevel, at] = ['unitName', 'personName', 'authLevel', 'at'].map((name) =>
    textOf(said, name),
  );
  if (!unitName || !personName || !authLevel || !at) return null;
  return { method, uscc, unitName, personName, idType, idNo, role, authLevel, at };
}

function methodOf(text: string): QrMethod | null {
  return QR_METHODS.find((each) => each === text) ?? null;
}

function idTypeOf(text: string): IdType | null {
  const isIdType = (each: string): each is IdType => Object.hasOwn(ID_TYPE_LABELS, each);
  return isIdType(text) ? text : null;
}

function roleOf(text: string): EntrantRole | null {
  const isRole = (each: string): each is EntrantRole => Object.hasOwn(ENTRANT_ROLES, each);
  return isRole(text) ? text : null;
}

function valueOf(said: unknown, name: string): unknown {
  return typeof said === 'object' && said !== null ? Reflect.get(said, name) : undefined;
}

function textOf(said: unknown, name: string): string {
  const value = valueOf(said, name);
  return typeof value === 'string' ? value : '';
}
