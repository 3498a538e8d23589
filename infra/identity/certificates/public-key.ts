import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import type { SignatureAlgorithm } from '../../../domain/identity/certificate-sign-in.js';
import type { Sm2Thread } from './sm2-thread.js';

/** A key of one of the admitted kinds and sizes; each signs with its own algorithms only. */
export type PublicKey =
  | { readonly kind: 'RSA' | 'P256'; readonly key: KeyObject }
  | { readonly kind: 'SM2'; readonly point: Buffer };

const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';
const P256 = '06082a8648ce3d030107';
const SM2 = '06082a811ccf5501822d';
const MIN_RSA_BITS = 2048;
/** Larger ones only cost time. */
const MAX_RSA_BITS = 8192;
const MIN_EXPONENT = 65537n;

const KINDS: Readonly<Record<SignatureAlgorithm, PublicKey['kind']>> = {
  RSA_PKCS1_SHA256: 'RSA',
  RSA_PSS_SHA256: 'RSA',
  ECDSA_P256_SHA256: 'P256',
  SM2_SM3: 'SM2',
};

/** Null: of no admitted kind, or too weak. */
export function publicKeyOf(info: SubjectPublicKeyInfo, der: Buffer): PublicKey | null {
  const { algorithm, parameters } = info.algorithm;
  const curve = parameters ? Buffer.from(parameters).toString('hex') : '';
  if (algorithm === EC && curve === SM2) return { kind: 'SM2', point: Buffer.from(info.subjectPublicKey) };
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (algorithm === EC && curve === P256) return { kind: 'P256', key };
    return algorithm === RSA && isStrongRsa(key) ? { kind: 'RSA', key } : null;
  } catch {
    return null; // a point off the curve, a modulus that is none
  }
}

function isStrongRsa({ asymmetricKeyDetails }: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
  return (
    modulusLength >= MIN_RSA_BITS &&
    modulusLength <= MAX_RSA_BITS &&
    publicExponent >= MIN_EXPONENT &&
    publicExponent % 2n === 1n
  );
}

export function fitsAlgorithm({ kind }: PublicKey, algorithm: SignatureAlgorithm): boolean {
  return KINDS[algorithm] === kind;
}

/** False also where the key is of another kind than the algorithm's. */
export async function signatureHolds(
  key: PublicKey,
  algorithm: SignatureAlgorithm,
  bytes: Buffer,
  signature: Buffer,
  sm2: Sm2Thread,
): Promise<boolean> {
  if (!fitsAlgorithm(key, algorithm)) return false;
  if (key.kind === 'SM2') return sm2.verify(key.point, bytes, signature);
  const isPss = algorithm === 'RSA_PSS_SHA256';
  const padding = isPss
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  try {
    return verify('sha256', bytes, { key: key.key, ...padding }, signature);
  } catch {
    return false;
  }
}
