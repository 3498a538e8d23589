import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFRawStream,
  decodePDFRawStream,
} from '@cantoo/pdf-lib';
import type { PDFObject, PDFPage } from '@cantoo/pdf-lib';
import { create as openFont } from 'fontkit';
import type { PathCommand } from 'fontkit';

/** What one glyph of a finished document puts on paper, read from the font that is embedded there. */
export interface GlyphInk {
  readonly pixels: number;
  readonly outline: string;
}

export interface TextRun {
  readonly size: number;
  readonly glyphs: readonly GlyphInk[];
}

export interface InkedPage {
  readonly runs: readonly TextRun[];
  /** Grey picture with two pixels to the point, four bytes each. */
  readonly picture: { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number };
}

const SCALE = 2;
type Point = readonly [x: number, y: number];

interface EmbeddedFont {
  glyph(id: number): readonly PathCommand[];
  width(id: number): number;
}

/** Draws texts and filled rectangles of documents that our `Sheet` made; photos and lines are left out. */
export async function inkOf(pdf: Buffer): Promise<InkedPage[]> {
  const document = await PDFDocument.load(pdf);
  return document.getPages().map((page) => new Paper(page).draw());
}

class Paper {
  private readonly width: number;
  private readonly height: number;
  private readonly data: Uint8ClampedArray;
  private readonly runs: TextRun[] = [];
  private readonly fonts = new Map<string, EmbeddedFont>();

  constructor(private readonly page: PDFPage) {
    this.width = Math.ceil(page.getWidth() * SCALE);
    this.height = Math.ceil(page.getHeight() * SCALE);
    this.data = new Uint8ClampedArray(this.width * this.height * 4).fill(255);
  }

  draw(): InkedPage {
    const content = bytesOf(this.page.node.lookup(PDFName.of('Contents'))).toString('latin1');
    let rectangles: number[][] = [];
    let colour = 0;
    for (const line of content.split('\n')) {
      const numbers = line.split(' ').map(Number);
      if (line.endsWith(' re')) rectangles.push(numbers);
      else if (line.endsWith(' scn')) colour = Math.round((numbers[1] ?? 0) * 255);
      else if (line === 'f') for (const each of rectangles) this.fillRectangle(each, colour);
      if (/^(f|S|W n?|n)$/.test(line)) rectangles = [];
    }
    for (const [text] of content.matchAll(/^BT$.*?^ET$/gms)) this.drawText(text);
    return { runs: this.runs, picture: { data: this.data, width: this.width, height: this.height } };
  }

  private fillRectangle([x = 0, y = 0, width = 0, height = 0]: number[], grey: number): void {
    for (let row = Math.round(y * SCALE); row < Math.round((y + height) * SCALE); row += 1) {
      for (let column = Math.round(x * SCALE); column < Math.round((x + width) * SCALE); column += 1) {
        this.mark(column, row, grey);
      }
    }
  }

  private drawText(text: string): void {
    const [, x = 0, y = 0] = (/^1 0 0 1 (\S+) (\S+) Tm$/m.exec(text) ?? []).map(Number);
    const [, name = '', points = ''] = /^\/(\S+) (\S+) Tf$/m.exec(text) ?? [];
    const spacing = Number(/^(\S+) Tc$/m.exec(text)?.[1] ?? 0);
    const size = Number(points);
    const font = this.font(name);
    const glyphs: GlyphInk[] = [];
    let at = x;
    for (const [, hex, shift] of text.matchAll(/<([0-9a-f]*)>|(?<=[> ])(-?[\d.]+)(?=[ \]])/g)) {
      if (shift !== undefined) at -= (Number(shift) / 1000) * size;
      for (const code of hex?.match(/.{4}/g) ?? []) {
        const id = Number.parseInt(code, 16);
        glyphs.push(this.drawGlyph(font.glyph(id), at, this.height / SCALE - y, size));
        at += (font.width(id) / 1000) * size + spacing;
      }
    }
    this.runs.push({ size, glyphs });
  }

  private drawGlyph(path: readonly PathCommand[], x: number, y: number, size: number): GlyphInk {
    const unit = (size / 1000) * SCALE;
    const contours = flattened(path).map((contour) =>
      contour.map(([px, py]): Point => [x * SCALE + px * unit, y * SCALE - py * unit]),
    );
    const rows = contours.flat().map(([, py]) => py);
    let pixels = 0;
    for (let row = Math.floor(Math.min(...rows)); row <= Math.max(...rows); row += 1) {
      const crossings = crossingsAt(contours, row + 0.5);
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
        const end = Math.round(crossings[pair + 1] ?? 0);
        for (let column = Math.round(crossings[pair] ?? 0); column < end; column += 1) {
          this.mark(column, row, 0);
          pixels += 1;
        }
      }
    }
    return { pixels, outline: JSON.stringify(path) };
  }

  private mark(column: number, row: number, grey: number): void {
    if (column < 0 || column >= this.width || row < 0 || row >= this.height) return;
    const at = (row * this.width + column) * 4;
    this.data[at] = grey;
    this.data[at + 1] = grey;
    this.data[at + 2] = grey;
  }

  private font(name: string): EmbeddedFont {
    const known = this.fonts.get(name);
    if (known !== undefined) return known;
    const fonts = this.page.node.Resources()?.lookup(PDFName.of('Font'), PDFDict);
    const type0 = fonts?.lookup(PDFName.of(name), PDFDict);
    const descendant = type0?.lookup(PDFName.of('DescendantFonts'), PDFArray).lookup(0, PDFDict);
    if (descendant === undefined) throw new Error(`the page has no font ${name}`);
    const opened = embeddedFont(descendant);
    this.fonts.set(name, opened);
    return opened;
  }
}

