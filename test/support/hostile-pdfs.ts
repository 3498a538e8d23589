import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { handWrittenPdf } from './sample-pdfs.js';

const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const PAGES = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const PAGE = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>';
export const SCRIPT = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';

/** A sound page, and further objects from number 4 on. */
export function pdfWith(...objects: readonly string[]): Buffer {
  return handWrittenPdf([CATALOG, PAGES, PAGE, ...objects]);
}

/** A sound PDF whose catalog has these entries more. */
export function pdfWithCatalog(entries: string, ...objects: readonly string[]): Buffer {
  return handWrittenPdf([`<< /Type /Catalog /Pages 2 0 R ${entries} >>`, PAGES, PAGE, ...objects]);
}

/** A sound PDF whose page has these entries more. */
export function pdfWithPage(entries: string, ...objects: readonly string[]): Buffer {
  const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${entries} >>`;
  return handWrittenPdf([CATALOG, PAGES, page, ...objects]);
}

export function stream(entries: string, bytes: Buffer | string): string {
  const content = typeof bytes === 'string' ? bytes : bytes.toString('latin1');
  return `<< ${entries} /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

/** Objects packed into one compressed stream; numbered from 100. */
export function objectStream(objects: readonly string[], entries = '/Type /ObjStm'): string {
  let at = 0;
  const offsets = objects.map((object, index) => {
    const offset = `${100 + index} ${at}`;
    at += object.length + 1;
    return offset;
  });
  const first = `${offsets.join(' ')} `;
  const packed = deflateSync(Buffer.from(`${first}${objects.join(' ')} `, 'latin1'));
  return stream(`${entries} /N ${objects.length} /First ${first.length} /Filter /FlateDecode`, packed);
}

/** Zeros, squeezed so many times over: a few kilobytes for gigabytes. */
export function squeezed(mebibytes: number, times: number): Buffer {
  let bytes = deflateSync(Buffer.alloc(mebibytes * 1024 * 1024), { level: 9 });
  for (let time = 1; time < times; time += 1) bytes = deflateSync(bytes, { level: 9 });
  return bytes;
}

/** Several gigabytes without building them: one deflate block of zeros, repeated. */
export function gigabytes(count: number): Buffer {
  return inflating(count * 1_024);
}

/** In steps of 64 MiB. A raw deflate stream ends on a byte boundary after a full flush, so a piece may follow itself. */
export function inflating(mebibytes: number): Buffer {
  const piece = pieceOfZeros();
  const pieces = Array.from({ length: Math.ceil(mebibytes / 64) }, () => piece);
  return Buffer.concat([Buffer.from([0x78, 0x9c]), ...pieces, Buffer.from([0x03, 0x00])]);
}

let zeros: Buffer | undefined;
function pieceOfZeros(): Buffer {
  zeros ??= deflateRawSync(Buffer.alloc(64 * 1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
  return zeros;
}

/** The LZW words of ever longer runs of one byte: about a hundred bytes for each byte. */
export function lzwBomb(words: number): Buffer {
  const codes: number[] = [];
  while (codes.length < words) {
    codes.push(256, 0);
    for (let code = 258; code < 4_093 && codes.length < words; code += 1) codes.push(code);
  }
  return packedBits(codes);
}

function packedBits(codes: readonly number[]): Buffer {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  let width = 9;
  let entries = 0;
  for (const code of codes) {
    held = (held << width) | code;
    bits += width;
    while (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
      held &= (1 << bits) - 1;
    }
    entries = code === 256 ? 0 : entries + 1;
    width = Math.min(12, Math.max(9, Math.ceil(Math.log2(258 + entries + 1))));
  }
  return Buffer.from(bytes);
}

/** `<` so deep, and closed again. */
export function nested(open: string, close: string, depth: number): string {
  return `${open.repeat(depth)}${close.repeat(depth)}`;
}

/** A ZIP of one stored entry, as an archive program opens it wherever it begins. */
export function zipOf(name: string, content: string, offset: number, comment = ''): Buffer {
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.write('PK\x01\x02', 'latin1');
  central.writeUInt32LE(content.length, 20);
  central.writeUInt32LE(content.length, 24);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt32LE(offset, 42);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(offset + local.length + name.length + content.length, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([
    local,
    Buffer.from(name + content),
    central,
    Buffer.from(name),
    end,
    Buffer.from(comment),
  ]);
}

/** An object that only the table of offsets leads to: it stands inside of the bytes of a stream. */
export function pdfWithHiddenObject(hidden: string): Buffer {
  const pdf = pdfWith(stream('', `5 0 obj\n${hidden}\nendobj`), 'null').toString('latin1');
  const inside = pdf.indexOf('5 0 obj');
  const outside = pdf.lastIndexOf('5 0 obj');
  return Buffer.from(pdf.replace(tableOffset(outside), tableOffset(inside)), 'latin1');
}

function tableOffset(offset: number): string {
  return `${String(offset).padStart(10, '0')} 00000 n`;
}

/** The newest table names itself as the one before it. */
export function pdfWithTableLoop(): Buffer {
  const pdf = pdfWith().toString('latin1');
  const table = pdf.lastIndexOf('xref\n0');
  return Buffer.from(pdf.replace('/Root 1 0 R', `/Root 1 0 R /Prev ${table}`), 'latin1');
}

/** A cross-reference stream that promises more than any memory holds, or more than anybody reads. */
export function pdfWithEndlessTable(entries: string): Buffer {
  return pdfWith(stream(`/Type /XRef /Size 9 /Root 1 0 R ${entries}`, Buffer.from('x')));
}
