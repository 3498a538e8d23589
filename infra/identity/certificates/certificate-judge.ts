import { usccOfSubject, type SignatureAlgorithm } from '../../../domain/identity/certificate-sign-in.js';
import { readCertificate, type Certificate } from './certificate.js';
import { signatureHolds } from './public-key.js';
import type { Sm2Thread } from './sm2-thread.js';
import type { TrustStore } from './trust-store.js';

/** Why a certificate is refused; told to the audit trail only. */
export type CertificateFault =
  | 'ENCODING'
  | 'KEY'
  | 'SIGNATURE'
  | 'CHAIN'
  | 'DATES'
  | 'KEY_USAGE'
  | 'EXTENSION'
  | 'REVOKED'
  | 'REVOCATION_UNKNOWN'
  | 'SUBJECT';

/** What a key has given, in DER. */
export interface SubmittedSignature {
  readonly certificate: Buffer;
  /** Certificates between it and a root, in any order. */
  readonly chain: readonly Buffer[];
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Buffer;
}

export type CertificateJudgement =
  | { readonly uscc: string; readonly serial: string; readonly fingerprint: string }
  | { readonly fault: CertificateFault };

/** Certificates from the owner's up to a root. */
const LONGEST_PATH = 5;
const CLIENT_AUTHENTICATION = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'];

/**
 * Judges a signature over a text and the certificate behind it at an instant of the wall clock: encoding, key, usage,
 * the path to a root with dates, constraints and revocation at every step, the signature, the unit in the subject.
 * Source: domain.md §12; paths as RFC 5280 §6, stricter where it leaves a choice: a fresh revocation list is required.
 */
export class CertificateJudge {
  constructor(private readonly sm2: Sm2Thread) {}

  async judge(
    submitted: SubmittedSignature,
    text: string,
    trust: TrustStore,
    now: Date,
  ): Promise<CertificateJudgement> {
    const owner = readCertificate(submitted.certificate);
    const sent = submitted.chain.map(readCertificate);
    if (owner === null || sent.some((each) => each === null)) return { fault: 'ENCODING' };
    const fault = ownFault(owner, now);
    if (fault !== null) return { fault };
    const between = [...trust.intermediates, ...sent.filter((each) => each !== null)];
    const pathFault = await this.pathFault(owner, { trust, between, now }, []);
    if (pathFault !== null) return { fault: pathFault };
    const { algorithm, signature } = submitted;
    const isSigned =
      owner.key !== null &&
      (await signatureHolds(owner.key, algorithm, Buffer.from(text, 'utf8'), signature, this.sm2));
    if (!isSigned) return { fault: 'SIGNATURE' };
    const uscc = usccOfSubject(owner.subjectAttributes);
    if (uscc === null) return { fault: 'SUBJECT' };
    return { uscc, serial: owner.serial, fingerprint: owner.fingerprint };
  }

  /** Null: one of the possible issuers leads to a root. Else what stood in the way of the one that came farthest. */
  private async pathFault(
    last: Certificate,
    search: { readonly trust: TrustStore; readonly between: readonly Certificate[]; readonly now: Date },
    below: readonly Certificate[],
  ): Promise<CertificateFault | null> {
    const { trust, between, now } = search;
    const path = [...below, last];
    let nearest: CertificateFault = 'CHAIN';
    if (path.length >= LONGEST_PATH) return nearest;
    for (const issuer of [...trust.roots, ...between]) {
      const isNew = !path.some(({ fingerprint }) => fingerprint === issuer.fingerprint);
      if (!isNew || !(await trust.issued(issuer, last))) continue;
      const fault =
        authorityFault(issuer, path.length - 1, now) ??
        (trust.roots.includes(issuer) ? null : await this.pathFault(issuer, search, path)) ??
        (await revocationFault(last, issuer, trust, now));
      if (fault === null) return null;
      if (nearest === 'CHAIN') nearest = fault;
    }
    return nearest;
  }
}

function ownFault(owner: Certificate, now: Date): CertificateFault | null {
  if (owner.key === null) return 'KEY';
  if (!isInForce(owner, now)) return 'DATES';
  if (owner.isStrange) return 'EXTENSION';
  const isForSignIn =
    owner.extendedKeyUsage === null ||
    owner.extendedKeyUsage.some((each) => CLIENT_AUTHENTICATION.includes(each));
  return owner.isCa || owner.keyUsage?.signs !== true || !isForSignIn ? 'KEY_USAGE' : null;
}

/** `between`: how many authorities stand between it and the owner. */
function authorityFault(issuer: Certificate, between: number, now: Date): CertificateFault | null {
  if (issuer.key === null) return 'KEY';
  if (!isInForce(issuer, now)) return 'DATES';
  if (issuer.isStrange) return 'EXTENSION';
  if (!issuer.isCa || issuer.keyUsage?.certifies !== true) return 'KEY_USAGE';
  return issuer.pathLength !== null && between > issuer.pathLength ? 'CHAIN' : null;
}

async function revocationFault(
  { serial }: Certificate,
  issuer: Certificate,
  trust: TrustStore,
  now: Date,
): Promise<CertificateFault | null> {
  const lists = await trust.listsOf(issuer, now);
  if (lists.length === 0) return 'REVOCATION_UNKNOWN';
  return lists.some(({ serials }) => serials.has(serial)) ? 'REVOKED' : null;
}

function isInForce({ notBefore, notAfter }: Certificate, now: Date): boolean {
  return notBefore <= now && now <= notAfter;
}
