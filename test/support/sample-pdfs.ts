import { PDFDocument, PDFName } from '@cantoo/pdf-lib';
import PdfKitDocument from 'pdfkit';

/** An ordinary PDF with pages of plain text. */
export async function samplePdf(text = 'A plain document', pages = 1): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (let page = 1; page <= pages; page += 1) document.addPage([595, 842]).drawText(`${text} ${page}`);
  return saved(document, false);
}

/** Saved with its objects packed into compressed streams, where no scan for words finds them. */
export async function packedPdf(): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage([595, 842]).drawText('packed');
  return saved(document, true);
}

export async function pdfWithScript(packed: boolean): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage([595, 842]);
  document.addJavaScript('greeting', 'app.alert("hello")');
  return saved(document, packed);
}

/** An action of the catalog that the reader runs on opening; `name` may be written with escapes. */
export async function pdfWithOpenAction(action: Record<string, string>): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage([595, 842]);
  document.catalog.set(PDFName.of('OpenAction'), document.context.obj(action));
  return saved(document, true);
}

export async function pdfWithEmbeddedFile(): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage([595, 842]);
  await document.attach(Buffer.from('MZ'), 'invoice.exe', { mimeType: 'application/octet-stream' });
  return saved(document, true);
}

export function encryptedPdf(passwords: { userPassword?: string; ownerPassword?: string }): Promise<Buffer> {
  return new Promise((resolve) => {
    const document = new PdfKitDocument({ ...passwords, pdfVersion: '1.7' });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.text('secret').end();
  });
}

/** A PDF written by hand: each string is one object, numbered from 1; the first is the catalog. */
export function handWrittenPdf(objects: readonly string[]): Buffer {
  let body = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R >>\n`;
  return Buffer.from(`${body}${table}startxref\n${body.length}\n%%EOF\n`, 'latin1');
}

async function saved(document: PDFDocument, useObjectStreams: boolean): Promise<Buffer> {
  return Buffer.from(await document.save({ useObjectStreams }));
}
