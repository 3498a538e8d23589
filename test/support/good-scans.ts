import { PDFDocument } from '@cantoo/pdf-lib';
import PdfKitDocument from 'pdfkit';
import sharp from 'sharp';
import { deflateSync } from 'node:zlib';
import {
  A4,
  jpegImage,
  updated,
  writtenScan,
  type ScannedImage,
  type ScannedPage,
  type ScanPdf,
} from './scan-pdfs.js';
import { drawnSheet, scannedJpeg, scannedPixels, type Sheet } from './scanned-pages.js';

export interface GoodScan {
  readonly name: string;
  readonly fileName: string;
  readonly pages: number;
  readonly bytes: () => Promise<Buffer>;
}

const LETTER = { widthPt: 612, heightPt: 792 };
const A5 = { widthPt: 420, heightPt: 595 };

export function sheetAt(dpi: number, { widthPt, heightPt } = A4, seed = 1): Sheet {
  return { width: Math.round((widthPt / 72) * dpi), height: Math.round((heightPt / 72) * dpi), seed };
}

async function image(sheet: Sheet): Promise<ScannedImage> {
  return jpegImage(await scannedJpeg(sheet), sheet.width, sheet.height);
}

export async function pageAt(dpi: number, size = A4, more: Partial<ScannedPage> = {}): Promise<ScannedPage> {
  return { ...size, images: [await image(sheetAt(dpi, size))], ...more };
}

async function pagesAt(dpi: number, count: number): Promise<ScannedPage[]> {
  const each = Array.from({ length: count }, async (_none, index) => {
    return { ...A4, images: [await image(sheetAt(dpi, A4, index + 1))] };
  });
  return Promise.all(each);
}

const onePage = (name: string, dpi: number, scan: Partial<ScanPdf>, size = A4): GoodScan => ({
  name,
  fileName: `${name}.pdf`,
  pages: 1,
  bytes: async () => writtenScan({ pages: [await pageAt(dpi, size)], ...scan }),
});

