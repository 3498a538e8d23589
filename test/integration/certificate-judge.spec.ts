import { createHash, createPrivateKey, privateEncrypt, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ExtendedKeyUsage } from '@peculiar/asn1-x509';
import { challengeText, type SignatureAlgorithm } from '../../domain/identity/certificate-sign-in.js';
import {
  CertificateJudge,
  type CertificateJudgement,
  type SubmittedSignature,
} from '../../infra/identity/certificates/certificate-judge.js';
import { PemTrustSource, readTrustedPem } from '../../infra/identity/certificates/trust-source.js';
import type { TrustStore } from '../../infra/identity/certificates/trust-store.js';
import {
  CRL_SIGN,
  extension,
  KEY_CERT_SIGN,
  makeKey,
  signWith,
  type CertificateForm,
} from '../../infra/identity/trial/certificate-maker.js';
import {
  certificatePem,
  day,
  makeAuthority,
  named,
  NOW,
  ofUnit,
  revocationsOf,
  signByOpenssl,
  TestPki,
} from '../support/certificates.js';

const USCC = '91110108MA01C2D36P';
const OTHER_USCC = '91110108MA00TE5T26';
const ORIGIN = 'https://rc.example';
const challenge = {
  id: '8b1c6f0e-5f43-4a3c-9a39-0b4e0d8f2f11',
  nonce: 'bm9uY2U',
  issuedAt: NOW.toISOString(),
  expiresAt: new Date(NOW.getTime() + 120_000).toISOString(),
};
const TEXT = challengeText(ORIGIN, challenge);

let pki: TestPki;
let judge: CertificateJudge;
let trust: TrustStore;

beforeAll(async () => {
  pki = new TestPki();
  judge = new CertificateJudge(pki.sm2);
  trust = await pki.trust();
});
afterAll(() => pki?.sm2.close());

type Attempt = Partial<SubmittedSignature> & { readonly store?: TrustStore };

/** What comes of a good signature by the owner's ECDSA key, with what an attack changes. */
function attempt(own: Partial<CertificateForm> = {}, over: Attempt = {}): Promise<CertificateJudgement> {
  const { store = trust, ...submitted } = over;
  const key = own.key ?? pki.keys.ECDSA_P256_SHA256;
  return judge.judge(
    {
      certificate: pki.own(USCC, own).der,
      chain: [],
      algorithm: key.algorithm,
      signature: signWith(key, Buffer.from(TEXT)),
      ...submitted,
    },
    TEXT,
    store,
    NOW,
  );
}

describe('a good signature is accepted', () => {
  it.each<SignatureAlgorithm>(['RSA_PKCS1_SHA256', 'RSA_PSS_SHA256', 'ECDSA_P256_SHA256'])(
    '%s',
    async (name) => {
      expect(await attempt({ key: pki.keys[name] })).toMatchObject({ uscc: USCC });
    },
  );

  it('SM2_SM3 below an SM2 root, the signature made by the OpenSSL command line', async () => {
    const key = pki.keys.SM2_SM3;
    const own = { key, issuer: pki.sm2Root };
    expect(await attempt(own, { signature: await signByOpenssl(key, TEXT) })).toMatchObject({ uscc: USCC });
    expect(await attempt(own)).toMatchObject({ uscc: USCC });
  });

  it('ECDSA_P256_SHA256 made by the OpenSSL command line', async () => {
    const signature = await signByOpenssl(pki.keys.ECDSA_P256_SHA256, TEXT);
    expect(await attempt({}, { signature })).toMatchObject({ uscc: USCC });
  });

  it('with the authority in between sent along instead of configured', async () => {
    const store = await pki.trust(
      certificatePem(pki.root),
      revocationsOf(pki.root),
      revocationsOf(pki.issuing),
    );
    expect(await attempt({}, { store, chain: [pki.issuing.certificate] })).toMatchObject({ uscc: USCC });
  });
});

const asn = (own: Partial<CertificateForm>, over?: Attempt) => () => attempt(own, over);
/** The outermost length written in one byte more than it needs. */
const longer = (der: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x30, 0x83, 0x00]), der.subarray(2, 4), der.subarray(4)]);
const other = () => makeAuthority('别的根', makeKey('ECDSA_P256_SHA256'));
const ecKey = () => pki.keys.ECDSA_P256_SHA256;
const rsaKey = () => pki.keys.RSA_PKCS1_SHA256;

type Attack = readonly [name: string, fault: string, run: () => Promise<CertificateJudgement>];

