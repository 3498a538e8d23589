import { deflateSync } from 'node:zlib';

/** A picture as it stands in the file. */
export interface ScannedImage {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  /** The entries that say how the bytes are read. */
  readonly coding: string;
}

export interface ScannedPage {
  readonly widthPt: number;
  readonly heightPt: number;
  /** From the top to the bottom of the page; more than one is a scan kept in bands. */
  readonly images: readonly ScannedImage[];
  readonly entries?: string;
  /** Operators behind the pictures. */
  readonly overlay?: string;
}

export interface ScanPdf {
  readonly version?: string;
  readonly pages: readonly ScannedPage[];
  readonly catalog?: string;
  readonly trailer?: string;
  /** From number 3 on; the pages come behind. */
  readonly objects?: readonly string[];
  readonly lineEnd?: '\n' | '\r\n' | '\r';
  readonly table?: 'TABLE' | 'STREAM' | 'PACKED';
  /** Lengths of streams as objects of their own, as those write that do not know them before. */
  readonly lengthsApart?: boolean;
  readonly behind?: string;
}

export const A4 = { widthPt: 595, heightPt: 842 };

export function jpegImage(bytes: Buffer, width: number, height: number, space = '/DeviceRGB'): ScannedImage {
  return { bytes, width, height, coding: `/ColorSpace ${space} /BitsPerComponent 8 /Filter /DCTDecode` };
}

/** Writes a PDF as the firmware of scanners does: catalog, page tree, what is given, and then page by page. */
export function writtenScan(scan: ScanPdf): Buffer {
  const { pages, objects = [], lengthsApart = false } = scan;
  const all: string[] = ['', '', ...objects];
  const add = (object: string): number => all.push(object);
  const addStream = (entries: string, content: string): number => {
    const length = lengthsApart ? `${add(String(content.length))} 0 R` : String(content.length);
    return add(`<< ${entries} /Length ${length} >>\nstream\n${content}\nendstream`);
  };
  const numbers = pages.map((page) => {
    const images = page.images.map(({ bytes, width, height, coding }) =>
      addStream(
        `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} ${coding}`,
        bytes.toString('latin1'),
      ),
    );
    const content = addStream('', drawing(page));
    const resources = images.map((number, index) => `/Im${index} ${number} 0 R`).join(' ');
    const box = `/MediaBox [0 0 ${page.widthPt} ${page.heightPt}]`;
    return add(
      `<< /Type /Page /Parent 2 0 R ${box} /Resources << /XObject << ${resources} >> >> ` +
        `/Contents ${content} 0 R ${page.entries ?? ''} >>`,
    );
  });
  all[0] = `<< /Type /Catalog /Pages 2 0 R ${scan.catalog ?? ''} >>`;
  all[1] = `<< /Type /Pages /Kids [${numbers.map((each) => `${each} 0 R`).join(' ')}] /Count ${numbers.length} >>`;
  return Buffer.from(
    scan.table === undefined || scan.table === 'TABLE' ? tabled(all, scan) : streamed(all, scan),
    'latin1',
  );
}

/** Behind a whole file, as a device does that adds a date or a person who fills a field. */
export function updated(pdf: Buffer, number: number, object: string): Buffer {
  const before = pdf.toString('latin1');
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(before)?.[1] ?? '0';
  const size = Number(/\/Size (\d+)/.exec(before)?.[1] ?? 0);
  const offset = before.length;
  const added = `${number} 0 obj\n${object}\nendobj\n`;
  const entry = `${String(offset).padStart(10, '0')} 00000 n \n`;
  const trailer = `<< /Size ${Math.max(size, number + 1)} /Root 1 0 R /Prev ${previous} >>`;
  const table = `xref\n${number} 1\n${entry}trailer\n${trailer}\nstartxref\n${offset + added.length}\n%%EOF\n`;
  return Buffer.from(before + added + table, 'latin1');
}

