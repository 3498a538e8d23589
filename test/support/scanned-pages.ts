import sharp, { type OverlayOptions, type Sharp } from 'sharp';

/** One sheet of paper as a scanner sees it. */
export interface Sheet {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Paper as scanners of documents give it; the red seal is what tells colour from grey. */
  readonly seal?: boolean;
  /** Without a single line. */
  readonly blank?: boolean;
  /** Lines run over the edges of the picture. */
  readonly cropped?: boolean;
  /** The sheet lies on a dark ground, as on a desk. */
  readonly onGround?: boolean;
  readonly seed?: number;
}

const PAPER = '#f7f4ec';
const INK = '#2b2b33';
const SEAL = '#c8201e';

/** Lines of words, a heading, a round seal; no fonts are needed, so that every machine draws the same. */
export function drawnSheet(sheet: Sheet): Sharp {
  const { width, height } = sheet;
  return sharp(Buffer.from(svgOf(sheet)), { density: 72 }).resize(width, height, { fit: 'fill' });
}

/** As a scanner in colour keeps it. */
export function scannedJpeg(sheet: Sheet, quality = 75): Promise<Buffer> {
  return drawnSheet(sheet)
    .composite([grain(sheet)])
    .jpeg({ quality })
    .toBuffer();
}

/** As a scanner set to grey keeps it. */
export function greyJpeg(sheet: Sheet): Promise<Buffer> {
  return drawnSheet(sheet)
    .composite([grain(sheet)])
    .grayscale()
    .toColourspace('b-w')
    .jpeg()
    .toBuffer();
}

/** Grey, but written as if it had colours. */
export function greyJpegInColours(sheet: Sheet): Promise<Buffer> {
  return drawnSheet(sheet).grayscale().toColourspace('srgb').jpeg().toBuffer();
}

/** Red, green and blue, a byte each. */
export function scannedPixels(sheet: Sheet): Promise<Buffer> {
  return drawnSheet(sheet).removeAlpha().toColourspace('srgb').raw().toBuffer();
}

export async function turned(jpeg: Buffer, degrees: 90 | 180 | 270): Promise<Buffer> {
  return sharp(jpeg).rotate(degrees).jpeg().toBuffer();
}

function svgOf({
  width,
  height,
  seal = true,
  blank = false,
  cropped = false,
  onGround,
  seed = 1,
}: Sheet): string {
  const margin = cropped ? -width * 0.04 : width * 0.12;
  const parts = blank ? [] : words(margin, width, height, seed);
  if (seal && !blank) parts.push(sealAt(width * 0.68, height * 0.78, width * 0.1));
  const paper = onGround
    ? `<rect width="100%" height="100%" fill="#4a3a2c"/>
       <rect x="${width * 0.04}" y="${height * 0.04}" width="${width * 0.92}" height="${height * 0.92}" fill="${PAPER}"/>`
    : `<rect width="100%" height="100%" fill="${PAPER}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paper}${parts.join('')}</svg>`;
}

function words(margin: number, width: number, height: number, seed: number): string[] {
  const size = height / 64;
  const drawn = [rect(width * 0.32, height * 0.1, width * 0.36, size * 1.6)];
  let state = seed * 7_919;
  for (let y = height * 0.18; y < height * 0.7; y += size * 2.2) {
    for (let x = margin; x < width - margin;) {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      if (state % 97 < 6) break; // a paragraph ends
      drawn.push(...character(x, y, size, state));
      x += size * 1.15;
    }
  }
  return drawn;
}

/** Strokes in a square, as a Chinese character has them. */
function character(x: number, y: number, size: number, state: number): string[] {
  const stroke = size / 9;
  const drawn = [rect(x, y + size * 0.45, size * 0.95, stroke), rect(x + size * 0.45, y, stroke, size)];
  if (state % 2 === 0) drawn.push(rect(x, y, size * 0.9, stroke));
  if (state % 3 === 0) drawn.push(rect(x, y + size * 0.9, size * 0.9, stroke));
  if (state % 5 === 0) drawn.push(rect(x + size * 0.1, y + size * 0.2, stroke, size * 0.7));
  return drawn;
}

function rect(x: number, y: number, width: number, height: number): string {
  const [at, down, wide, high] = [x, y, width, height].map((value) => value.toFixed(1));
  return `<rect x="${at}" y="${down}" width="${wide}" height="${high}" fill="${INK}"/>`;
}

function sealAt(x: number, y: number, radius: number): string {
  const ring = `fill="none" stroke="${SEAL}" stroke-width="${radius / 12}"`;
  return `<circle cx="${x}" cy="${y}" r="${radius}" ${ring}/>
    <circle cx="${x}" cy="${y}" r="${radius / 3}" fill="${SEAL}"/>`;
}

/** What no paper and no sensor is without. */
function grain({ width, height }: Sheet): OverlayOptions {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 6 };
  return {
    input: { create: { width, height, channels: 3, background: '#808080', noise } },
    blend: 'soft-light',
  };
}