const ATTACKS: readonly Attack[] = [
  ...['other origin', 'other nonce', 'other browser’s challenge'].map((name, index): Attack => {
    const texts = [
      () => challengeText('https://evil.example', challenge),
      () => challengeText(ORIGIN, { ...challenge, nonce: 'b2xk' }),
      () => challengeText(ORIGIN, { ...challenge, id: '5f0c1d2e-0000-4000-8000-000000000000' }),
    ];
    const signed = (): Buffer => signWith(ecKey(), Buffer.from((texts[index] ?? texts[0])?.() ?? ''));
    return [`signature over the text of ${name}`, 'SIGNATURE', () => attempt({}, { signature: signed() })];
  }),
  ['expired', 'DATES', asn({ notBefore: day(-10), notAfter: day(-1) })],
  ['not yet valid', 'DATES', asn({ notBefore: day(1), notAfter: day(10) })],
  ['key usage for encryption only', 'KEY_USAGE', asn({ keyUsage: 4 })],
  ['no key usage', 'KEY_USAGE', asn({ keyUsage: null })],
  [
    'for servers only',
    'KEY_USAGE',
    () => attempt({ more: [extension('2.5.29.37', false, new ExtendedKeyUsage(['1.3.6.1.5.5.7.3.1']))] }),
  ],
  ['an authority’s certificate as owner’s', 'KEY_USAGE', asn({ ca: {}, keyUsage: 1 | KEY_CERT_SIGN })],
  [
    'unknown critical extension',
    'EXTENSION',
    () => attempt({ more: [extension('1.2.3.4', true, new ExtendedKeyUsage([]))] }),
  ],
  [
    'foreign root of the same name',
    'CHAIN',
    () => attempt({ issuer: makeAuthority('试验签发', makeKey('ECDSA_P256_SHA256')) }),
  ],
  ['unknown root', 'CHAIN', () => attempt({ issuer: other() })],
  [
    'unknown root sent along',
    'CHAIN',
    () => {
      const strange = other();
      return attempt({ issuer: strange }, { chain: [strange.certificate] });
    },
  ],
  [
    'missing authority in between',
    'CHAIN',
    async () => attempt({}, { store: await pki.trust(certificatePem(pki.root), revocationsOf(pki.root)) }),
  ],
  [
    'authority in between that is none',
    'KEY_USAGE',
    async () => {
      const issuer = makeAuthority('假签发', ecKey(), pki.issuing, { ca: null });
      return attempt({ issuer }, { chain: [issuer.certificate], store: await withLists(issuer) });
    },
  ],
  [
    'authority in between that may not issue',
    'KEY_USAGE',
    async () => {
      const issuer = makeAuthority('不得签发', ecKey(), pki.root, { keyUsage: CRL_SIGN });
      return attempt({ issuer }, { chain: [issuer.certificate], store: await withLists(issuer) });
    },
  ],
  [
    'path longer than its authority allows',
    'CHAIN',
    async () => {
      const first = makeAuthority('一级', makeKey('ECDSA_P256_SHA256'), pki.root, { ca: { pathLength: 0 } });
      const second = makeAuthority('二级', makeKey('ECDSA_P256_SHA256'), first);
      const store = await withLists(first, second);
      return attempt({ issuer: second }, { chain: [first.certificate, second.certificate], store });
    },
  ],
  [
    'expired authority in between',
    'DATES',
    async () => {
      const issuer = makeAuthority('过期签发', ecKey(), pki.root, { notAfter: day(-1) });
      return attempt({ issuer }, { chain: [issuer.certificate], store: await withLists(issuer) });
    },
  ],
  [
    'revoked',
    'REVOKED',
    async () => {
      const { der, serial } = pki.own(USCC);
      const store = await pki.trust(
        ...trusted(),
        revocationsOf(pki.root),
        revocationsOf(pki.issuing, [serial]),
      );
      return attempt({}, { certificate: der, store });
    },
  ],
  [
    'revoked authority in between',
    'REVOKED',
    async () => {
      const serial = Buffer.from('4a0102', 'hex');
      const issuer = makeAuthority('吊销签发', ecKey(), pki.root, { serial });
      const store = await pki.trust(...trusted(), revocationsOf(pki.root, [serial]), revocationsOf(issuer));
      return attempt({ issuer }, { chain: [issuer.certificate], store });
    },
  ],
  [
    'stale revocation list',
    'REVOCATION_UNKNOWN',
    async () =>
      attempt(
        {},
        {
          store: await pki.trust(
            ...trusted(),
            revocationsOf(pki.root),
            revocationsOf(pki.issuing, [], [-9, -1]),
          ),
        },
      ),
  ],
  [
    'revocation list of the future',
    'REVOCATION_UNKNOWN',
    async () =>
      attempt(
        {},
        {
          store: await pki.trust(
            ...trusted(),
            revocationsOf(pki.root),
            revocationsOf(pki.issuing, [], [1, 9]),
          ),
        },
      ),
  ],
  [
    'revocation list of somebody else in the issuer’s name',
    'REVOCATION_UNKNOWN',
    async () => {
      const strange = makeAuthority('试验签发', makeKey('ECDSA_P256_SHA256'));
      return attempt(
        {},
        { store: await pki.trust(...trusted(), revocationsOf(pki.root), revocationsOf(strange)) },
      );
    },
  ],
  [
    'no revocation list',
    'REVOCATION_UNKNOWN',
    async () => attempt({}, { store: await pki.trust(...trusted(), revocationsOf(pki.root)) }),
  ],
  [
    'self-signed',
    'CHAIN',
    () => attempt({ issuer: { subject: [named('自己'), ofUnit(USCC)], key: ecKey() } }),
  ],
  [
    'certificate with a byte after it',
    'ENCODING',
    () => attempt({}, { certificate: Buffer.concat([pki.own(USCC).der, Buffer.from([0])]) }),
  ],
  [
    'certificate with a longer length than needed',
    'ENCODING',
    () => attempt({}, { certificate: longer(pki.own(USCC).der) }),
  ],
  [
    'certificate of indefinite length',
    'ENCODING',
    () =>
      attempt(
        {},
        {
          certificate: Buffer.concat([
            Buffer.from([0x30, 0x80]),
            pki.own(USCC).der.subarray(4),
            Buffer.from([0, 0]),
          ]),
        },
      ),
  ],
  [
    'certificate with a changed bit in its signed part',
    'CHAIN',
    () => {
      const { der } = pki.own(USCC);
      der[der.indexOf(Buffer.from(USCC)) + 17] = 'Q'.charCodeAt(0);
      return attempt({}, { certificate: der });
    },
  ],
  [
    'certificate cut short',
    'ENCODING',
    () => attempt({}, { certificate: pki.own(USCC).der.subarray(0, -1) }),
  ],
  ['no certificate', 'ENCODING', () => attempt({}, { certificate: Buffer.alloc(0) })],
  ['garbage in the chain', 'ENCODING', () => attempt({}, { chain: [Buffer.from('30030201', 'hex')] })],
  ['empty signature', 'SIGNATURE', () => attempt({}, { signature: Buffer.alloc(0) })],
  [
    'ECDSA signature with a byte after it',
    'SIGNATURE',
    () => attempt({}, { signature: Buffer.concat([signWith(ecKey(), Buffer.from(TEXT)), Buffer.from([0])]) }),
  ],
  [
    'ECDSA signature of zeros',
    'SIGNATURE',
    () => attempt({}, { signature: Buffer.from('3006020100020100', 'hex') }),
  ],
  [
    'SM2 signature with a number padded',
    'SIGNATURE',
    () => {
      const key = pki.keys.SM2_SM3;
      const good = signWith(key, Buffer.from(TEXT));
      const length = good[3] ?? 0;
      const r = good.subarray(4, 4 + length);
      const padded = Buffer.concat([
        Buffer.from([0x30, (good[1] ?? 0) + 1, 0x02, length + 1, 0]),
        r,
        good.subarray(4 + length),
      ]);
      return attempt({ key, issuer: pki.sm2Root }, { signature: padded });
    },
  ],
  [
    'SM2 signature of zeros',
    'SIGNATURE',
    () =>
      attempt(
        { key: pki.keys.SM2_SM3, issuer: pki.sm2Root },
        { signature: Buffer.from('3006020100020100', 'hex') },
      ),
  ],
  [
    'SM2 signature with another identifier',
    'SIGNATURE',
    () => {
      const key = pki.keys.SM2_SM3;
      const signature = signWith(key, Buffer.from(TEXT), 'ALICE123@YAHOO.COM');
      return attempt({ key, issuer: pki.sm2Root }, { signature });
    },
  ],
  [
    'RSA key labelled ECDSA',
    'SIGNATURE',
    () => attempt({ key: rsaKey() }, { algorithm: 'ECDSA_P256_SHA256' }),
  ],
  ['ECDSA key labelled SM2', 'SIGNATURE', () => attempt({}, { algorithm: 'SM2_SM3' })],
  [
    'PKCS#1 signature labelled PSS',
    'SIGNATURE',
    () => attempt({ key: rsaKey() }, { algorithm: 'RSA_PSS_SHA256' }),
  ],
  [
    'signature with SHA-1',
    'SIGNATURE',
    () => attempt({}, { signature: sign('sha1', Buffer.from(TEXT), createPrivateKey(ecKey().privatePem)) }),
  ],
  [
    'RSA signature of the bare hash',
    'SIGNATURE',
    () => {
      const hash = createHash('sha256').update(TEXT).digest();
      return attempt({ key: rsaKey() }, { signature: privateEncrypt(rsaKey().privatePem, hash) });
    },
  ],
  [
    'certificate labelled SHA-1',
    'CHAIN',
    () =>
      attempt({ labelled: { algorithm: '1.2.840.113549.1.1.5', parameters: Buffer.from('0500', 'hex') } }),
  ],
  [
    'certificate labelled ECDSA by an RSA authority',
    'CHAIN',
    () => attempt({ labelled: { algorithm: '1.2.840.10045.4.3.2' } }),
  ],
  ['weak RSA', 'KEY', () => attempt({ key: makeKey('RSA_PKCS1_SHA256', 1024) })],
  [
    'another owner’s key',
    'SIGNATURE',
    () => attempt({}, { signature: signWith(makeKey('ECDSA_P256_SHA256'), Buffer.from(TEXT)) }),
  ],
  ['name without USCC', 'SUBJECT', () => attempt({ subject: [named('北京云程信息技术有限公司')] })],
  ['two USCCs', 'SUBJECT', () => attempt({ subject: [ofUnit(USCC), ofUnit(OTHER_USCC)] })],
  [
    'a second unit’s code in its name',
    'SUBJECT',
    () => attempt({ subject: [named(OTHER_USCC), ofUnit(USCC)] }),
  ],
  [
    'USCC with a wrong check character',
    'SUBJECT',
    () => attempt({ subject: [ofUnit('91110108MA01C2D36Q')] }),
  ],
];

