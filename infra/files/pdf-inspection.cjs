// @ts-check
'use strict';
/**
 * Reads one hostile PDF in a process of its own and says what it is, as one line of JSON. Plain JavaScript, so that
 * the same file runs beside the compiled program and under the tests.
 */
const { readFileSync } = require('node:fs');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const MAX_OBJECTS = 100_000;
const MAX_PAGES = 500;
const MAX_HEAP_MEBIBYTES = 192;
/** Decompressed bytes live outside of the JavaScript heap, where V8's own limit does not see them. */
const MAX_RESIDENT_BYTES = 512 * 1024 * 1024;

const ACTIVE_ACTIONS = new Set(
  'JavaScript Launch ImportData SubmitForm GoToE RichMediaExecute Rendition Movie Sound'.split(' '),
);
const ACTIVE_ANNOTATIONS = new Set('FileAttachment RichMedia Movie Sound Screen 3D'.split(' '));
const ACTIVE_KEYS = ['JS', 'JavaScript', 'EmbeddedFiles', 'EF', 'XFA', 'RichMediaContent'];

/** @typedef {{ pages: number } | { fault: 'FILE_UNREADABLE' | 'FILE_ACTIVE_CONTENT' | 'FILE_TOO_COMPLEX' }} Finding */

if (isMainThread) watch();
else void inspect(workerData).then((finding) => parentPort?.postMessage(finding));

/** Only a second thread can see the memory of one that does not stop to look. */
function watch() {
  const resourceLimits = { maxOldGenerationSizeMb: MAX_HEAP_MEBIBYTES };
  const worker = new Worker(__filename, { workerData: process.argv[2], resourceLimits });
  setInterval(() => {
    if (process.memoryUsage.rss() > MAX_RESIDENT_BYTES) answer({ fault: 'FILE_TOO_COMPLEX' });
  }, 10).unref();
  worker.once('message', answer);
  worker.once('error', (error) => {
    if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') answer({ fault: 'FILE_TOO_COMPLEX' });
    else throw error;
  });
}

/** @param {Finding} finding */
function answer(finding) {
  process.stdout.write(JSON.stringify(finding), () => process.exit(0));
}

/**
 * @param {string} path
 * @returns {Promise<Finding>}
 */
async function inspect(path) {
  const bytes = readFileSync(path);
  // Readers look for the end mark in the last kilobyte; without it the file was cut off.
  if (!bytes.subarray(-1024).includes('%%EOF')) return { fault: 'FILE_UNREADABLE' };
  const { PDFParser } = require('@cantoo/pdf-lib');
  console.warn = () => undefined;
  const parser = PDFParser.forBytesWithOptions(bytes, Infinity, true);
  const context = Reflect.get(parser, 'context');
  const objects = everyObjectOf(context);
  try {
    await parser.parseDocument();
    if (context.trailerInfo.Encrypt !== undefined) return { fault: 'FILE_UNREADABLE' };
    if (objects.some(isActive)) return { fault: 'FILE_ACTIVE_CONTENT' };
    if (objects.some(isDisguisedObjectStream)) return { fault: 'FILE_UNREADABLE' };
    const pages = pageCount(context);
    if (pages > MAX_PAGES) return { fault: 'FILE_TOO_COMPLEX' };
    return pages === 0 ? { fault: 'FILE_UNREADABLE' } : { pages };
  } catch (error) {
    const tooComplex = objects.length > MAX_OBJECTS || error instanceof RangeError;
    return { fault: tooComplex ? 'FILE_TOO_COMPLEX' : 'FILE_UNREADABLE' };
  }
}

/**
 * Also those that a later object of the same number replaces: another reader may follow the table to the first one.
 * @param {import('@cantoo/pdf-lib').PDFContext} context
 * @returns {import('@cantoo/pdf-lib').PDFObject[]}
 */
function everyObjectOf(context) {
  /** @type {import('@cantoo/pdf-lib').PDFObject[]} */
  const objects = [];
  const assign = context.assign.bind(context);
  context.assign = (ref, object) => {
    objects.push(object);
    if (objects.length > MAX_OBJECTS) throw new RangeError('too many objects');
    assign(ref, object);
  };
  return objects;
}

/**
 * Walks what is written inside of one object; references lead to objects that are looked at in their own turn.
 * @param {import('@cantoo/pdf-lib').PDFObject} object
 * @returns {boolean}
 */
function isActive(object) {
  const { PDFArray, PDFDict, PDFStream } = require('@cantoo/pdf-lib');
  if (object instanceof PDFStream) return isActive(object.dict);
  if (object instanceof PDFArray) return object.asArray().some(isActive);
  if (!(object instanceof PDFDict)) return false;
  if (ACTIVE_KEYS.some((key) => get(object, key) !== undefined)) return true;
  if (ACTIVE_ACTIONS.has(nameIn(object, 'S'))) return true;
  if (ACTIVE_ANNOTATIONS.has(nameIn(object, 'Subtype'))) return true;
  if (nameIn(object, 'Type') === 'EmbeddedFile') return true;
  return object.values().some(isActive);
}

/**
 * Objects packed into a stream that does not say so: this reader would not unpack them, another might.
 * @param {import('@cantoo/pdf-lib').PDFObject} object
 */
function isDisguisedObjectStream(object) {
  const { PDFStream } = require('@cantoo/pdf-lib');
  if (!(object instanceof PDFStream) || nameIn(object.dict, 'Type') === 'ObjStm') return false;
  return get(object.dict, 'First') !== undefined && get(object.dict, 'N') !== undefined;
}

/** @param {import('@cantoo/pdf-lib').PDFContext} context */
function pageCount(context) {
  const { PDFArray, PDFDict } = require('@cantoo/pdf-lib');
  const catalog = context.lookup(context.trailerInfo.Root, PDFDict);
  const waiting = [get(catalog, 'Pages')];
  const seen = new Set();
  let pages = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (seen.has(next)) throw new Error('the page tree meets itself');
    seen.add(next);
    const node = context.lookup(next, PDFDict);
    const kids = context.lookup(get(node, 'Kids'));
    if (kids instanceof PDFArray) waiting.push(...kids.asArray());
    else pages += 1;
  }
  return pages;
}

/**
 * @param {import('@cantoo/pdf-lib').PDFDict} dict
 * @param {string} key
 */
function get(dict, key) {
  const { PDFName } = require('@cantoo/pdf-lib');
  return dict.get(PDFName.of(key));
}

/**
 * The name behind a key, also behind a reference.
 * @param {import('@cantoo/pdf-lib').PDFDict} dict
 * @param {string} key
 */
function nameIn(dict, key) {
  const { PDFName } = require('@cantoo/pdf-lib');
  const value = dict.context.lookup(get(dict, key));
  return value instanceof PDFName ? value.decodeText() : '';
}