function drawing({ widthPt, heightPt, images, overlay = '' }: ScannedPage): string {
  const total = images.reduce((sum, { height }) => sum + height, 0);
  let top = heightPt;
  const drawn = images.map(({ height }, index) => {
    const high = (heightPt * height) / total;
    top -= high;
    return `q ${widthPt} 0 0 ${high.toFixed(3)} 0 ${top.toFixed(3)} cm /Im${index} Do Q`;
  });
  return `${drawn.join('\n')}\n${overlay}`;
}

function tabled(
  objects: readonly string[],
  { version = '1.4', lineEnd = '\n', trailer = '', behind = '' }: ScanPdf,
): string {
  let body = `%PDF-${version}${lineEnd}%\xe2\xe3\xcf\xd3${lineEnd}`;
  const entryEnd = lineEnd.length === 2 ? lineEnd : ` ${lineEnd}`;
  const entries = objects.map((object, index) => {
    const offset = body.length;
    body += [`${index + 1} 0 obj`, object, 'endobj', ''].join(lineEnd);
    return `${String(offset).padStart(10, '0')} 00000 n${entryEnd}`;
  });
  const size = objects.length + 1;
  const head = ['xref', `0 ${size}`, `0000000000 65535 f${entryEnd}`].join(lineEnd);
  const foot = [
    'trailer',
    `<< /Size ${size} /Root 1 0 R ${trailer} >>`,
    'startxref',
    body.length,
    '%%EOF',
    '',
  ];
  return `${body}${head}${entries.join('')}${foot.join(lineEnd)}${behind}`;
}

/** With a cross-reference stream; PACKED puts all that is no stream into an object stream, as Word and macOS do. */
function streamed(
  objects: readonly string[],
  { version = '1.5', table, trailer = '', behind = '' }: ScanPdf,
): string {
  let body = `%PDF-${version}\n%\xe2\xe3\xcf\xd3\n`;
  const isPacked = (object: string): boolean => table === 'PACKED' && !object.includes('\nstream\n');
  const packed = objects.flatMap((object, index) =>
    isPacked(object) ? [{ number: index + 1, object }] : [],
  );
  const packNumber = objects.length + 1;
  const tableNumber = objects.length + 2;
  const rows: [number, number, number][] = [[0, 0, 65_535]];
  const write = (number: number, object: string): void => {
    rows[number] = [1, body.length, 0];
    body += `${number} 0 obj\n${object}\nendobj\n`;
  };
  objects.forEach((object, index) => {
    if (!isPacked(object)) write(index + 1, object);
  });
  packed.forEach(({ number }, index) => (rows[number] = [2, packNumber, index]));
  write(packNumber, packedStream(packed));
  const start = body.length;
  rows[tableNumber] = [1, start, 0];
  const bytes = Buffer.concat(
    Array.from({ length: tableNumber + 1 }, (_none, number) => {
      const [kind, second, third] = rows[number] ?? [0, 0, 0];
      const row = Buffer.alloc(7);
      row.writeUInt8(kind, 0);
      row.writeUInt32BE(second, 1);
      row.writeUInt16BE(third, 5);
      return row;
    }),
  );
  const content = deflateSync(bytes).toString('latin1');
  const entries = `/Type /XRef /Size ${tableNumber + 1} /W [1 4 2] /Root 1 0 R ${trailer} /Filter /FlateDecode`;
  const stream = `<< ${entries} /Length ${content.length} >>\nstream\n${content}\nendstream`;
  return `${body}${tableNumber} 0 obj\n${stream}\nendobj\nstartxref\n${start}\n%%EOF\n${behind}`;
}

function packedStream(packed: readonly { readonly number: number; readonly object: string }[]): string {
  let at = 0;
  const head = packed.map(({ number, object }) => {
    const offset = at;
    at += object.length + 1;
    return `${number} ${offset}`;
  });
  const first = `${head.join(' ')} `;
  const content = deflateSync(
    Buffer.from(`${first}${packed.map(({ object }) => object).join(' ')} `, 'latin1'),
  ).toString('latin1');
  const entries = `/Type /ObjStm /N ${packed.length} /First ${first.length} /Filter /FlateDecode`;
  return `<< ${entries} /Length ${content.length} >>\nstream\n${content}\nendstream`;
}
