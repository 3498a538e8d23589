/** What is looked for: a value that nobody else has, and what kind of personal data it is. */
export interface Planted {
  readonly kind: 'NAME' | 'EMAIL' | 'ID_NUMBER' | 'TELEPHONE' | 'ADDRESS' | 'INCOME';
  readonly value: string;
}

export interface ClearHit extends Planted {
  /** How it was written. */
  readonly form: string;
}

interface Pattern extends ClearHit {
  readonly bytes: Buffer;
}

const FILTER_BITS = 20;
const KEY_BYTES = 4;

/** Finds values wherever they stand in bytes: as text, UTF-16, hex, URL-encoded, escaped in JSON, in any base64. */
export class ClearSearch {
  private readonly patterns = new Map<number, Pattern[]>();
  private readonly filter = new Uint8Array(1 << FILTER_BITS);

  constructor(planted: readonly Planted[]) {
    for (const pattern of planted.flatMap(patternsOf)) {
      const key = pattern.bytes.readUInt32LE(0);
      this.patterns.set(key, [...(this.patterns.get(key) ?? []), pattern]);
      this.filter[slotOf(key)] = 1;
    }
  }

  /** Each value once for each of its forms. */
  in(bytes: Buffer): ClearHit[] {
    const found = new Set<Pattern>();
    for (let at = 0; at + KEY_BYTES <= bytes.length; at += 1) {
      const key = bytes.readUInt32LE(at);
      if (this.filter[slotOf(key)] === 0) continue;
      for (const pattern of this.patterns.get(key) ?? []) {
        const { length } = pattern.bytes;
        if (bytes.subarray(at, at + length).equals(pattern.bytes)) found.add(pattern);
      }
    }
    return [...found].map(({ kind, value, form }) => ({ kind, value, form }));
  }
}

function slotOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - FILTER_BITS);
}

function patternsOf({ kind, value }: Planted): Pattern[] {
  const utf8 = Buffer.from(value, 'utf8');
  const utf16 = Buffer.from(value, 'utf16le');
  const forms: [form: string, bytes: Buffer][] = [
    ['UTF-8', utf8],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ...[0, 1, 2].flatMap((offset): [string, Buffer][] => [
      [`base64 +${offset}`, Buffer.from(base64Within(utf8, offset))],
      [
        `base64url +${offset}`,
        Buffer.from(base64Within(utf8, offset).replaceAll('+', '-').replaceAll('/', '_')),
      ],
    ]),
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
    ['URL', Buffer.from(encodeURIComponent(value))],
    ['url', Buffer.from(encodeURIComponent(value).replaceAll(/%../g, (byte) => byte.toLowerCase()))],
    ['JSON', Buffer.from(value.replaceAll(/[^ -~]/g, (sign) => `\\u${hexOf(sign)}`))],
  ];
  const seen = new Set<string>();
  return forms.flatMap(([form, bytes]) => {
    const text = bytes.toString('latin1');
    if (seen.has(text)) return [];
    seen.add(text);
    return [{ kind, value, form, bytes }];
  });
}

/** The characters that depend on nothing but the value, wherever it begins in a group of three bytes. */
function base64Within(value: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), value]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + value.length) * 8) / 6));
}

function hexOf(sign: string): string {
  return sign.charCodeAt(0).toString(16).padStart(4, '0');
}
