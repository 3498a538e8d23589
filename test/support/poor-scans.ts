import sharp from 'sharp';
import type { ScanHintCode } from '../../domain/attachment/scan-check.js';
import { A4, jpegImage, writtenScan } from './scan-pdfs.js';
import { sheetAt } from './good-scans.js';
import { greyJpeg, greyJpegInColours, scannedJpeg, turned } from './scanned-pages.js';

export interface PoorScan {
  readonly name: string;
  readonly hints: readonly ScanHintCode[];
  readonly bytes: () => Promise<Buffer>;
}

const UPRIGHT = sheetAt(200);

async function pdfOf(jpeg: Promise<Buffer>, space = '/DeviceRGB', size = A4): Promise<Buffer> {
  const bytes = await jpeg;
  const { width, height } = await sharp(bytes).metadata();
  return writtenScan({ pages: [{ ...size, images: [jpegImage(bytes, width, height, space)] }] });
}

const poor = (name: string, hint: ScanHintCode, bytes: PoorScan['bytes']): PoorScan => ({
  name,
  hints: [hint],
  bytes,
});

/** One fault each; what is lying or cropped is so in its picture, not in the numbers of the page. */
export const POOR_SCANS: readonly PoorScan[] = [
  poor('a scanner set to grey', 'GREY', () => pdfOf(greyJpeg(UPRIGHT), '/DeviceGray')),
  poor('grey written as colour', 'GREY', () => pdfOf(greyJpegInColours(UPRIGHT))),
  poor('text lying on its left side', 'ROTATED', () => {
    return pdfOf(turned90(90), '/DeviceRGB', { widthPt: 842, heightPt: 595 });
  }),
  poor('text lying on its right side, squeezed onto an upright page', 'ROTATED', () => pdfOf(turned90(270))),
  poor('an upright picture on a page that says it is turned', 'ROTATED', async () => {
    const { width, height } = UPRIGHT;
    const images = [jpegImage(await scannedJpeg(UPRIGHT), width, height)];
    return writtenScan({ pages: [{ ...A4, images, entries: '/Rotate 90' }] });
  }),
  poor('an empty sheet', 'BLANK', () => pdfOf(scannedJpeg({ ...UPRIGHT, blank: true }))),
  poor('a sheet too large for the glass', 'CROPPED', () => pdfOf(scannedJpeg({ ...UPRIGHT, cropped: true }))),
  poor('a fax at 96 dpi', 'LOW_RESOLUTION', () => pdfOf(scannedJpeg(sheetAt(96)))),
  poor('a copy of a screen', 'LOW_RESOLUTION', () => pdfOf(scannedJpeg(sheetAt(72)))),
  {
    name: 'grey, cropped and coarse at once',
    hints: ['GREY', 'CROPPED', 'LOW_RESOLUTION'],
    bytes: () => pdfOf(greyJpeg({ ...sheetAt(100), cropped: true, seal: false }), '/DeviceGray'),
  },
];

async function turned90(degrees: 90 | 270): Promise<Buffer> {
  return turned(await scannedJpeg(UPRIGHT), degrees);
}
