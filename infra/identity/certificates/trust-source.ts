import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Sm2Thread } from './sm2-thread.js';
import { TrustStore } from './trust-store.js';

/** Where the trusted authorities and their revocation lists stand now; null: nowhere. */
export interface TrustSource {
  current(): Promise<TrustStore | null>;
}

const PEM_FILE = /\.(pem|crt|cer|crl)$/i;

/** Reads the text anew each time and the certificates only when the text has changed. */
export class PemTrustSource implements TrustSource {
  private last: { readonly hash: string; readonly store: Promise<TrustStore> } | null = null;

  constructor(
    private readonly read: () => Promise<string | null>,
    private readonly sm2: Sm2Thread,
  ) {}

  async current(): Promise<TrustStore | null> {
    const pem = await this.read();
    if (pem === null) return null;
    const hash = createHash('sha256').update(pem).digest('hex');
    if (this.last?.hash !== hash) this.last = { hash, store: TrustStore.read(pem, this.sm2) };
    return this.last.store;
  }
}

/** A bundle of PEM, or a folder of such files: the lists are renewed beside the roots. */
export async function readTrustedPem(place: string): Promise<string> {
  const found = await stat(place);
  if (!found.isDirectory()) return readFile(place, 'utf8');
  const names = (await readdir(place)).filter((name) => PEM_FILE.test(name)).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(path.join(place, name), 'utf8')));
  return texts.join('\n');
}
