import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { FONT_FOLDER } from '../../infra/documents/drawable-text.js';

/** A page that stands for the colour scan of an original. */
export async function scannedPage(title: string): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: 56,
    info: { Title: title, CreationDate: new Date(0) },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve) => document.on('end', resolve));
  document.registerFont('text', join(FONT_FOLDER, 'NotoSansHans-Regular.otf'));
  document.rect(40, 40, 515, 762).lineWidth(1).stroke('#b3261e');
  document.font('text').fontSize(22).text(title, { align: 'center' }).moveDown(2);
  document.fontSize(12).text(`演示用扫描件：${title}。四边完整、清晰、有效、端正、彩色。`, { lineGap: 6 });
  document.end();
  await finished;
  return Buffer.concat(chunks);
}
