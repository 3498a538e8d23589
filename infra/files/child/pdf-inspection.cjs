// @ts-check
'use strict';
const { readFileSync } = require('node:fs');
const { PDFArray, PDFDict, PDFName } = require('@cantoo/pdf-lib');
const { isActive } = require('./pdf-active-content.cjs');
const { carriesDocument, checkBorders, checkNothingHidden, checkSections } = require('./pdf-borders.cjs');
const { checkExpansion } = require('./pdf-expansion.cjs');
const { PdfFault } = require('./pdf-fault.cjs');
const { nameOf, readPdf } = require('./pdf-reading.cjs');

const MAX_PAGES = 500;

/**
 * @param {{ path: string }} request
 * @returns {Promise<{ pages: number } | { fault: import('./pdf-fault.cjs').FaultCode }>}
 */
async function inspectPdf({ path }) {
  try {
    return { pages: await judgedPages(readFileSync(path)) };
  } catch (error) {
    if (error instanceof PdfFault) return { fault: error.code };
    return { fault: error instanceof RangeError ? 'FILE_TOO_COMPLEX' : 'FILE_UNREADABLE' };
  }
}

/** @param {Buffer} bytes */
async function judgedPages(bytes) {
  checkBorders(bytes);
  const reading = await readPdf(bytes);
  if (reading.context.trailerInfo.Encrypt !== undefined) throw new PdfFault('FILE_UNREADABLE');
  if (isActive(reading)) throw new PdfFault('FILE_ACTIVE_CONTENT');
  if (carriesDocument(bytes, reading)) throw new PdfFault('FILE_ACTIVE_CONTENT');
  checkNothingHidden(bytes, reading);
  checkSections(bytes, reading);
  const pages = pageCount(reading.context);
  if (pages > MAX_PAGES) throw new PdfFault('FILE_TOO_COMPLEX');
  if (pages === 0) throw new PdfFault('FILE_UNREADABLE');
  await checkExpansion(reading);
  return pages;
}

/** @param {import('@cantoo/pdf-lib').PDFContext} context */
function pageCount(context) {
  const catalog = context.lookup(context.trailerInfo.Root, PDFDict);
  const waiting = [catalog.get(PDFName.of('Pages'))];
  const seen = new Set();
  let pages = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (seen.has(next)) throw new PdfFault('FILE_UNREADABLE'); // the page tree meets itself
    seen.add(next);
    const node = context.lookup(next, PDFDict);
    const kids = context.lookup(node.get(PDFName.of('Kids')));
    if (kids instanceof PDFArray) for (const kid of kids.asArray()) waiting.push(kid);
    else if (kids === undefined && nameOf(node, 'Type') !== 'Pages') pages += 1;
    else throw new PdfFault('FILE_UNREADABLE');
  }
  return pages;
}

module.exports = { inspectPdf };
