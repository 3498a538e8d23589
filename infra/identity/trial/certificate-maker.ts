import { constants, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  CertificateList,
  Extension,
  Extensions,
  KeyUsage,
  Name,
  RelativeDistinguishedName,
  RevokedCertificate,
  SubjectPublicKeyInfo,
  TBSCertificate,
  TBSCertList,
  Time,
  Validity,
} from '@peculiar/asn1-x509';
import { sm2 } from 'sm-crypto-v2';
import type { SignatureAlgorithm, SubjectAttribute } from '../../../domain/identity/certificate-sign-in.js';

/** A key of the trial authority or of its owners; never one of a real person. */
export interface TrialKey {
  readonly algorithm: SignatureAlgorithm;
  /** PKCS #8 in PEM. */
  readonly privatePem: string;
  /** SubjectPublicKeyInfo in base64 of DER. */
  readonly publicInfo: string;
}

export interface CertificateForm {
  readonly subject: readonly SubjectAttribute[];
  readonly key: TrialKey;
  readonly issuer: { readonly subject: readonly SubjectAttribute[]; readonly key: TrialKey };
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly serial?: Buffer;
  /** Flags of X.509 KeyUsage as the library counts them; null: no such extension. */
  readonly keyUsage?: number | null;
  readonly ca?: { readonly pathLength?: number } | null;
  readonly more?: readonly Extension[];
  /** Another label than the key's own algorithm, for attacks. */
  readonly labelled?: { readonly algorithm: string; readonly parameters?: Buffer };
}

const OIDS: Readonly<
  Record<SignatureAlgorithm, { readonly algorithm: string; readonly parameters?: string }>
> = {
  RSA_PKCS1_SHA256: { algorithm: '1.2.840.113549.1.1.11', parameters: '0500' },
  RSA_PSS_SHA256: {
    algorithm: '1.2.840.113549.1.1.10',
    parameters:
      '3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
  },
  ECDSA_P256_SHA256: { algorithm: '1.2.840.10045.4.3.2' },
  SM2_SM3: { algorithm: '1.2.156.10197.1.501' },
};
export const DIGITAL_SIGNATURE = 1;
export const KEY_CERT_SIGN = 32;
export const CRL_SIGN = 64;
const SM2_IDENTIFIER = '1234567812345678';
/** RFC 5915: version 1 and a number of 32 bytes. */
const NUMBER = /0201010420([0-9a-f]{64})/;
const SERIAL_BYTES = 12;

export function makeKey(algorithm: SignatureAlgorithm, rsaBits = 2048): TrialKey {
  const options = { publicKeyEncoding: { type: 'spki', format: 'der' } } as const;
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
  const { privateKey, publicKey } = algorithm.startsWith('RSA')
    ? generateKeyPairSync('rsa', { modulusLength: rsaBits, ...options, privateKeyEncoding })
    : generateKeyPairSync('ec', {
        namedCurve: algorithm === 'SM2_SM3' ? 'SM2' : 'P-256',
        ...options,
        privateKeyEncoding,
      });
  return { algorithm, privatePem: privateKey, publicInfo: publicKey.toString('base64') };
}

/** As a key or an authority of that kind signs. */
export function signWith(
  { algorithm, privatePem }: TrialKey,
  bytes: Uint8Array,
  sm2Identifier = SM2_IDENTIFIER,
): Buffer {
  if (algorithm === 'SM2_SM3') {
    const signature = sm2.doSignature(Uint8Array.from(bytes), sm2Number(privatePem), {
      der: true,
      hash: true,
      userId: sm2Identifier,
    });
    return Buffer.from(signature, 'hex');
  }
  const key = createPrivateKey(privatePem);
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return sign('sha256', bytes, algorithm === 'RSA_PSS_SHA256' ? { key, ...pss } : key);
}

