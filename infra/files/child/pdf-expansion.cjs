// @ts-check
'use strict';
const { PDFArray, PDFName, PDFNumber } = require('@cantoo/pdf-lib');
const { Readable, Transform, Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { createInflate } = require('node:zlib');
const { PdfFault } = require('./pdf-fault.cjs');
const { nameOf } = require('./pdf-reading.cjs');

/** Ten pages of A4 at 300 dpi in full colour and uncompressed are 250 MiB. */
const MAX_EXPANDED_BYTES = 512 * 1024 * 1024;
/** A3 at 600 dpi has 70 million. */
const MAX_PIXELS = 150_000_000;
const MAX_FILTERS = 4;
const CHUNK = 64 * 1024;

const FLATE = new Set(['FlateDecode', 'Fl']);
const LZW = new Set(['LZWDecode', 'LZW']);
const RUN_LENGTH = new Set(['RunLengthDecode', 'RL']);
/** @type {Record<string, (bytes: Buffer) => Buffer>} */
const TEXT_FILTERS = { ASCIIHexDecode: fromHex, AHx: fromHex, ASCII85Decode: fromAscii85, A85: fromAscii85 };
const PICTURE_FILTERS = new Set('DCTDecode DCT JPXDecode CCITTFaxDecode CCF JBIG2Decode Crypt'.split(' '));

/**
 * What the file would become when it is opened has its limit. Bytes are counted as they come and kept nowhere.
 * @param {import('./pdf-reading.cjs').Reading} reading
 */
async function checkExpansion({ streams }) {
  let left = MAX_EXPANDED_BYTES;
  for (const { dict, contents } of streams) {
    if (
      nameOf(dict, 'Subtype') === 'Image' &&
      numberAt(dict, 'Width') * numberAt(dict, 'Height') > MAX_PIXELS
    )
      throw new PdfFault('FILE_TOO_COMPLEX');
    left -= await expandedLength(Buffer.from(contents), filtersOf(dict), left);
  }
}

/**
 * @param {Buffer} contents
 * @param {string[]} filters
 * @param {number} most
 * @returns {Promise<number>} of all steps together; more than `most` is refused
 */
async function expandedLength(contents, filters, most) {
  if (filters.length > MAX_FILTERS) throw new PdfFault('FILE_TOO_COMPLEX');
  let [filter = '', ...following] = filters;
  let bytes = contents;
  for (let decode = TEXT_FILTERS[filter]; decode !== undefined; decode = TEXT_FILTERS[filter]) {
    bytes = decode(bytes);
    [filter = '', ...following] = following;
  }
  if (filter === '' || PICTURE_FILTERS.has(filter)) return bytes.length;
  if (FLATE.has(filter)) return inflatedLength(bytes, following, most);
  if (following.length > 0) throw new PdfFault('FILE_TOO_COMPLEX'); // no producer packs what these gave once more
  if (RUN_LENGTH.has(filter)) return bytes.length * 128 <= most ? bytes.length * 64 : refuse();
  if (LZW.has(filter)) return lzwLength(bytes, most);
  throw new PdfFault('FILE_UNREADABLE');
}

/** @returns {never} */
function refuse() {
  throw new PdfFault('FILE_TOO_COMPLEX');
}

/**
 * @param {Buffer} bytes
 * @param {string[]} following
 * @param {number} most
 */
async function inflatedLength(bytes, following, most) {
  let total = 0;
  const counter = () =>
    new Transform({
      transform(chunk, _encoding, done) {
        total += chunk.length;
        done(total > most ? new PdfFault('FILE_TOO_COMPLEX') : null, chunk);
      },
    });
  const steps = [createInflate({ chunkSize: CHUNK }), counter()];
  for (const filter of following) {
    if (PICTURE_FILTERS.has(filter)) break;
    if (!FLATE.has(filter)) throw new PdfFault('FILE_TOO_COMPLEX');
    steps.push(createInflate({ chunkSize: CHUNK }), counter());
  }
  try {
    await pipeline(Readable.from(chunksOf(bytes)), ...steps, drain());
  } catch (error) {
    // Some producers leave the check sum out or cut it off; readers show what there is.
    if (error instanceof PdfFault) throw error;
  }
  return total;
}

/** Takes everything and keeps nothing. */
function drain() {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/** @param {Buffer} bytes */
function* chunksOf(bytes) {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

/**
 * Only the lengths of the words are kept, not the words.
 * @param {Buffer} bytes
 * @param {number} most
 */
function lzwLength(bytes, most) {
  /** @type {number[]} */
  let lengths = [];
  let width = 9;
  let before = 0;
  let total = 0;
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === 257) break;
    if (code === 256) {
      lengths = [];
      width = 9;
      before = 0;
      continue;
    }
    const length = code < 256 ? 1 : (lengths[code - 258] ?? before + 1);
    if (before > 0 && lengths.length < 4096 - 258) lengths.push(before + 1);
    before = length;
    total += length;
    if (total > most) throw new PdfFault('FILE_TOO_COMPLEX');
    if (lengths.length + 259 >= 1 << width && width < 12) width += 1;
  }
  return total;
}

/** @param {Buffer} bytes */
function fromHex(bytes) {
  const digits =
    bytes
      .toString('latin1')
      .split('>')[0]
      ?.replaceAll(/[^0-9A-Fa-f]/g, '') ?? '';
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}

/** @param {Buffer} bytes */
function fromAscii85(bytes) {
  const out = Buffer.alloc(bytes.length * 4);
  let length = 0;
  let value = 0;
  let count = 0;
  for (const byte of bytes) {
    if (byte === 0x7e) break;
    if (byte === 0x7a && count === 0) length += 4;
    if (byte < 0x21 || byte > 0x75) continue;
    value = value * 85 + (byte - 0x21);
    count += 1;
    if (count < 5) continue;
    length = out.writeUInt32BE(value % 2 ** 32, length);
    value = 0;
    count = 0;
  }
  if (count > 1) {
    for (let missing = count; missing < 5; missing += 1) value = value * 85 + 84;
    out.writeUInt32BE(value % 2 ** 32, length);
    length += count - 1;
  }
  return out.subarray(0, length);
}

/** @param {import('@cantoo/pdf-lib').PDFDict} dict */
function filtersOf(dict) {
  const { context } = dict;
  const written = context.lookup(dict.get(PDFName.of('Filter')));
  const each = written instanceof PDFArray ? written.asArray() : written === undefined ? [] : [written];
  return each.map((filter) => {
    const name = context.lookup(filter);
    if (!(name instanceof PDFName)) throw new PdfFault('FILE_UNREADABLE');
    return name.decodeText();
  });
}

/**
 * @param {import('@cantoo/pdf-lib').PDFDict} dict
 * @param {string} key
 */
function numberAt(dict, key) {
  const value = dict.context.lookup(dict.get(PDFName.of(key)));
  return value instanceof PDFNumber ? value.asNumber() : 0;
}

module.exports = { checkExpansion };
