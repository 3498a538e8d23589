import { PDFDict, PDFDocument, PDFName, PDFRawStream, decodePDFRawStream } from '@cantoo/pdf-lib';
import type { PDFObject, PDFPage } from '@cantoo/pdf-lib';

/** What a reader would copy out of a document that our `Sheet` made, page after page, without blanks. */
export async function textOf(pdf: Buffer): Promise<string> {
  const document = await PDFDocument.load(pdf);
  return document.getPages().map(textOfPage).join('\n').replaceAll(' ', '');
}

function textOfPage(page: PDFPage): string {
  const content = streamText(page.node.lookup(PDFName.of('Contents')));
  const fonts = page.node.Resources()?.lookup(PDFName.of('Font'), PDFDict);
  const runs: string[] = [];
  let characters = new Map<string, string>();
  for (const [, font, hex] of content.matchAll(/^\/(\S+) \S+ Tf$|<([0-9a-f]+)>/gm)) {
    if (font !== undefined) {
      const described = fonts?.lookup(PDFName.of(font), PDFDict);
      characters = charactersOf(streamText(described?.lookup(PDFName.of('ToUnicode'))));
    }
    for (const glyph of hex?.match(/.{4}/g) ?? []) runs.push(characters.get(glyph) ?? '');
  }
  return runs.join('');
}

/** Glyph numbers to characters, as the document's own table says: `<first> <last> [<character> …]`. */
function charactersOf(table: string): Map<string, string> {
  const characters = new Map<string, string>();
  for (const [, first = '', list = ''] of table.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g)) {
    const from = Number.parseInt(first, 16);
    for (const [index, [, units = '']] of [...list.matchAll(/<([^>]*)>/g)].entries()) {
      const glyph = (from + index).toString(16).padStart(4, '0');
      const codes = units.replaceAll(' ', '').match(/.{4}/g) ?? [];
      characters.set(glyph, String.fromCharCode(...codes.map((code) => Number.parseInt(code, 16))));
    }
  }
  return characters;
}

function streamText(stream: PDFObject | undefined): string {
  if (!(stream instanceof PDFRawStream)) throw new Error('there is no stream where one should be');
  return Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1');
}
