import { openSync, type OpenedFont } from 'fontkit';
import PDFDocument from 'pdfkit';
import { create as createQrCode } from 'qrcode';
import { FONT_FILES, drawable } from './drawable-text.js';

export type Weight = keyof typeof FONT_FILES;

export interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly colour?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly lineGap?: number;
  readonly spacing?: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const INK = '#1f2328';
export const SOFT_INK = '#5b6470';
export const SEAL_RED = '#a4262c';
export const RULE = '#c3c8cf';
export const LABEL_GROUND = '#f4f5f7';

export const A4 = { width: 595.28, height: 841.89 } as const;
export const MARGIN = 54;
/** The font leaves half its size free below each line. */
const FONT_LINE_GAP = 0.5;
const LINE_GAP = 2;

export const INNER_WIDTH = A4.width - 2 * MARGIN;

let opened: ReadonlyMap<string, OpenedFont> | undefined;

/** Parsed once for all sheets: most of what a sheet costs. */
function openedFonts(): ReadonlyMap<string, OpenedFont> {
  opened ??= new Map(Object.entries(FONT_FILES).map(([weight, file]) => [weight, openSync(file)]));
  return opened;
}

/** A4 paper on which everything is placed by hand: nothing flows to a new page of itself. */
export class Sheet {
  private readonly document: PDFKit.PDFDocument;
  private readonly finished: Promise<Buffer>;

  /** `issuedAt` stands in the file instead of the clock: equal content gives equal bytes. */
  constructor(title: string, issuedAt: Date) {
    this.document = new PDFDocument({
      size: 'A4',
      margin: 0,
      pdfVersion: '1.7',
      lang: 'zh-CN',
      displayTitle: true,
      bufferPages: true,
      info: { Title: title, Author: '居证', CreationDate: issuedAt },
    });
    for (const [weight, font] of openedFonts()) this.document.registerFont(weight, font);
    this.finished = collected(this.document);
  }

  /** Writes within a width and gives the height that was used. */
  write(text: string, x: number, y: number, width: number, style: TextStyle): number {
    const shown = drawable(text);
    const options = this.prepare(width, style);
    this.document.fillColor(style.colour ?? INK).text(shown, x, y, options);
    return this.document.heightOfString(shown, options);
  }

  /** From the top of the first line to the foot of the last, without the gap below it. */
  heightOf(text: string, width: number, style: TextStyle): number {
    const gapBelow = style.size * FONT_LINE_GAP + LINE_GAP;
    return this.document.heightOfString(drawable(text), this.prepare(width, style)) - gapBelow;
  }

  /** The style at the largest size, of those down to 3 points, with which the text is no higher than `height`. */
  fitted(text: string, width: number, height: number, style: TextStyle): TextStyle {
    let fitting = style;
    while (fitting.size > 3 && this.heightOf(text, width, fitting) > height) {
      fitting = { ...fitting, size: fitting.size - 0.5 };
    }
    return fitting;
  }

  /** Writes into the middle of a box, top to bottom. */
  writeIn(box: Box, text: string, style: TextStyle, padding = 8): void {
    const width = box.width - 2 * padding;
    const height = this.heightOf(text, width, style);
    this.write(text, box.x + padding, box.y + (box.height - height) / 2, width, style);
  }

  fill({ x, y, width, height }: Box, colour: string): void {
    this.document.rect(x, y, width, height).fill(colour);
  }

  frame({ x, y, width, height }: Box, colour = RULE, lineWidth = 0.6): void {
    this.document.lineWidth(lineWidth).rect(x, y, width, height).stroke(colour);
  }

  line(fromX: number, toX: number, y: number, colour = RULE, lineWidth = 0.6): void {
    this.document.lineWidth(lineWidth).moveTo(fromX, y).lineTo(toX, y).stroke(colour);
  }

  /** A photo fills its box; what is over is cut at the edges. */
  photo(jpeg: Buffer, { x, y, width, height }: Box): void {
    this.document.save().rect(x, y, width, height).clip();
    this.document.image(jpeg, x, y, { cover: [width, height], align: 'center', valign: 'center' }).restore();
  }

  qrCode(text: string, x: number, y: number, size: number): void {
    const { modules } = createQrCode(text, { errorCorrectionLevel: 'M' });
    const module = size / modules.size;
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (modules.get(row, column)) {
          this.document.rect(x + column * module, y + row * module, module, module);
        }
      }
    }
    this.document.fill('#000000');
  }

  newPage(): void {
    this.document.addPage();
  }

  /** Draws once more on every page, when their number is known. */
  onEachPage(draw: (page: number, pages: number) => void): void {
    const { count } = this.document.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.document.switchToPage(page);
      draw(page + 1, count);
    }
  }

  finish(): Promise<Buffer> {
    this.document.end();
    return this.finished;
  }

  private prepare(width: number, style: TextStyle): PDFKit.Mixins.TextOptions {
    this.document.font(style.weight ?? 'regular').fontSize(style.size);
    return {
      width,
      align: style.align ?? 'left',
      lineGap: style.lineGap ?? LINE_GAP,
      characterSpacing: style.spacing ?? 0,
    };
  }
}

function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
