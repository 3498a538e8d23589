import { parseUscc } from './uscc.js';

/** How a key signs. SM2 with SM3 has the standard identifier 1234567812345678. Source: domain.md §12, issue 6. */
export const SIGNATURE_ALGORITHMS = {
  RSA_PKCS1_SHA256: 'RSA（PKCS#1 v1.5，SHA-256）',
  RSA_PSS_SHA256: 'RSA（PSS，SHA-256）',
  ECDSA_P256_SHA256: 'ECDSA（P-256，SHA-256）',
  SM2_SM3: 'SM2（SM3）',
} as const;
export type SignatureAlgorithm = keyof typeof SIGNATURE_ALGORITHMS;

/** Wall clock. Source: domain.md §12. */
export const CHALLENGE_SECONDS = 120;

export interface CertificateChallenge {
  readonly id: string;
  readonly nonce: string;
  /** ISO instants. */
  readonly issuedAt: string;
  readonly expiresAt: string;
}

/** What the key signs, as UTF-8: whoever shows it to the owner shows for which site and until when it is. */
export function challengeText(origin: string, challenge: CertificateChallenge): string {
  return [
    '人才业务办理平台 证书登录',
    `站点：${origin}`,
    `编号：${challenge.id}`,
    `随机数：${challenge.nonce}`,
    `签发：${challenge.issuedAt}`,
    `失效：${challenge.expiresAt}`,
  ].join('\n');
}

export interface SubjectAttribute {
  /** Dotted object identifier. */
  readonly type: string;
  readonly value: string;
}

/** X.520 organizationIdentifier. */
const ORGANIZATION_IDENTIFIER = '2.5.4.97';
/** The prefix of ETSI EN 319 412-1 for a national trade register; some authorities leave it out. */
const REGISTER_PREFIX = /^NTRCN-/;

/**
 * The unit's code, from the subject's organizationIdentifier only; null when it has none, several, or another attribute
 * of the subject names another unit's code. Source: domain.md §12 "USCC in subject".
 */
export function usccOfSubject(subject: readonly SubjectAttribute[]): string | null {
  const stated = subject.filter(({ type }) => type === ORGANIZATION_IDENTIFIER);
  const [first] = stated;
  if (first === undefined || stated.length > 1) return null;
  const uscc = exactUscc(first.value.replace(REGISTER_PREFIX, ''));
  const others = subject.map(({ value }) => exactUscc(value)).filter((each) => each !== null);
  return others.every((each) => each === uscc) ? uscc : null;
}

/** Without the blanks and small letters that a person may type. */
function exactUscc(text: string): string | null {
  return parseUscc(text) === text ? text : null;
}