const trusted = (): string[] => [certificatePem(pki.root), certificatePem(pki.issuing)];
const withLists = (...issuers: Parameters<typeof revocationsOf>[0][]): Promise<TrustStore> =>
  pki.trust(...trusted(), ...[pki.root, pki.issuing, ...issuers].map((each) => revocationsOf(each)));

describe(`${ATTACKS.length} attacks are refused`, () => {
  it.each(ATTACKS)('%s → %s', async (_, fault, run) => {
    expect(await run()).toEqual({ fault });
  });
});

describe('the trusted authorities', () => {
  it('are read from a folder or a bundle, and a renewed revocation list counts at once', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'juzheng-trust-'));
    try {
      const list = path.join(folder, 'issuing.crl');
      const { der, serial } = pki.own(USCC);
      await writeFile(path.join(folder, 'authorities.pem'), trusted().join('\n'));
      await writeFile(path.join(folder, 'root.crl'), revocationsOf(pki.root));
      await writeFile(path.join(folder, 'notes.txt'), 'no part of it');
      await writeFile(list, revocationsOf(pki.issuing));
      const source = new PemTrustSource(() => readTrustedPem(folder), pki.sm2);
      const judged = async () => attempt({}, { certificate: der, store: (await source.current()) ?? trust });
      expect(await judged()).toMatchObject({ uscc: USCC });
      expect(await source.current()).toBe(await source.current());
      await writeFile(list, revocationsOf(pki.issuing, [serial]));
      expect(await judged()).toEqual({ fault: 'REVOKED' });
      const bundle = path.join(folder, 'authorities.pem');
      expect(await readTrustedPem(bundle)).toContain('BEGIN CERTIFICATE');
      await expect(readTrustedPem(path.join(folder, 'missing'))).rejects.toThrow(/ENOENT/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the trust store', () => {
  it('refuses what it cannot read, and to trust nobody', async () => {
    await expect(pki.trust('')).rejects.toThrow(/no root/);
    await expect(pki.trust('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).rejects.toThrow(
      /cannot be read/,
    );
    await expect(
      pki.trust(certificatePem(pki.root), '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'),
    ).rejects.toThrow(/PRIVATE KEY/);
  });
});
