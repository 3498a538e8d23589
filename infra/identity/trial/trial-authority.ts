import { generateKeyPairSync } from 'node:crypto';
import type { SignatureAlgorithm, SubjectAttribute } from '../../../domain/identity/certificate-sign-in.js';
import {
  makeCertificate,
  makeKey,
  makeRevocationList,
  signWith,
  toPem,
  type TrialKey,
} from './certificate-maker.js';

/** Keys of one installation's test authority; they sign for nobody real. */
export interface TrialKeys {
  readonly root: TrialKey;
  readonly issuing: TrialKey;
  readonly sm2Root: TrialKey;
  /** One key of each kind, which every trial certificate of that kind has. */
  readonly rsa: TrialKey;
  readonly p256: TrialKey;
  readonly sm2: TrialKey;
  /** Ed25519: the trial identity provider's, PKCS #8 in PEM. */
  readonly provider: string;
}

/** What is the matter with a trial certificate. */
export const TRIAL_CONDITIONS = {
  GOOD: '有效',
  EXPIRED: '已过期',
  REVOKED: '已吊销',
} as const;
export type TrialCondition = keyof typeof TRIAL_CONDITIONS;

export interface TrialSignature {
  readonly certificate: Buffer;
  readonly chain: readonly Buffer[];
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Buffer;
}

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;
const ROOT_YEARS = 10;
/** On both lists from the beginning: a certificate with it is revoked from birth. */
const REVOKED_SERIAL = Buffer.from('4a757a68656e67', 'hex');
const ROOT_NAME = [commonName('居证试用根证书（仅供试用，无法律效力）')];
const ISSUING_NAME = [commonName('居证试用签发证书（仅供试用，无法律效力）')];
const SM2_ROOT_NAME = [commonName('居证试用国密根证书（仅供试用，无法律效力）')];

export function makeTrialKeys(): TrialKeys {
  const { privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    root: makeKey('ECDSA_P256_SHA256'),
    issuing: makeKey('ECDSA_P256_SHA256'),
    sm2Root: makeKey('SM2_SM3'),
    rsa: makeKey('RSA_PKCS1_SHA256'),
    p256: makeKey('ECDSA_P256_SHA256'),
    sm2: makeKey('SM2_SM3'),
    provider: privateKey,
  };
}

/** The roots and revocation lists that trial mode trusts, in PEM. */
export function trialTrust({ root, issuing, sm2Root }: TrialKeys, now: Date): string {
  const authority = (subject: readonly SubjectAttribute[], key: TrialKey): string =>
    toPem(
      'CERTIFICATE',
      makeCertificate({
        subject,
        key,
        issuer: { subject, key },
        notBefore: after(now, -YEAR_DAYS * ROOT_YEARS),
        notAfter: after(now, YEAR_DAYS * ROOT_YEARS),
        ca: {},
      }),
    );
  const revocations = (subject: readonly SubjectAttribute[], key: TrialKey): string =>
    toPem(
      'X509 CRL',
      makeRevocationList({
        issuer: { subject, key },
        thisUpdate: after(now, -1),
        nextUpdate: after(now, YEAR_DAYS * ROOT_YEARS),
        serials: [REVOKED_SERIAL],
      }),
    );
  return [
    authority(ROOT_NAME, root),
    authority(SM2_ROOT_NAME, sm2Root),
    revocations(ROOT_NAME, root),
    revocations(ISSUING_NAME, issuing),
    revocations(SM2_ROOT_NAME, sm2Root),
  ].join('\n');
}

/** As the USB key of a unit signs a text: with a certificate made for the occasion. */
export function signAsUnit(
  keys: TrialKeys,
  unit: { readonly uscc: string; readonly name: string },
  asked: {
    readonly algorithm: SignatureAlgorithm;
    readonly condition: TrialCondition;
    readonly text: string;
  },
  now: Date,
): TrialSignature {
  const { algorithm, condition, text } = asked;
  const key = { ...ownerKey(keys, algorithm), algorithm };
  const isSm2 = algorithm === 'SM2_SM3';
  const issuer = isSm2
    ? { subject: SM2_ROOT_NAME, key: keys.sm2Root }
    : { subject: ISSUING_NAME, key: keys.issuing };
  const lasts = condition === 'EXPIRED' ? [-2 * YEAR_DAYS, -YEAR_DAYS] : [-1, YEAR_DAYS];
  const certificate = makeCertificate({
    subject: [commonName(`${unit.name}（试用）`), { type: '2.5.4.97', value: `NTRCN-${unit.uscc}` }],
    key,
    issuer,
    notBefore: after(now, lasts[0] ?? 0),
    notAfter: after(now, lasts[1] ?? 0),
    ...(condition === 'REVOKED' && { serial: REVOKED_SERIAL }),
  });
  return {
    certificate,
    chain: isSm2 ? [] : [issuingCertificate(keys, now)],
    algorithm,
    signature: signWith(key, Buffer.from(text, 'utf8')),
  };
}

function issuingCertificate({ root, issuing }: TrialKeys, now: Date): Buffer {
  return makeCertificate({
    subject: ISSUING_NAME,
    key: issuing,
    issuer: { subject: ROOT_NAME, key: root },
    notBefore: after(now, -YEAR_DAYS),
    notAfter: after(now, YEAR_DAYS),
    ca: { pathLength: 0 },
  });
}

function ownerKey({ rsa, p256, sm2 }: TrialKeys, algorithm: SignatureAlgorithm): TrialKey {
  switch (algorithm) {
    case 'RSA_PKCS1_SHA256':
    case 'RSA_PSS_SHA256':
      return rsa;
    case 'ECDSA_P256_SHA256':
      return p256;
    case 'SM2_SM3':
      return sm2;
  }
}

function commonName(value: string): SubjectAttribute {
  return { type: '2.5.4.3', value };
}

function after(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS);
}