const XMP = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>`;

export const GOOD_SCANS: readonly GoodScan[] = [
  onePage('扫描仪 1.3', 200, { version: '1.3' }),
  {
    name: '十页 150 dpi',
    fileName: '应税收入证明（2021年）.pdf',
    pages: 10,
    bytes: async () => writtenScan({ pages: await pagesAt(150, 10) }),
  },
  onePage('300 dpi，打包的对象', 300, { version: '1.7', table: 'PACKED' }),
  onePage('交叉引用流', 200, { version: '1.5', table: 'STREAM' }),
  onePage('PDF 2.0', 200, { version: '2.0', table: 'PACKED' }),
  {
    name: '追加保存',
    fileName: '诚信声明-已盖章.pdf',
    pages: 1,
    bytes: async () => {
      const first = writtenScan({ pages: [await pageAt(200)], objects: ['<< /Producer (Scanner) >>'] });
      return updated(updated(first, 3, '<< /Producer (Scanner) /ModDate (D:2021) >>'), 3, '<< /Title (x) >>');
    },
  },
  onePage('信纸大小', 200, {}, LETTER),
  onePage('A5', 300, {}, A5),
  onePage('换行为回车换行', 150, { lineEnd: '\r\n' }),
  onePage('长度另存', 200, { lengthsApart: true }),
  onePage('末尾填充', 200, { behind: '\0'.repeat(700) }),
  onePage('元数据', 200, {
    catalog: '/Metadata 3 0 R /Lang (zh-CN) /ViewerPreferences << /FitWindow true >>',
    objects: [
      `<< /Type /Metadata /Subtype /XML /Length ${XMP.length} >>\nstream\n${XMP}\nendstream`,
      '<< /Title <FEFF52B352A854085540> /Producer (Canon iR-ADV) >>',
    ],
    trailer: '/Info 4 0 R',
  }),
  onePage('书签与打开位置', 200, {
    catalog: '/Outlines 3 0 R /PageMode /UseOutlines /OpenAction << /S /GoTo /D [8 0 R /FitH 800] >>',
    objects: [
      '<< /Type /Outlines /First 4 0 R /Last 5 0 R /Count 2 >>',
      '<< /Title (1) /Parent 3 0 R /Next 5 0 R /Dest [8 0 R /Fit] >>',
      '<< /Title (2) /Parent 3 0 R /Prev 4 0 R /A << /S /GoTo /D [8 0 R /Fit] >> >>',
    ],
  }),
  onePage('表单域', 200, {
    catalog: '/AcroForm << /Fields [3 0 R] /NeedAppearances true /DA (/Helv 0 Tf 0 g) >>',
    objects: ['<< /FT /Tx /T (name) /V (value) /Subtype /Widget /Rect [0 0 0 0] /F 4 >>'],
  }),
  {
    name: '链接',
    fileName: '社会保险缴纳记录.pdf',
    pages: 1,
    bytes: async () => {
      const link =
        '<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.com) >> >>';
      return writtenScan({ pages: [await pageAt(200, A4, { entries: `/Annots [${link}]` })] });
    },
  },
  {
    name: '按横向存储、显示为正立',
    fileName: '劳动合同.PDF',
    pages: 1,
    bytes: async () => {
      const upright = sheetAt(200);
      const lying = await sharp(await scannedJpeg(upright))
        .rotate(270)
        .jpeg()
        .toBuffer();
      const images = [jpegImage(lying, upright.height, upright.width)];
      const page = { widthPt: A4.heightPt, heightPt: A4.widthPt, images, entries: '/Rotate 90' };
      return writtenScan({ pages: [page] });
    },
  },
  {
    name: '分条存储',
    fileName: '分条.pdf',
    pages: 1,
    bytes: async () => {
      const { width, height } = sheetAt(200);
      const whole = await scannedJpeg(sheetAt(200));
      const high = Math.floor(height / 4);
      const images = [0, 1, 2, 3].map(async (band) => {
        const rows = band === 3 ? height - 3 * high : high;
        const part = sharp(whole).extract({ left: 0, top: band * high, width, height: rows });
        return jpegImage(await part.jpeg().toBuffer(), width, rows);
      });
      return writtenScan({ pages: [{ ...A4, images: await Promise.all(images) }] });
    },
  },
  {
    name: '带隐藏文字层',
    fileName: '可搜索.pdf',
    pages: 1,
    bytes: async () => {
      const overlay = 'BT /F1 12 Tf 3 Tr 60 700 Td (hidden text layer) Tj ET';
      return writtenScan({ version: '1.6', pages: [await pageAt(200, A4, { overlay })] });
    },
  },
  {
    name: '文本编码的图像',
    fileName: 'ascii.pdf',
    pages: 1,
    bytes: async () => {
      const { bytes, ...rest } = await image(sheetAt(150));
      const coding = '/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter [/ASCIIHexDecode /DCTDecode]';
      const hex = Buffer.from(`${bytes.toString('hex')}>`);
      return writtenScan({ pages: [{ ...A4, images: [{ ...rest, bytes: hex, coding }] }] });
    },
  },
  {
    name: '无损彩色',
    fileName: '无损.pdf',
    pages: 1,
    bytes: async () => {
      const sheet = sheetAt(200);
      const coding = '/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode';
      const bytes = deflateSync(await scannedPixels(sheet));
      return writtenScan({ pages: [{ ...A4, images: [{ ...sheet, bytes, coding }] }] });
    },
  },
  {
    name: '手机拍照（深色桌面）',
    fileName: '拍照 2021-08-05 10.30.pdf',
    pages: 1,
    bytes: async () => {
      const sheet = { width: 1_800, height: 2_547, onGround: true };
      return writtenScan({ pages: [{ ...A4, images: [await image(sheet)] }] });
    },
  },
  {
    name: '软件合成，打包',
    fileName: '学历证书.pdf',
    pages: 2,
    bytes: async () => {
      const document = await PDFDocument.create();
      for (const seed of [1, 2]) {
        const jpeg = await document.embedJpg(await scannedJpeg(sheetAt(200, A4, seed)));
        document.addPage([595, 842]).drawImage(jpeg, { x: 0, y: 0, width: 595, height: 842 });
      }
      return Buffer.from(await document.save({ useObjectStreams: true }));
    },
  },
  { name: '文字处理软件导出', fileName: '在职证明.pdf', pages: 1, bytes: exported },
];

/** As an office program exports a letter: real text, tags, a small picture. */
async function exported(): Promise<Buffer> {
  const logo = await drawnSheet({ width: 200, height: 80 }).png().toBuffer();
  return new Promise((resolve) => {
    const document = new PdfKitDocument({ size: 'A4', pdfVersion: '1.7', tagged: true, lang: 'zh-CN' });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.image(logo, 60, 40, { width: 120 });
    document.y = 160;
    for (let line = 0; line < 24; line += 1) document.text(`Line ${line} of a letter about somebody's post.`);
    document.end();
  });
}