function embeddedFont(descendant: PDFDict): EmbeddedFont {
  const descriptor = descendant.lookup(PDFName.of('FontDescriptor'), PDFDict);
  const outlines = openFont(asOpenType(bytesOf(descriptor.lookup(PDFName.of('FontFile3')))));
  const widths = descendant.lookup(PDFName.of('W'), PDFArray).lookup(1, PDFArray);
  return {
    glyph: (id) => outlines.getGlyph(id).path.commands,
    width: (id) => widths.lookup(id, PDFNumber).asNumber(),
  };
}

/** A PDF embeds the bare CFF table; the font library wants a file with a directory of tables. */
function asOpenType(cff: Buffer): Buffer {
  const directory = Buffer.alloc(28);
  directory.write('OTTO', 0, 'latin1');
  directory.writeUInt16BE(1, 4);
  directory.write('CFF ', 12, 'latin1');
  directory.writeUInt32BE(directory.length, 20);
  directory.writeUInt32BE(cff.length, 24);
  return Buffer.concat([directory, cff]);
}

function bytesOf(stream: PDFObject | undefined): Buffer {
  if (!(stream instanceof PDFRawStream)) throw new Error('there is no stream where one should be');
  return Buffer.from(decodePDFRawStream(stream).decode());
}

function flattened(path: readonly PathCommand[]): Point[][] {
  const contours: Point[][] = [];
  for (const { command, args } of path) {
    if (command === 'moveTo') contours.push([]);
    const contour = contours.at(-1);
    if (contour === undefined || command === 'closePath') continue;
    const from = contour.at(-1) ?? [0, 0];
    const corners = [from, ...pairs(args)];
    const steps = command === 'bezierCurveTo' ? 8 : 1;
    for (let step = 1; step <= steps; step += 1) contour.push(pointOn(corners, step / steps));
  }
  return contours;
}

function pairs(args: readonly number[]): Point[] {
  return Array.from({ length: args.length / 2 }, (_, index) => [
    args[index * 2] ?? 0,
    args[index * 2 + 1] ?? 0,
  ]);
}

/** De Casteljau: also a straight line is a curve, of two corners. */
function pointOn(corners: readonly Point[], part: number): Point {
  const [first, ...others] = corners;
  if (first === undefined || others.length === 0) return first ?? [0, 0];
  const between = others.map(([x, y], index): Point => {
    const [fromX, fromY] = corners[index] ?? first;
    return [fromX + (x - fromX) * part, fromY + (y - fromY) * part];
  });
  return pointOn(between, part);
}

function crossingsAt(contours: readonly (readonly Point[])[], y: number): number[] {
  const crossings: number[] = [];
  for (const contour of contours) {
    contour.forEach(([toX, toY], index) => {
      const [fromX, fromY] = contour.at(index - 1) ?? [toX, toY];
      if (fromY <= y !== toY <= y) crossings.push(fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX));
    });
  }
  return crossings.toSorted((a, b) => a - b);
}
