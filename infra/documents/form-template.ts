import type { FormTemplate } from '../../domain/help/form-templates.js';
import { A4, INNER_WIDTH, MARGIN, RULE, SOFT_INK, Sheet } from './sheet.js';

/** Templates have no issue time: equal text gives equal bytes. */
const UNDATED = new Date(0);
const SIGNATURE_HEIGHT = 34;
const LABEL_WIDTH = 150;

/** A blank form on one page: the text, and lines to fill in and sign. */
export function renderFormTemplate({ name, title, paragraphs, signatures }: FormTemplate): Promise<Buffer> {
  const sheet = new Sheet(name, UNDATED);
  sheet.write(name, MARGIN, 58, INNER_WIDTH, { size: 9.5, colour: SOFT_INK });
  sheet.write(title, MARGIN, 104, INNER_WIDTH, { size: 22, weight: 'bold', align: 'center', spacing: 4 });
  let y = 178;
  for (const paragraph of paragraphs) {
    y += sheet.write(`　　${paragraph}`, MARGIN, y, INNER_WIDTH, { size: 12.5, lineGap: 6 }) + 8;
  }
  y += 40;
  for (const label of signatures) {
    const style = { size: 12, align: 'right' } as const;
    sheet.write(`${label}：`, MARGIN + 120, y, LABEL_WIDTH, style);
    sheet.line(MARGIN + 120 + LABEL_WIDTH + 6, MARGIN + INNER_WIDTH, y + 17, RULE, 0.8);
    y += SIGNATURE_HEIGHT;
  }
  const foot = '请打印后填写、签字盖章，扫描为 PDF 彩色原件，四边完整、清晰、方向正确，在附件管理中上传。';
  sheet.write(foot, MARGIN, A4.height - 60, INNER_WIDTH, { size: 8.5, colour: SOFT_INK });
  return sheet.finish();
}
