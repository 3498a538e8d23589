import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const FONT_FOLDER = join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts');

/** One family, whose weights all cover the same characters. */
export const FONT_FILES = {
  regular: join(FONT_FOLDER, 'NotoSansHans-Regular.otf'),
  medium: join(FONT_FOLDER, 'NotoSansHans-Medium.otf'),
  bold: join(FONT_FOLDER, 'NotoSansHans-Bold.otf'),
} as const;

type Range = readonly [first: number, last: number];

const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu;

let coverage: readonly Range[] | undefined;

/** False for characters that would print as an empty box. */
export function isCovered(character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  coverage ??= coverageOf(readFileSync(FONT_FILES.regular));
  return coverage.some(([first, last]) => first <= codePoint && codePoint <= last);
}

/**
 * The text as it can be printed. A character the fonts lack is shown by its code, `〔U+20BB7〕`, so that a person reads
 * that something stands there, and which; a blank box would be a different name.
 */
export function drawable(text: string): string {
  const visible = text.normalize('NFC').replace(INVISIBLE, '');
  return Array.from(visible, (character) =>
    character === '\n' || isCovered(character) ? character : codeOf(character),
  ).join('');
}

function codeOf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`;
}

/** The groups of the font's `cmap` subtable of format 12 (OpenType 1.9, "cmap"). */
function coverageOf(font: Buffer): Range[] {
  const cmap = tableAt(font, 'cmap');
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) => {
    return cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4);
  });
  const full = subtables.find((at) => font.readUInt16BE(at) === 12);
  if (full === undefined) throw new Error('the font has no table of all Unicode characters');
  return Array.from({ length: font.readUInt32BE(full + 12) }, (_, index): Range => {
    const group = full + 16 + index * 12;
    return [font.readUInt32BE(group), font.readUInt32BE(group + 4)];
  });
}

function tableAt(font: Buffer, tag: string): number {
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const record = 12 + index * 16;
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new Error(`the font has no table ${tag}`);
}
