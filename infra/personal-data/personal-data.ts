import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

export interface PersonalDataKeys {
  /** `k1:base64,k2:base64`, 32 bytes each; the first seals, all open. */
  readonly dataKeys: string;
  /** Base64 of 32 bytes; changing it means computing every blind index anew. */
  readonly indexKey: string;
}

export interface KeyFingerprints {
  readonly data: readonly { readonly keyId: string; readonly fingerprint: string }[];
  readonly index: string;
}

const FORM = 's1';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals the sensitive class of personal data and finds it again without opening it (design.md §4). */
export class PersonalData {
  private constructor(
    /** Of the key that seals. */
    readonly currentKeyId: string,
    private readonly keys: ReadonlyMap<string, Buffer>,
    private readonly indexKey: Buffer,
  ) {}

  /** Throws with what is wrong, never with any part of a key. */
  static withKeys({ dataKeys, indexKey }: PersonalDataKeys): PersonalData {
    const entries = dataKeys.split(',').map((entry) => dataKeyOf(entry.trim()));
    const [current] = entries;
    if (current === undefined) throw new Error('there is no data key');
    const keys = new Map(entries);
    if (keys.size !== entries.length) throw new Error('two data keys have one id');
    const index = keyOf('the index key', indexKey);
    if (entries.some(([, key]) => key.equals(index)))
      throw new Error('the index key must be a key of its own');
    return new PersonalData(current[0], keys, index);
  }

  /** `s1.<keyId>.<iv>.<tag and ciphertext>`; the same text seals differently each time. */
  seal(text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(this.currentKeyId), iv);
    cipher.setAAD(Buffer.from(`${FORM}.${this.currentKeyId}`));
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const sealed = Buffer.concat([cipher.getAuthTag(), ciphertext]);
    return [FORM, this.currentKeyId, iv.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** What a text was sealed with is not what seals now. */
  isOfOlderKey(sealed: string): boolean {
    return !sealed.startsWith(`${FORM}.${this.currentKeyId}.`);
  }

  /** The keys of this ring, the one that seals first, and the index key: told apart without being told. */
  fingerprints(): KeyFingerprints {
    const of = (key: Buffer): string =>
      createHmac('sha256', key).update('juzheng key fingerprint').digest('hex').slice(0, 32);
    return {
      data: [...this.keys].map(([keyId, key]) => ({ keyId, fingerprint: of(key) })),
      index: of(this.indexKey),
    };
  }

  /** Throws when the text was not sealed by a key of this ring or was changed since. */
  open(sealed: string): string {
    const [form, keyId, iv, body, ...more] = sealed.split('.');
    if (form !== FORM || keyId === undefined || iv === undefined || body === undefined || more.length > 0) {
      throw new Error('not a sealed text');
    }
    const key = this.key(keyId);
    const bytes = Buffer.from(body, 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(`${form}.${keyId}`));
      decipher.setAuthTag(bytes.subarray(0, TAG_BYTES));
      return decipher.update(bytes.subarray(TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (error) {
      throw new Error('a sealed text cannot be opened', { cause: error });
    }
  }

  sealJson(value: unknown): string {
    const json: string | undefined = JSON.stringify(value);
    if (json === undefined) throw new TypeError('this value has no JSON form');
    return this.seal(json);
  }

  openJson(sealed: string): unknown {
    return JSON.parse(this.open(sealed));
  }

  /** Equal values of one kind have one index; the caller normalises first (upper case, blanks). */
  blindIndex(kind: string, value: string): string {
    return this.keyed('index', kind, value);
  }

  /** For audit rows: shows that a value changed, and into which, only to who already knows the value. */
  digest(value: string): string {
    return this.keyed('digest', '', value);
  }

  private keyed(purpose: 'index' | 'digest', kind: string, value: string): string {
    return createHmac('sha256', this.indexKey)
      .update(JSON.stringify([purpose, kind, value]))
      .digest('hex');
  }

  private key(keyId: string): Buffer {
    const key = this.keys.get(keyId);
    if (key === undefined) throw new Error(`there is no data key ${JSON.stringify(keyId)}`);
    return key;
  }
}

function dataKeyOf(entry: string): [id: string, key: Buffer] {
  const [, id, key] = /^([A-Za-z0-9_-]+):(.*)$/.exec(entry) ?? [];
  if (id === undefined || key === undefined) throw new Error('a data key must read "id:base64"');
  return [id, keyOf(`the data key ${id}`, key)];
}

function keyOf(name: string, base64: string): Buffer {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${name} must be the base64 of ${KEY_BYTES} bytes`);
  return key;
}
