// @ts-check
'use strict';

/** Darker than this share of the paper is ink. */
const INK_BELOW = 0.62;
const COLOURED_FROM = 48;
/** The outermost strip of each edge, as a share of the page's width. */
const EDGE = 0.004;
/** What is looked at for ink and lines: scanners leave shadows further out. */
const MARGIN = 0.03;
/** A row or column with less than this share of the mean ink is a gap. */
const GAP_BELOW = 0.25;

/**
 * What is to be seen on a page, in shares of one.
 * @param {Uint8Array} pixels red, green, blue and alpha
 * @param {number} width
 * @param {number} height
 */
function measuredPixels(pixels, width, height) {
  const { luminance, saturation, colouredShare } = colours(pixels, width * height);
  const paper = brightness(luminance);
  const isInk = luminance.map((value) => (value < paper * INK_BELOW ? 1 : 0));
  const inner = innerProfiles(isInk, width, height);
  return {
    saturation,
    colouredShare,
    inkShare: inner.inkShare,
    rowGaps: gapShare(inner.rows),
    columnGaps: gapShare(inner.columns),
    edgeInk: edgeInk(isInk, width, height),
  };
}

/**
 * @param {Uint8Array} pixels
 * @param {number} count
 */
function colours(pixels, count) {
  const luminance = new Uint8Array(count);
  let chroma = 0;
  let coloured = 0;
  for (let index = 0, at = 0; index < count; index += 1, at += 4) {
    const red = pixels[at] ?? 0;
    const green = pixels[at + 1] ?? 0;
    const blue = pixels[at + 2] ?? 0;
    const spread = Math.max(red, green, blue) - Math.min(red, green, blue);
    chroma += spread;
    if (spread >= COLOURED_FROM) coloured += 1;
    luminance[index] = (red * 77 + green * 150 + blue * 29) >> 8;
  }
  return { luminance, saturation: chroma / count / 255, colouredShare: coloured / count };
}

/**
 * Nine tenths of the page are not brighter: the paper, also where lamps left highlights.
 * @param {Uint8Array} luminance
 */
function brightness(luminance) {
  const histogram = new Uint32Array(256);
  for (const value of luminance) histogram[value] = (histogram[value] ?? 0) + 1;
  let above = luminance.length / 10;
  for (let value = 255; value > 0; value -= 1) {
    above -= histogram[value] ?? 0;
    if (above <= 0) return value;
  }
  return 0;
}

/**
 * @param {Uint8Array} isInk
 * @param {number} width
 * @param {number} height
 */
function innerProfiles(isInk, width, height) {
  const left = Math.floor(width * MARGIN);
  const top = Math.floor(height * MARGIN);
  const rows = new Uint32Array(height - 2 * top);
  const columns = new Uint32Array(width - 2 * left);
  let ink = 0;
  for (let y = 0; y < rows.length; y += 1) {
    for (let x = 0; x < columns.length; x += 1) {
      if (isInk[(y + top) * width + x + left] !== 1) continue;
      rows[y] = (rows[y] ?? 0) + 1;
      columns[x] = (columns[x] ?? 0) + 1;
      ink += 1;
    }
  }
  return { rows, columns, inkShare: ink / (rows.length * columns.length) };
}

/**
 * The share of gaps between the first and the last that are none: about half across lines of text, few along them.
 * @param {Uint32Array} profile
 */
function gapShare(profile) {
  const mean = profile.reduce((sum, value) => sum + value, 0) / profile.length;
  const first = profile.findIndex((value) => value >= mean * GAP_BELOW);
  const last = profile.findLastIndex((value) => value >= mean * GAP_BELOW);
  const between = profile.subarray(first, last + 1);
  if (mean === 0 || between.length === 0) return 0;
  return between.filter((value) => value < mean * GAP_BELOW).length / between.length;
}

/**
 * @param {Uint8Array} isInk
 * @param {number} width
 * @param {number} height
 */
function edgeInk(isInk, width, height) {
  const strip = Math.max(2, Math.round(width * EDGE));
  return {
    top: shareIn(isInk, width, [0, width], [0, strip]),
    bottom: shareIn(isInk, width, [0, width], [height - strip, height]),
    left: shareIn(isInk, width, [0, strip], [0, height]),
    right: shareIn(isInk, width, [width - strip, width], [0, height]),
  };
}

/**
 * @param {Uint8Array} isInk
 * @param {number} width
 * @param {[number, number]} across
 * @param {[number, number]} down
 */
function shareIn(isInk, width, across, down) {
  let ink = 0;
  for (let y = down[0]; y < down[1]; y += 1)
    for (let x = across[0]; x < across[1]; x += 1) ink += isInk[y * width + x] ?? 0;
  return ink / ((across[1] - across[0]) * (down[1] - down[0]));
}

module.exports = { measuredPixels };
