/** One element of DER: its tag, its contents, and all its bytes. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

export const DER_SEQUENCE = 0x30;
export const DER_INTEGER = 0x02;
export const DER_BIT_STRING = 0x03;

/**
 * The elements that fill the bytes exactly, each with a definite length in its shortest form; null for anything else.
 * The parser of the certificates takes BER too: what is outside a signature must have one form only.
 */
export function derElements(bytes: Buffer): DerElement[] | null {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length;) {
    const element = elementAt(bytes, at);
    if (element === null) return null;
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

/** The members of a SEQUENCE that is all there is; null for anything else. */
export function derSequence(bytes: Buffer): DerElement[] | null {
  const [sequence, ...more] = derElements(bytes) ?? [];
  return sequence?.tag === DER_SEQUENCE && more.length === 0 ? derElements(sequence.content) : null;
}

/** A positive INTEGER in its shortest form, in so many bytes; null for anything else and for a larger number. */
export function derUnsigned({ tag, content }: DerElement, sizeBytes: number): Buffer | null {
  const [first = 0x80, second = 0x80] = content;
  const isShortest = first !== 0 || content.length === 1 || second >= 0x80;
  if (tag !== DER_INTEGER || first >= 0x80 || !isShortest) return null;
  const magnitude = first === 0 ? content.subarray(1) : content;
  if (magnitude.length > sizeBytes) return null;
  return Buffer.concat([Buffer.alloc(sizeBytes - magnitude.length), magnitude]);
}

function elementAt(bytes: Buffer, at: number): DerElement | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  // tags of more than one byte stand nowhere in what is read here
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const sizeBytes = first & 0x7f;
    if (sizeBytes === 0 || sizeBytes > 3 || start + sizeBytes > bytes.length) return null;
    length = bytes.readUIntBE(start, sizeBytes);
    start += sizeBytes;
    if (length < 0x80 || length < 256 ** (sizeBytes - 1)) return null;
  }
  const end = start + length;
  if (end > bytes.length) return null;
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}
