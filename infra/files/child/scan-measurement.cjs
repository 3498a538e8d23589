// @ts-check
'use strict';
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { PDFiumLibrary } = require('@hyzyla/pdfium');
const sharp = require('sharp');
const { measuredPixels } = require('./page-pixels.cjs');

sharp.concurrency(1);
sharp.cache(false);

const POINTS_PER_INCH = 72;
/** A page that its picture covers at less is no scan but a letter with a small picture. */
const DPI_OF_A_COVERED_PAGE = 150;
const MAX_HEIGHT = 2_000;
const MAX_OBJECTS_LOOKED_AT = 2_000;

/**
 * Draws the first pages of a PDF that has been judged, keeps their pictures in `folder`, and measures them.
 * @param {{ path: string, folder: string, maxPages: number, pictureWidth: number }} request
 * @returns {Promise<{ pages: object[] }>}
 */
async function measureScan({ path: file, folder, maxPages, pictureWidth }) {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(readFileSync(file));
  const pages = [];
  for (let index = 0; index < Math.min(maxPages, document.getPageCount()); index += 1) {
    const page = document.getPage(index);
    const size = page.getOriginalSize();
    const source = sourceOf(page, size); // drawing closes the page
    const { width, height, data } = await page.render({ ...drawnSize(size, pictureWidth), render: 'bitmap' });
    const picture = `page-${index + 1}.webp`;
    await sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .webp({ quality: 72, effort: 1 })
      .toFile(path.join(folder, picture));
    pages.push({ page: index + 1, picture, ...source, ...measuredPixels(data, width, height) });
  }
  return { pages };
}

/** @param {{ originalWidth: number, originalHeight: number }} size */
function drawnSize({ originalWidth, originalHeight }, pictureWidth = 1_000) {
  const scale = Math.min(pictureWidth / originalWidth, MAX_HEIGHT / originalHeight);
  return {
    width: Math.max(1, Math.round(originalWidth * scale)),
    height: Math.max(1, Math.round(originalHeight * scale)),
  };
}

/**
 * What the page was made of. The pictures' places are not told, so that all their pixels are laid over the whole page:
 * right for a scan in one piece or in bands, and only said where nothing else is written on the page.
 * @param {import('@hyzyla/pdfium').PDFiumPage} page
 * @param {{ originalWidth: number, originalHeight: number }} size
 */
function sourceOf(page, { originalWidth, originalHeight }) {
  let pixels = 0;
  let images = 0;
  let forms = 0;
  let texts = 0;
  const objects = Math.min(page.getObjectCount(), MAX_OBJECTS_LOOKED_AT);
  for (let index = 0; index < objects; index += 1) {
    const object = page.getObject(index);
    if (object.type === 'text') texts += 1;
    if (object.type === 'form') forms += 1;
    if (object.type !== 'image') continue;
    images += 1;
    pixels += pixelsOf(object);
  }
  const area = (originalWidth / POINTS_PER_INCH) * (originalHeight / POINTS_PER_INCH);
  const dpi = Math.round(Math.sqrt(pixels / area));
  const isScan = images + forms > 0 && (texts === 0 || dpi >= DPI_OF_A_COVERED_PAGE);
  return { kind: isScan ? 'SCAN' : 'WRITTEN', dpi: isScan && forms === 0 ? dpi : null };
}

/** @param {import('@hyzyla/pdfium').PDFiumObject} image */
function pixelsOf(image) {
  const module = Reflect.get(image, 'module');
  const at = module.wasmExports.malloc(8);
  try {
    const measure = Reflect.get(module, '_FPDFImageObj_GetImagePixelSize');
    if (!measure(Reflect.get(image, 'objectIdx'), at, at + 4)) return 0;
    return module.HEAPU32[at / 4] * module.HEAPU32[at / 4 + 1];
  } finally {
    module.wasmExports.free(at);
  }
}

module.exports = { measureScan };
