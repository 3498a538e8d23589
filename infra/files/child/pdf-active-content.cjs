// @ts-check
'use strict';
const { PDFArray, PDFDict, PDFName } = require('@cantoo/pdf-lib');
const { nameOf } = require('./pdf-reading.cjs');

/** Names that mean nothing else: wherever one stands, also where a second key of the same name hides it. */
const ACTIVE_NAMES = (
  'JavaScript JS Launch ImportData SubmitForm GoToE GoToR RichMediaExecute RichMedia RichMediaContent ' +
  'EmbeddedFile EmbeddedFiles FileAttachment XFA'
).split(' ');
const ACTIVE_ACTIONS = new Set('Rendition Movie Sound GoTo3DView'.split(' '));
const ACTIVE_ANNOTATIONS = new Set('Movie Sound Screen 3D'.split(' '));
/** `Collection` is a portfolio of files, `EF` the bytes of one. */
const ACTIVE_KEYS = ['EF', 'Collection'];
/** What may happen without a click: turning to a place of the document. */
const MAY_START_ITSELF = new Set(['GoTo', 'Named', 'Hide', 'SetOCGState']);
const MAX_CHAIN = 32;

/**
 * Scripts, actions that reach out of the document, embedded files, media and forms of the XFA kind. A link to an
 * address that a person has to click is none; the same action without a click is.
 * @param {import('./pdf-reading.cjs').Reading} reading
 */
function isActive({ dicts, streams, names }) {
  if (ACTIVE_NAMES.some((name) => names.has(PDFName.of(name)))) return true;
  if (streams.some(({ dict }) => dict.get(PDFName.of('F')) !== undefined)) return true; // bytes of another file
  return dicts.some(
    (dict) =>
      ACTIVE_KEYS.some((key) => dict.get(PDFName.of(key)) !== undefined) ||
      ACTIVE_ACTIONS.has(nameOf(dict, 'S')) ||
      ACTIVE_ANNOTATIONS.has(nameOf(dict, 'Subtype')) ||
      startsItself(dict),
  );
}

/** @param {import('@cantoo/pdf-lib').PDFDict} dict */
function startsItself(dict) {
  const triggers = dict.context.lookup(dict.get(PDFName.of('AA')));
  const actions = triggers instanceof PDFDict ? triggers.values() : [];
  const opening = dict.get(PDFName.of('OpenAction'));
  return (opening === undefined ? actions : [...actions, opening]).some((action) =>
    reachesOut(dict.context, action, 0),
  );
}

/**
 * @param {import('@cantoo/pdf-lib').PDFContext} context
 * @param {import('@cantoo/pdf-lib').PDFObject | undefined} written
 * @param {number} depth
 * @returns {boolean}
 */
function reachesOut(context, written, depth) {
  const action = context.lookup(written);
  if (depth > MAX_CHAIN) return true;
  if (action instanceof PDFArray && depth > 0)
    return action.asArray().some((each) => reachesOut(context, each, depth + 1));
  if (!(action instanceof PDFDict)) return false; // a destination
  if (!MAY_START_ITSELF.has(nameOf(action, 'S'))) return true;
  const next = action.get(PDFName.of('Next'));
  return next !== undefined && reachesOut(context, next, depth + 1);
}

module.exports = { isActive };