/** Read by hand: Node aborts the whole process when it is asked to export an SM2 key that it has read. */
function sm2Number(privatePem: string): string {
  const der = Buffer.from(privatePem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64').toString('hex');
  const [, number] = NUMBER.exec(der) ?? [];
  if (number === undefined) throw new Error('not a private key of SM2');
  return number;
}

/** DER of a certificate of version 3. */
export function makeCertificate(form: CertificateForm): Buffer {
  const { ca = null, keyUsage = ca === null ? DIGITAL_SIGNATURE : KEY_CERT_SIGN | CRL_SIGN } = form;
  const label = form.labelled ?? labelOf(form.issuer.key);
  const tbs = new TBSCertificate({
    version: 2,
    serialNumber: bufferOf(form.serial ?? newSerial()),
    signature: algorithmIdentifier(label),
    issuer: nameOf(form.issuer.subject),
    validity: new Validity({ notBefore: form.notBefore, notAfter: form.notAfter }),
    subject: nameOf(form.subject),
    subjectPublicKeyInfo: AsnConvert.parse(Buffer.from(form.key.publicInfo, 'base64'), SubjectPublicKeyInfo),
    extensions: new Extensions([
      ...(ca === null ? [] : [basicConstraints(ca)]),
      ...(keyUsage === null ? [] : [extension('2.5.29.15', true, new KeyUsage(keyUsage))]),
      ...(form.more ?? []),
    ]),
  });
  const signatureValue = signWith(form.issuer.key, Buffer.from(AsnConvert.serialize(tbs)));
  const certificate = new Certificate({
    tbsCertificate: tbs,
    signatureAlgorithm: algorithmIdentifier(label),
    signatureValue: bufferOf(signatureValue),
  });
  return Buffer.from(AsnConvert.serialize(certificate));
}

export interface RevocationForm {
  readonly issuer: CertificateForm['issuer'];
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly serials: readonly Buffer[];
}

/** DER of a revocation list of version 2. */
export function makeRevocationList({ issuer, thisUpdate, nextUpdate, serials }: RevocationForm): Buffer {
  const label = algorithmIdentifier(labelOf(issuer.key));
  const tbs = new TBSCertList({
    version: 1,
    signature: label,
    issuer: nameOf(issuer.subject),
    thisUpdate: new Time(thisUpdate),
    nextUpdate: new Time(nextUpdate),
    ...(serials.length > 0 && {
      revokedCertificates: serials.map(
        (serial) =>
          new RevokedCertificate({ userCertificate: bufferOf(serial), revocationDate: new Time(thisUpdate) }),
      ),
    }),
  });
  const list = new CertificateList({
    tbsCertList: tbs,
    signatureAlgorithm: label,
    signature: bufferOf(signWith(issuer.key, Buffer.from(AsnConvert.serialize(tbs)))),
  });
  return Buffer.from(AsnConvert.serialize(list));
}

export function extension(id: string, critical: boolean, value: object): Extension {
  return new Extension({ extnID: id, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

export function toPem(label: 'CERTIFICATE' | 'X509 CRL', der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Positive, as a serial number must be. */
export function newSerial(): Buffer {
  const serial = randomBytes(SERIAL_BYTES);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  return serial;
}

function basicConstraints({ pathLength }: { readonly pathLength?: number }): Extension {
  const constraints = new BasicConstraints({
    cA: true,
    ...(pathLength !== undefined && { pathLenConstraint: pathLength }),
  });
  return extension('2.5.29.19', true, constraints);
}

function nameOf(attributes: readonly SubjectAttribute[]): Name {
  const parts = attributes.map(({ type, value }) => {
    const attribute = new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String: value }) });
    return new RelativeDistinguishedName([attribute]);
  });
  return new Name(parts);
}

function labelOf({ algorithm }: TrialKey): { readonly algorithm: string; readonly parameters?: Buffer } {
  const { algorithm: oid, parameters } = OIDS[algorithm];
  return { algorithm: oid, ...(parameters !== undefined && { parameters: Buffer.from(parameters, 'hex') }) };
}

function algorithmIdentifier(label: {
  readonly algorithm: string;
  readonly parameters?: Buffer;
}): AlgorithmIdentifier {
  const { algorithm, parameters } = label;
  return new AlgorithmIdentifier({
    algorithm,
    ...(parameters !== undefined && { parameters: bufferOf(parameters) }),
  });
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
