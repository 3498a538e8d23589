import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SignatureAlgorithm, SubjectAttribute } from '../../domain/identity/certificate-sign-in.js';
import { Sm2Thread } from '../../infra/identity/certificates/sm2-thread.js';
import { TrustStore } from '../../infra/identity/certificates/trust-store.js';
import {
  makeCertificate,
  makeKey,
  makeRevocationList,
  newSerial,
  toPem,
  type CertificateForm,
  type TrialKey,
} from '../../infra/identity/trial/certificate-maker.js';

const DAY_MS = 86_400_000;
export const NOW = new Date('2026-06-01T04:00:00.000Z');
export const day = (offset: number): Date => new Date(NOW.getTime() + offset * DAY_MS);
export const named = (name: string): SubjectAttribute => ({ type: '2.5.4.3', value: name });
export const ofUnit = (uscc: string): SubjectAttribute => ({ type: '2.5.4.97', value: uscc });

/** An authority that a test plays: its certificate, and the key it signs with. */
export interface Authority {
  readonly subject: readonly SubjectAttribute[];
  readonly key: TrialKey;
  readonly certificate: Buffer;
}

export function makeAuthority(
  name: string,
  key: TrialKey,
  issuer?: Authority,
  over: Partial<CertificateForm> = {},
): Authority {
  const subject = [named(name)];
  const certificate = makeCertificate({
    subject,
    key,
    issuer: issuer ?? { subject, key },
    notBefore: day(-1000),
    notAfter: day(1000),
    ca: {},
    ...over,
  });
  return { subject, key, certificate };
}

export function revocationsOf(
  issuer: Authority,
  serials: readonly Buffer[] = [],
  [from, until]: readonly [number, number] = [-1, 7],
): string {
  const list = makeRevocationList({ issuer, thisUpdate: day(from), nextUpdate: day(until), serials });
  return toPem('X509 CRL', list);
}

export const certificatePem = ({ certificate }: Authority): string => toPem('CERTIFICATE', certificate);

/** Root, authority below it, and an SM2 root, with the keys of owners; RSA keys take a while. */
export class TestPki {
  readonly sm2 = new Sm2Thread();
  readonly root = makeAuthority('试验根', makeKey('ECDSA_P256_SHA256'));
  readonly issuing = makeAuthority('试验签发', makeKey('RSA_PKCS1_SHA256'), this.root);
  readonly sm2Root = makeAuthority('试验国密根', makeKey('SM2_SM3'));
  readonly keys: Readonly<Record<SignatureAlgorithm, TrialKey>> = {
    RSA_PKCS1_SHA256: makeKey('RSA_PKCS1_SHA256'),
    RSA_PSS_SHA256: makeKey('RSA_PSS_SHA256'),
    ECDSA_P256_SHA256: makeKey('ECDSA_P256_SHA256'),
    SM2_SM3: makeKey('SM2_SM3'),
  };

  /** All of it trusted, nothing revoked; `over` replaces parts. */
  async trust(...over: readonly string[]): Promise<TrustStore> {
    const whole = [
      certificatePem(this.root),
      certificatePem(this.issuing),
      certificatePem(this.sm2Root),
      revocationsOf(this.root),
      revocationsOf(this.issuing),
      revocationsOf(this.sm2Root),
    ];
    return TrustStore.read((over.length === 0 ? whole : over).join('\n'), this.sm2);
  }

  /** An owner's certificate; by default in order, of the authority below the root. */
  own(uscc: string, over: Partial<CertificateForm> = {}): { readonly der: Buffer; readonly serial: Buffer } {
    const serial = over.serial ?? newSerial();
    const der = makeCertificate({
      subject: [named('北京云程信息技术有限公司'), ofUnit(uscc)],
      key: this.keys.ECDSA_P256_SHA256,
      issuer: this.issuing,
      notBefore: day(-10),
      notAfter: day(10),
      serial,
      ...over,
    });
    return { der, serial };
  }
}

const run = promisify(execFile);

/** A signature made by the OpenSSL command line. */
export async function signByOpenssl({ algorithm, privatePem }: TrialKey, text: string): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'juzheng-openssl-'));
  try {
    const [key, input, output] = ['key.pem', 'text', 'signature'].map((name) => path.join(folder, name));
    await writeFile(key ?? '', privatePem);
    await writeFile(input ?? '', text);
    const isSm2 = algorithm === 'SM2_SM3';
    const digest = isSm2 ? ['sm3', '-pkeyopt', 'distid:1234567812345678'] : ['sha256'];
    const files = ['-in', input ?? '', '-inkey', key ?? '', '-out', output ?? ''];
    await run('openssl', ['pkeyutl', '-sign', '-rawin', '-digest', ...digest, ...files]);
    return await readFile(output ?? '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
