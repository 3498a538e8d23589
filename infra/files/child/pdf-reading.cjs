// @ts-check
'use strict';
const pdfLib = require('@cantoo/pdf-lib');
const { inflateSync } = require('node:zlib');
const { PdfFault } = require('./pdf-fault.cjs');

const MAX_OBJECTS = 100_000;
const MAX_NESTING = 128;
/** Of each of the three fields of a table's entry; eight bytes hold every offset that there is. */
const MAX_FIELD_BYTES = 8;
/** Of one stream of packed objects or cross-references; the largest that producers write are far below. */
const MAX_PACKED_BYTES = 32 * 1024 * 1024;

/**
 * All that stands in the file, also objects that a later one of the same number replaces: another reader may follow
 * the table to the first one.
 * @typedef {object} Reading
 * @property {import('@cantoo/pdf-lib').PDFContext} context
 * @property {import('@cantoo/pdf-lib').PDFDict[]} dicts each dictionary, wherever it is nested, trailers included
 * @property {import('@cantoo/pdf-lib').PDFRawStream[]} streams
 * @property {Set<import('@cantoo/pdf-lib').PDFName>} names each name, escapes resolved
 * @property {Set<number>} objectStarts the offsets behind each `n g obj` that was read as the beginning of an object
 * @property {Set<number>} trailerStarts
 * @property {[number, number][]} gaps from and to of what stands between objects and is none
 * @property {Map<number, import('@cantoo/pdf-lib').PDFDict>} sections where each cross-reference section begins
 */

/**
 * Reads the file from its first byte to its last, without believing its table of offsets.
 * @param {Buffer} bytes
 * @returns {Promise<Reading>}
 */
async function readPdf(bytes) {
  console.warn = () => undefined;
  const parser = pdfLib.PDFParser.forBytesWithOptions(bytes, Infinity, true);
  const context = Reflect.get(parser, 'context');
  /** @type {Reading} */
  const reading = {
    context,
    dicts: [],
    streams: [],
    names: new Set(),
    objectStarts: new Set(),
    trailerStarts: new Set(),
    gaps: [],
    sections: new Map(),
  };
  const limits = new Limits();
  listenToObjects(context, reading, limits);
  listenToSyntax(pdfLib.PDFObjectParser.prototype, reading, limits);
  listenToStructure(parser, reading);
  unpackWithinLimits(limits);
  try {
    await parser.parseDocument();
  } catch (error) {
    throw limits.first ?? error;
  }
  return reading;
}

/** The parser takes every error for bad syntax: the first limit that was passed is remembered beside it. */
class Limits {
  /** @type {(Error & { code: import('./pdf-fault.cjs').FaultCode }) | null} */
  first = null;

  /**
   * @param {import('./pdf-fault.cjs').FaultCode} code
   * @returns {never}
   */
  fail(code) {
    this.first ??= new PdfFault(code);
    throw this.first;
  }
}

/**
 * @param {import('@cantoo/pdf-lib').PDFContext} context
 * @param {Reading} reading
 * @param {Limits} limits
 */
function listenToObjects(context, reading, limits) {
  const assign = context.assign.bind(context);
  let objects = 0;
  context.assign = (ref, object) => {
    objects += 1;
    if (objects > MAX_OBJECTS) limits.fail('FILE_TOO_COMPLEX');
    if (object instanceof pdfLib.PDFRawStream) reading.streams.push(object);
    if (object instanceof pdfLib.PDFStream && isPackedInDisguise(object.dict)) limits.fail('FILE_UNREADABLE');
    assign(ref, object);
  };
}

/**
 * Objects packed into a stream that does not plainly say so: this reader would not unpack them, another might.
 * @param {import('@cantoo/pdf-lib').PDFDict} dict
 */
function isPackedInDisguise(dict) {
  const { PDFName } = pdfLib;
  const packs = dict.get(PDFName.of('First')) !== undefined && dict.get(PDFName.of('N')) !== undefined;
  return packs && dict.get(PDFName.of('Type')) !== PDFName.of('ObjStm');
}

/**
 * @param {object} syntax
 * @param {Reading} reading
 * @param {Limits} limits
 */
function listenToSyntax(syntax, reading, limits) {
  let nesting = 0;
  after(syntax, 'parseDict', (dict) => reading.dicts.push(dict));
  after(syntax, 'parseName', (name) => reading.names.add(name));
  const parseObject = Reflect.get(syntax, 'parseObject');
  Reflect.set(syntax, 'parseObject', function (/** @type {unknown[]} */ ...args) {
    nesting += 1;
    if (nesting > MAX_NESTING) limits.fail('FILE_TOO_COMPLEX');
    try {
      return Reflect.apply(parseObject, this, args);
    } finally {
      nesting -= 1;
    }
  });
}

