// @ts-check
'use strict';
const sharp = require('sharp');

sharp.concurrency(1);
sharp.cache(false);

/**
 * Decodes every pixel of a JPEG. The decoder only warns where it fills in grey for what is missing.
 * @param {{ path: string, maxPixels: number }} request
 * @returns {Promise<{ pages: number } | { fault: 'FILE_UNREADABLE' }>}
 */
async function inspectJpeg({ path, maxPixels }) {
  try {
    await sharp(path, { failOn: 'warning', limitInputPixels: maxPixels, sequentialRead: true }).stats();
    return { pages: 1 };
  } catch {
    return { fault: 'FILE_UNREADABLE' };
  }
}

module.exports = { inspectJpeg };
