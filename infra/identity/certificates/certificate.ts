import { createHash } from 'node:crypto';
import { AsnConvert, AsnParser } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  Certificate as AsnCertificate,
  CertificateList,
  ExtendedKeyUsage,
  KeyUsage,
  SubjectPublicKeyInfo,
  type AlgorithmIdentifier,
  type Extension,
  type Name,
  type Time,
} from '@peculiar/asn1-x509';
import type { SignatureAlgorithm, SubjectAttribute } from '../../../domain/identity/certificate-sign-in.js';
import { DER_BIT_STRING, DER_SEQUENCE, derSequence } from './der.js';
import { publicKeyOf, type PublicKey } from './public-key.js';

/** Bytes that an issuer has signed. */
export interface Signed {
  readonly bytes: Buffer;
  /** Null: none that is admitted, SHA-1 among them. */
  readonly algorithm: SignatureAlgorithm | null;
  readonly signature: Buffer;
}

/** What the judge needs of a certificate. Names are compared by their DER. */
export interface Certificate {
  readonly signed: Signed;
  /** SHA-256 of the whole, in hex. */
  readonly fingerprint: string;
  /** In hex. */
  readonly serial: string;
  readonly issuer: string;
  readonly subject: string;
  readonly subjectAttributes: readonly SubjectAttribute[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Null: of no admitted kind, or too weak. */
  readonly key: PublicKey | null;
  /** Null: no such extension. */
  readonly keyUsage: {
    readonly signs: boolean;
    readonly certifies: boolean;
    readonly revokes: boolean;
  } | null;
  readonly extendedKeyUsage: readonly string[] | null;
  readonly isCa: boolean;
  readonly pathLength: number | null;
  /** It has a critical extension that nobody here understands. */
  readonly isStrange: boolean;
}

/** A revocation list as it stands; whether its issuer signed it, the trust store says. */
export interface RevocationList {
  readonly signed: Signed;
  readonly issuer: string;
  readonly thisUpdate: Date;
  /** Null: it names none, and counts as stale. */
  readonly nextUpdate: Date | null;
  readonly serials: ReadonlySet<string>;
  readonly isStrange: boolean;
}

/** RFC 4055: SHA-256, MGF1 with SHA-256, 32 bytes of salt. */
const PSS_PARAMETERS =
  '3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120';
const NULL = '0500';
const SIGNATURES: Readonly<
  Record<string, { readonly is: SignatureAlgorithm; readonly with: readonly string[] }>
> = {
  '1.2.840.113549.1.1.11': { is: 'RSA_PKCS1_SHA256', with: [NULL] },
  '1.2.840.113549.1.1.10': { is: 'RSA_PSS_SHA256', with: [PSS_PARAMETERS] },
  '1.2.840.10045.4.3.2': { is: 'ECDSA_P256_SHA256', with: ['', NULL] },
  '1.2.156.10197.1.501': { is: 'SM2_SM3', with: ['', NULL] },
};

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const CERTIFICATE_POLICIES = '2.5.29.32';
const UNDERSTOOD = new Set([BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE, CERTIFICATE_POLICIES]);
const VERSION_3 = 2;

/** Null: not the DER of a certificate, in exactly one form outside its signed part. */
export function readCertificate(der: Buffer): Certificate | null {
  const signed = frameOf(der);
  if (signed === null) return null;
  try {
    const { tbsCertificate: tbs, signatureAlgorithm } = AsnParser.parse(der, AsnCertificate);
    const extensions = [...(tbs.extensions ?? [])];
    if (!sameAlgorithm(tbs.signature, signatureAlgorithm) || hasTwice(extensions)) return null;
    if (extensions.length > 0 && Number(tbs.version) !== VERSION_3) return null;
    const constraints = extension(extensions, BASIC_CONSTRAINTS, BasicConstraints);
    const usage = extension(extensions, KEY_USAGE, KeyUsage)?.toNumber();
    const purposes = extension(extensions, EXTENDED_KEY_USAGE, ExtendedKeyUsage);
    return {
      signed: { ...signed, algorithm: algorithmOf(signatureAlgorithm) },
      fingerprint: createHash('sha256').update(der).digest('hex'),
      serial: Buffer.from(tbs.serialNumber).toString('hex'),
      issuer: nameOf(tbs.issuer),
      subject: nameOf(tbs.subject),
      subjectAttributes: [...tbs.subject].flatMap((part) =>
        Array.from(part, ({ type, value }) => ({ type, value: value.toString() })),
      ),
      notBefore: tbs.validity.notBefore.getTime(),
      notAfter: tbs.validity.notAfter.getTime(),
      key: publicKeyOf(
        tbs.subjectPublicKeyInfo,
        Buffer.from(AsnConvert.serialize(new SubjectPublicKeyInfo(tbs.subjectPublicKeyInfo))),
      ),
      // the bits of X.509 from the first: digitalSignature 0, keyCertSign 5, cRLSign 6
      keyUsage:
        usage === undefined
          ? null
          : { signs: (usage & 1) !== 0, certifies: (usage & 32) !== 0, revokes: (usage & 64) !== 0 },
      extendedKeyUsage: purposes === null ? null : [...purposes],
      isCa: constraints?.cA === true,
      pathLength: constraints?.pathLenConstraint ?? null,
      isStrange: extensions.some(({ critical, extnID }) => critical && !UNDERSTOOD.has(extnID)),
    };
  } catch {
    return null; // no certificate inside the frame
  }
}

/** Null: not the DER of a revocation list. */
export function readRevocationList(der: Buffer): RevocationList | null {
  const signed = frameOf(der);
  if (signed === null) return null;
  try {
    const { tbsCertList: tbs, signatureAlgorithm } = AsnParser.parse(der, CertificateList);
    if (!sameAlgorithm(tbs.signature, signatureAlgorithm)) return null;
    const revoked = tbs.revokedCertificates ?? [];
    return {
      signed: { ...signed, algorithm: algorithmOf(signatureAlgorithm) },
      issuer: nameOf(tbs.issuer),
      thisUpdate: timeOf(tbs.thisUpdate),
      nextUpdate: tbs.nextUpdate === undefined ? null : timeOf(tbs.nextUpdate),
      serials: new Set(revoked.map(({ userCertificate }) => Buffer.from(userCertificate).toString('hex'))),
      // of a part only, or the changes since another one
      isStrange: [
        ...(tbs.crlExtensions ?? []),
        ...revoked.flatMap((each) => each.crlEntryExtensions ?? []),
      ].some(({ critical }) => critical),
    };
  } catch {
    return null;
  }
}

/** The signed part and the signature of what an authority issues, without a byte more. */
function frameOf(der: Buffer): Omit<Signed, 'algorithm'> | null {
  const [tbs, algorithm, signature, ...more] = derSequence(der) ?? [];
  if (tbs?.tag !== DER_SEQUENCE || algorithm?.tag !== DER_SEQUENCE || more.length > 0) return null;
  const isWholeBytes = signature?.tag === DER_BIT_STRING && signature.content[0] === 0;
  if (!isWholeBytes || derSequence(algorithm.whole) === null) return null;
  return { bytes: tbs.whole, signature: signature.content.subarray(1) };
}

function algorithmOf({ algorithm, parameters }: AlgorithmIdentifier): SignatureAlgorithm | null {
  const known = SIGNATURES[algorithm];
  const given = parameters ? Buffer.from(parameters).toString('hex') : '';
  const written = parameters === null ? NULL : given;
  return known?.with.includes(written) === true ? known.is : null;
}

/** The algorithm outside the signature must be the one inside. */
function sameAlgorithm(inside: AlgorithmIdentifier, outside: AlgorithmIdentifier): boolean {
  return Buffer.from(AsnConvert.serialize(inside)).equals(Buffer.from(AsnConvert.serialize(outside)));
}

function hasTwice(extensions: readonly Extension[]): boolean {
  return new Set(extensions.map(({ extnID }) => extnID)).size < extensions.length;
}

function extension<T>(extensions: readonly Extension[], id: string, type: new () => T): T | null {
  const found = extensions.find(({ extnID }) => extnID === id);
  return found === undefined ? null : AsnConvert.parse(found.extnValue.buffer, type);
}

function nameOf(name: Name): string {
  return Buffer.from(AsnConvert.serialize(name)).toString('hex');
}

function timeOf(time: Time): Date {
  return time.getTime();
}
