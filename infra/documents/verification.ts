import { INK, INNER_WIDTH, MARGIN, SOFT_INK } from './sheet.js';
import type { Sheet } from './sheet.js';

export interface Verification {
  /** The public check page of this document; it stands in the QR code. */
  readonly url: string;
  /** What a person types who cannot scan. */
  readonly code: string;
}

const QR_SIZE = 84;

/** QR code at the left, beside it how to check, and the notes of this document. Gives the y below. */
export function drawVerification(
  sheet: Sheet,
  verification: Verification,
  notes: readonly string[],
  y: number,
): number {
  sheet.qrCode(verification.url, MARGIN, y, QR_SIZE);
  const x = MARGIN + QR_SIZE + 20;
  const width = INNER_WIDTH - QR_SIZE - 20;
  let top = y - 1;
  top += sheet.write('扫码核验', x, top, width, { size: 10.5, weight: 'bold' }) + 2;
  top +=
    sheet.write(`验证码　${verification.code}`, x, top, width, {
      size: 10.5,
      colour: INK,
      weight: 'medium',
    }) + 5;
  for (const note of notes)
    top += sheet.write(note, x, top, width, { size: 8.5, colour: SOFT_INK, lineGap: 2.5 }) + 1.5;
  return Math.max(top, y + QR_SIZE);
}
