// @ts-check
'use strict';
const { PDFName, PDFNumber } = require('@cantoo/pdf-lib');
const { PdfFault } = require('./pdf-fault.cjs');

const HEAD = Buffer.from('%PDF-');
const END_MARK = Buffer.from('%%EOF');
/** The end record of a ZIP of one volume: whoever opens the file as a ZIP begins there, wherever it stands. */
const ZIP_END = Buffer.from('PK\x05\x06\0\0\0\0', 'latin1');
/** Devices fill the last block up. */
const PADDING = new Set([0, 9, 10, 12, 13, 26, 32]);
const MARKUP = /<[!/?a-z]/i;
const ZIP_HEAD = Buffer.from('PK\x03\x04', 'latin1');
const PDF_GOES_ON = /^[\0\t\n\f\r ]*(?:\d+[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+obj|xref|trailer|startxref)/;
const WHITESPACE = new Set([0, 9, 10, 12, 13, 32]);
const PERCENT = 0x25;

/**
 * The file is a PDF from its first byte to its last and nothing else beside.
 * @param {Buffer} bytes
 */
function checkBorders(bytes) {
  if (!bytes.subarray(0, HEAD.length).equals(HEAD)) throw new PdfFault('FILE_TYPE_INVALID');
  const end = bytes.lastIndexOf(END_MARK);
  if (end === -1) throw new PdfFault('FILE_UNREADABLE');
  const behind = bytes.subarray(end + END_MARK.length);
  if (!behind.every((byte) => PADDING.has(byte)))
    throw new PdfFault(
      PDF_GOES_ON.test(behind.toString('latin1')) ? 'FILE_UNREADABLE' : 'FILE_ACTIVE_CONTENT',
    );
  if (bytes.includes(ZIP_END)) throw new PdfFault('FILE_ACTIVE_CONTENT');
}

/**
 * Sloppy producers leave bytes between objects; none leaves markup or the beginning of an archive.
 * @param {Buffer} bytes
 * @param {import('./pdf-reading.cjs').Reading} reading
 */
function carriesDocument(bytes, { gaps }) {
  return gaps.some(([from, to]) => {
    const gap = bytes.subarray(from, to);
    return MARKUP.test(gap.toString('latin1')) || gap.includes(ZIP_HEAD);
  });
}

/**
 * Another reader follows offsets: an object or trailer that stands inside of what was read as the bytes of a stream
 * or as a comment would be one that nobody has judged.
 * @param {Buffer} bytes
 * @param {import('./pdf-reading.cjs').Reading} reading
 */
function checkNothingHidden(bytes, { objectStarts, trailerStarts }) {
  for (let at = bytes.indexOf('obj'); at !== -1; at = bytes.indexOf('obj', at + 3)) {
    if (!objectStarts.has(at + 3) && followsTwoNumbers(bytes, at)) throw new PdfFault('FILE_UNREADABLE');
  }
  for (let at = bytes.indexOf('trailer'); at !== -1; at = bytes.indexOf('trailer', at + 7)) {
    let dict = at + 7;
    while (WHITESPACE.has(bytes[dict] ?? -1)) dict += 1;
    const begins = bytes[dict] === 0x3c && bytes[dict + 1] === 0x3c;
    if (begins && !trailerStarts.has(dict)) throw new PdfFault('FILE_UNREADABLE');
  }
}

/**
 * @param {Buffer} bytes
 * @param {number} at
 */
function followsTwoNumbers(bytes, at) {
  const second = digitsBefore(bytes, endBefore(bytes, at));
  if (second === null) return false;
  const between = endBefore(bytes, second);
  return between < second && digitsBefore(bytes, between) !== null;
}

/**
 * Where what stands before `at` ends, whitespace and comments left out.
 * @param {Buffer} bytes
 * @param {number} at
 */
function endBefore(bytes, at) {
  let end = at;
  for (;;) {
    let lineBreaks = false;
    while (end > 0 && WHITESPACE.has(bytes[end - 1] ?? -1)) {
      end -= 1;
      lineBreaks ||= bytes[end] === 10 || bytes[end] === 13;
    }
    if (!lineBreaks) return end;
    const lineStart = Math.max(bytes.lastIndexOf(10, end - 1), bytes.lastIndexOf(13, end - 1)) + 1;
    const comment = bytes.subarray(lineStart, end).indexOf(PERCENT);
    if (comment === -1) return end;
    end = lineStart + comment;
  }
}

/**
 * The beginning of the digits that end at `end`; null when there are none.
 * @param {Buffer} bytes
 * @param {number} end
 */
function digitsBefore(bytes, end) {
  let start = end;
  while (start > 0 && isDigit(bytes[start - 1])) start -= 1;
  return start < end ? start : null;
}

/** @param {number | undefined} byte */
function isDigit(byte) {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/**
 * The chain of cross-reference sections ends somewhere.
 * @param {Buffer} bytes
 * @param {import('./pdf-reading.cjs').Reading} reading
 */
function checkSections(bytes, { sections }) {
  const last = bytes.subarray(bytes.lastIndexOf('startxref')).toString('latin1');
  let at = Number(/^startxref[\0\t\n\f\r ]+(\d{1,10})/.exec(last)?.[1] ?? -1);
  const seen = new Set();
  for (let dict = sections.get(at); dict !== undefined; dict = sections.get(at)) {
    if (seen.has(at)) throw new PdfFault('FILE_UNREADABLE');
    seen.add(at);
    const previous = dict.context.lookup(dict.get(PDFName.of('Prev')));
    at = previous instanceof PDFNumber ? previous.asNumber() : -1;
  }
}

module.exports = { carriesDocument, checkBorders, checkNothingHidden, checkSections };
