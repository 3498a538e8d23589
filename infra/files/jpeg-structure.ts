export interface JpegStructure {
  readonly width: number;
  readonly height: number;
  /** A document of another kind stands behind the picture. */
  readonly carriesOther: boolean;
}

type Frame = Pick<JpegStructure, 'width' | 'height'>;

const SOI = 0xd8;
const EOI = 0xd9;
const START_OF_SCAN = 0xda;
/** Cameras leave previews, depth and films behind the picture; no camera leaves one of these. */
const OTHER_DOCUMENT = /<(?:!doctype|html|head|body|script|svg|iframe|\?php)|%PDF-/i;
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');
const NOT_A_FRAME = new Set([0xc4, 0xc8, 0xcc]);

/** Walks every segment from SOI to EOI; null when the picture is damaged, cut off or has no size. */
export function jpegStructure(bytes: Buffer): JpegStructure | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  let frame: Frame | null = null;
  let scanned = false;
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) return null;
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (marker === undefined) return null;
    if (marker === EOI) {
      if (!scanned || frame === null) return null;
      return { ...frame, carriesOther: isOtherDocument(bytes.subarray(at + 2)) };
    }
    at += 2;
    if (hasNoLength(marker)) continue;
    if (at + 2 > bytes.length) return null;
    const length = bytes.readUInt16BE(at);
    if (length < 2 || at + length > bytes.length) return null;
    if (isFrame(marker)) frame = frameAt(bytes, at, length);
    at += length;
    if (marker === START_OF_SCAN) {
      if (frame === null) return null;
      scanned = true;
      at = endOfScan(bytes, at);
    }
  }
}

function isOtherDocument(behind: Buffer): boolean {
  return OTHER_DOCUMENT.test(behind.toString('latin1')) || behind.includes(ZIP_END);
}

function hasNoLength(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NOT_A_FRAME.has(marker);
}

function frameAt(bytes: Buffer, at: number, length: number): Frame | null {
  if (length < 8) return null;
  const height = bytes.readUInt16BE(at + 3);
  const width = bytes.readUInt16BE(at + 5);
  return width > 0 && height > 0 ? { width, height } : null;
}

/** The next marker that is neither a stuffed 0xff00 nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}