/**
 * @param {import('@cantoo/pdf-lib').PDFParser} parser
 * @param {Reading} reading
 */
function listenToStructure(parser, reading) {
  const bytes = Reflect.get(parser, 'bytes');
  const startOfNext = () => {
    Reflect.apply(Reflect.get(parser, 'skipWhitespaceAndComments'), parser, []);
    return bytes.offset();
  };
  let start = -1;
  let dictsBefore = 0;
  after(parser, 'parseIndirectObjectHeader', () => reading.objectStarts.add(bytes.offset()));
  before(parser, 'parseIndirectObject', () => (start = startOfNext()));
  after(parser, 'parseIndirectObject', (ref) => {
    const object = reading.context.lookup(ref);
    if (object instanceof pdfLib.PDFRawStream && nameOf(object.dict, 'Type') === 'XRef')
      reading.sections.set(start, object.dict);
  });
  before(parser, 'maybeParseCrossRefSection', () => (start = startOfNext()));
  before(parser, 'maybeParseTrailerDict', () => (dictsBefore = reading.dicts.length));
  after(parser, 'maybeParseTrailerDict', () => {
    const dict = reading.dicts.at(-1);
    if (dict !== undefined && reading.dicts.length > dictsBefore) reading.sections.set(start, dict);
  });
  let gapFrom = 0;
  before(parser, 'skipJibberish', () => (gapFrom = startOfNext()));
  after(parser, 'skipJibberish', () => {
    if (bytes.offset() > gapFrom) reading.gaps.push([gapFrom, bytes.offset()]);
  });
  before(parser, 'parseDict', () => reading.trailerStarts.add(bytes.offset()));
}

/** @param {Limits} limits */
function unpackWithinLimits(limits) {
  for (const unpacker of [pdfLib.PDFObjectStreamParser, pdfLib.PDFXRefStreamParser]) {
    before(unpacker, 'forStream', (stream) => checkPacked(stream, limits));
  }
  after(pdfLib.PDFXRefStreamParser, 'forStream', (table) => checkTable(table, limits));
}

/**
 * The parser reads as many entries as a table promises, behind the end of its bytes too.
 * @param {{ subsections: { length: number }[], byteWidths: number[] }} table
 * @param {Limits} limits
 */
function checkTable({ subsections, byteWidths }, limits) {
  const entries = subsections.reduce((sum, { length }) => (length > 0 ? sum + length : sum), 0);
  if (entries > MAX_OBJECTS || byteWidths.some((width) => width > MAX_FIELD_BYTES))
    limits.fail('FILE_TOO_COMPLEX');
}

/**
 * @param {import('@cantoo/pdf-lib').PDFRawStream} stream
 * @param {Limits} limits
 */
function checkPacked({ dict, contents }, limits) {
  const { PDFArray, PDFName } = pdfLib;
  const filter = dict.lookup(PDFName.of('Filter'));
  const filters = filter instanceof PDFArray ? filter.asArray() : [filter];
  if (filter === undefined || filters.length === 0) return;
  if (filters.length > 1 || filters[0] !== PDFName.of('FlateDecode')) limits.fail('FILE_TOO_COMPLEX');
  try {
    inflateSync(contents, { maxOutputLength: MAX_PACKED_BYTES });
  } catch (error) {
    const tooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    limits.fail(tooLong ? 'FILE_TOO_COMPLEX' : 'FILE_UNREADABLE');
  }
}

/**
 * @param {object} target
 * @param {string} name
 * @param {(result: any) => void} listener
 */
function after(target, name, listener) {
  const original = Reflect.get(target, name);
  Reflect.set(target, name, function (/** @type {unknown[]} */ ...args) {
    const result = Reflect.apply(original, this, args);
    if (result instanceof Promise) return result.then((value) => (listener(value), value));
    listener(result);
    return result;
  });
}

/**
 * @param {object} target
 * @param {string} name
 * @param {(first: any) => void} listener
 */
function before(target, name, listener) {
  const original = Reflect.get(target, name);
  Reflect.set(target, name, function (/** @type {unknown[]} */ ...args) {
    listener(args[0]);
    return Reflect.apply(original, this, args);
  });
}

/**
 * The name behind a key, also behind a reference; '' where there is none.
 * @param {import('@cantoo/pdf-lib').PDFDict} dict
 * @param {string} key
 */
function nameOf(dict, key) {
  const value = dict.context.lookup(dict.get(pdfLib.PDFName.of(key)));
  return value instanceof pdfLib.PDFName ? value.decodeText() : '';
}

module.exports = { readPdf, nameOf };
