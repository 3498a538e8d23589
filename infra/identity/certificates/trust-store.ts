import {
  readCertificate,
  readRevocationList,
  type Certificate,
  type RevocationList,
  type Signed,
} from './certificate.js';
import { signatureHolds } from './public-key.js';
import type { Sm2Thread } from './sm2-thread.js';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*?)-----END \1-----/g;

/** Authorities that are trusted, certificates between them and their keys, and what they have revoked. */
export class TrustStore {
  private readonly known = new Map<string, Promise<boolean>>();

  private constructor(
    readonly roots: readonly Certificate[],
    readonly intermediates: readonly Certificate[],
    private readonly lists: readonly RevocationList[],
    private readonly sm2: Sm2Thread,
  ) {}

  /**
   * PEM with certificates and revocation lists in any order; who has issued himself is a root. Throws on what is
   * neither, and when there is no root.
   */
  static async read(pem: string, sm2: Sm2Thread): Promise<TrustStore> {
    const certificates: Certificate[] = [];
    const lists: RevocationList[] = [];
    for (const [, label, body = ''] of pem.matchAll(BLOCK)) {
      const der = Buffer.from(body, 'base64');
      if (label === 'CERTIFICATE') certificates.push(required(readCertificate(der), label));
      else if (label === 'X509 CRL') lists.push(required(readRevocationList(der), label));
      else throw new Error(`the trust store holds a ${label}`);
    }
    const isRoot = await Promise.all(
      certificates.map((each) =>
        each.issuer === each.subject ? holds(each.signed, each, sm2) : Promise.resolve(false),
      ),
    );
    const roots = certificates.filter((_, index) => isRoot[index] === true);
    if (roots.length === 0) throw new Error('the trust store holds no root certificate');
    const intermediates = certificates.filter((_, index) => isRoot[index] !== true);
    return new TrustStore(roots, intermediates, lists, sm2);
  }

  /** Whether the issuer has signed it; what the store itself holds is reckoned once. */
  issued(issuer: Certificate, by: { readonly signed: Signed; readonly issuer: string }): Promise<boolean> {
    return by.issuer === issuer.subject ? holds(by.signed, issuer, this.sm2) : Promise.resolve(false);
  }

  /** The lists in force that the issuer of a certificate has signed himself. */
  async listsOf(issuer: Certificate, now: Date): Promise<readonly RevocationList[]> {
    const own = await Promise.all(
      this.lists.map(async (list, index) => {
        const isFresh = list.thisUpdate <= now && list.nextUpdate !== null && now <= list.nextUpdate;
        const may = issuer.keyUsage?.revokes === true && !list.isStrange && isFresh;
        return (
          may && (await this.remembered(`${index} ${issuer.fingerprint}`, () => this.issued(issuer, list)))
        );
      }),
    );
    return this.lists.filter((_, index) => own[index] === true);
  }

  private remembered(key: string, ask: () => Promise<boolean>): Promise<boolean> {
    const answer = this.known.get(key) ?? ask();
    this.known.set(key, answer);
    answer.catch(() => this.known.delete(key)); // a broken thread says nothing of a signature
    return answer;
  }
}

function holds(
  { bytes, algorithm, signature }: Signed,
  issuer: Certificate,
  sm2: Sm2Thread,
): Promise<boolean> {
  if (algorithm === null || issuer.key === null) return Promise.resolve(false);
  return signatureHolds(issuer.key, algorithm, bytes, signature, sm2);
}

function required<T>(read: T | null, label: string): T {
  if (read === null) throw new Error(`the trust store holds a ${label} that cannot be read`);
  return read;
}
