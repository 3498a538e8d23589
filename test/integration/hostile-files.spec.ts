import { Readable } from 'node:stream';
import sharp from 'sharp';
import type { RefusalCode } from '../../domain/refusal-catalogue.js';
import { inspect } from '../../infra/files/inspect.js';
import type { ExpectedFormat } from '../../infra/files/inspect.js';
import { runLimited } from '../../infra/files/limited-process.js';
import { receiveUpload } from '../../infra/files/received-file.js';
import {
  gigabytes,
  lzwBomb,
  nested,
  objectStream,
  pdfWith,
  pdfWithCatalog,
  pdfWithEndlessTable,
  pdfWithHiddenObject,
  pdfWithPage,
  pdfWithTableLoop,
  SCRIPT,
  squeezed,
  stream,
  zipOf,
} from '../support/hostile-pdfs.js';
import {
  encryptedPdf,
  handWrittenPdf,
  packedPdf,
  pdfWithEmbeddedFile,
  samplePdf,
} from '../support/sample-pdfs.js';
import { SAMPLE_PHOTO } from '../support/sample-photo.js';

const MAX_BYTES = 10 * 1024 * 1024;
const WITHIN_MS = 5_000;
/** So long that only memory ends it. */
const UNHURRIED = { cpuMs: 25_000, wallMs: 60_000 };
const WITHIN_MEBIBYTES = 512;
const HTML = '<!DOCTYPE html><html><script>alert(1)</script></html>\n';
const DOCUMENT = '[Content_Types].xml';

interface Case {
  readonly name: string;
  readonly code: RefusalCode;
  readonly bytes: () => Buffer | Promise<Buffer>;
  readonly fileName?: string;
  readonly expected?: ExpectedFormat;
}

const pdf = (name: string, code: RefusalCode, bytes: Case['bytes']): Case => ({ name, code, bytes });
const jpeg = (name: string, code: RefusalCode, bytes: Case['bytes']): Case => ({
  name,
  code,
  bytes,
  fileName: '证件照.jpg',
  expected: 'JPEG',
});

/** As a table of the bytes' own size: everything the file is, behind what stands before it. */
const behind = (before: string | Buffer, file: Buffer): Buffer => Buffer.concat([Buffer.from(before), file]);

const POLYGLOTS: readonly Case[] = [
  pdf('HTML in front', 'FILE_TYPE_INVALID', async () => behind(HTML, await samplePdf())),
  pdf('a byte order mark in front', 'FILE_TYPE_INVALID', async () => behind('\ufeff', await samplePdf())),
  pdf('a music tag in front', 'FILE_TYPE_INVALID', async () =>
    behind(Buffer.from('ID3\x04\0\0\0\0\0\0'), await samplePdf()),
  ),
  pdf('HTML behind', 'FILE_ACTIVE_CONTENT', async () => behind(await samplePdf(), Buffer.from(HTML))),
  pdf('HTML behind, and an end mark behind that', 'FILE_ACTIVE_CONTENT', async () =>
    behind(await samplePdf(), Buffer.from(`\n${HTML}%%EOF\n`)),
  ),
  pdf('a ZIP in front', 'FILE_TYPE_INVALID', async () => behind(zipOf(DOCUMENT, 'x', 0), await samplePdf())),
  pdf('a ZIP behind', 'FILE_ACTIVE_CONTENT', async () => {
    const whole = await samplePdf();
    return behind(whole, zipOf(DOCUMENT, 'x', whole.length));
  }),
  pdf('a ZIP whose comment is the end of the PDF', 'FILE_ACTIVE_CONTENT', () => {
    const page = pdfWith().toString('latin1');
    const at = page.lastIndexOf('xref\n0');
    const zip = zipOf(DOCUMENT, 'x', at, `\n${page.slice(at)}`);
    return Buffer.concat([Buffer.from(page.slice(0, at), 'latin1'), zip]);
  }),
];

const SCRIPTS: readonly Case[] = [
  pdf('a script as an object', 'FILE_ACTIVE_CONTENT', () => pdfWith(SCRIPT)),
  pdf('a script on opening', 'FILE_ACTIVE_CONTENT', () => pdfWithCatalog(`/OpenAction ${SCRIPT}`)),
  pdf('a script among the named ones', 'FILE_ACTIVE_CONTENT', () =>
    pdfWithCatalog('/Names << /JavaScript << /Names [(a) 4 0 R] >> >>', SCRIPT),
  ),
  pdf('a script when a page is shown', 'FILE_ACTIVE_CONTENT', () => pdfWithPage(`/AA << /O ${SCRIPT} >>`)),
  pdf('a script in a compressed object stream', 'FILE_ACTIVE_CONTENT', () => pdfWith(objectStream([SCRIPT]))),
  pdf('a script behind an escaped name', 'FILE_ACTIVE_CONTENT', () =>
    pdfWith('<< /S /J#61vaScript /J#53 (app.alert) >>'),
  ),
  pdf('an escaped script in a compressed object stream', 'FILE_ACTIVE_CONTENT', () =>
    pdfWith(objectStream(['<< /#53 /J#61vaScript /#4A#53 (app.alert) >>'])),
  ),
  pdf('a script that a second key of the same name hides', 'FILE_ACTIVE_CONTENT', () =>
    pdfWith('<< /S /JavaScript /S /GoTo >>'),
  ),
  pdf('a script in the trailer itself', 'FILE_ACTIVE_CONTENT', () =>
    Buffer.from(
      pdfWith()
        .toString('latin1')
        .replace('/Root 1 0 R', `/Root << /Type /Catalog /Pages 2 0 R /OpenAction ${SCRIPT} >>`),
      'latin1',
    ),
  ),
  pdf('an object inside of a stream, to which only the table leads', 'FILE_UNREADABLE', () =>
    pdfWithHiddenObject(SCRIPT),
  ),
  pdf('the same with a comment between its numbers', 'FILE_UNREADABLE', () =>
    pdfWith(stream('', `9 %x\n0 % y 7\r\nobj\n${SCRIPT}\nendobj`)),
  ),
  pdf('a trailer inside of a stream', 'FILE_UNREADABLE', () =>
    pdfWith(stream('', `trailer\n<< /Root << /OpenAction ${SCRIPT} >> >>`)),
  ),
  pdf('packed objects whose kind stands elsewhere', 'FILE_UNREADABLE', () =>
    pdfWith(objectStream([SCRIPT], '/Type 5 0 R'), '/ObjStm'),
  ),
];

const ACTIONS: readonly Case[] = [
  ...[
    '<< /S /Launch /F (cmd.exe) >>',
    '<< /S /SubmitForm /F (https://example.com) >>',
    '<< /S /GoToR /F (other.pdf) /D [0 /Fit] >>',
    '<< /S /GoToE /T << /R /C /N (a.pdf) >> >>',
    '<< /S /ImportData /F (a.fdf) >>',
    '<< /S /Rendition /OP 0 >>',
    '<< /S /GoTo /D [3 0 R /Fit] /Next << /S /Movie >> >>',
  ].map((action) =>
    pdf(`the action ${action.slice(6, 22).trim()}`, 'FILE_ACTIVE_CONTENT', () => pdfWith(action)),
  ),
  pdf('an address opened without a click', 'FILE_ACTIVE_CONTENT', () =>
    pdfWithCatalog(
      '/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /URI /URI (https://example.com) >> >>',
    ),
  ),
  pdf('an embedded file', 'FILE_ACTIVE_CONTENT', () => pdfWithEmbeddedFile()),
  pdf('an annotation with a file', 'FILE_ACTIVE_CONTENT', () =>
    pdfWithPage('/Annots [<< /Type /Annot /Subtype /FileAttachment >>]'),
  ),
  pdf('rich media', 'FILE_ACTIVE_CONTENT', () => pdfWithPage('/Annots [<< /Subtype /RichMedia >>]')),
  pdf('a three-dimensional scene', 'FILE_ACTIVE_CONTENT', () => pdfWithPage('/Annots [<< /Subtype /3D >>]')),
  pdf('a form of the XFA kind', 'FILE_ACTIVE_CONTENT', () => pdfWithCatalog('/AcroForm << /XFA [] >>')),
  pdf('a portfolio of files', 'FILE_ACTIVE_CONTENT', () => pdfWithCatalog('/Collection << /View /T >>')),
  pdf('a stream whose bytes are another file', 'FILE_ACTIVE_CONTENT', () =>
    pdfWith(stream('/F (/etc/passwd)', '')),
  ),
];

const EXHAUSTING: readonly Case[] = [
  pdf('an object stream that inflates to gigabytes', 'FILE_TOO_COMPLEX', () =>
    pdfWith(stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', gigabytes(4))),
  ),
  pdf('a table of offsets that inflates to gigabytes', 'FILE_TOO_COMPLEX', () =>
    pdfWith(stream('/Type /XRef /Size 4 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode', gigabytes(4))),
  ),
  pdf('the content of a page that inflates to gigabytes', 'FILE_TOO_COMPLEX', () =>
    pdfWithPage('/Contents 4 0 R', stream('/Filter /FlateDecode', gigabytes(4))),
  ),
  pdf('chained filters that inflate to gigabytes', 'FILE_TOO_COMPLEX', () => {
    const filters = '/Filter [/FlateDecode /FlateDecode /FlateDecode]';
    return pdfWithPage('/Contents 4 0 R', stream(filters, squeezed(640, 3)));
  }),
  pdf('chained filters of packed objects', 'FILE_TOO_COMPLEX', () =>
    pdfWith(stream('/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]', squeezed(640, 2))),
  ),
  pdf('more filters than any producer chains', 'FILE_TOO_COMPLEX', () =>
    pdfWith(stream(`/Filter [${'/FlateDecode '.repeat(40)}]`, squeezed(1, 40))),
  ),
  pdf('an LZW stream that grows a hundredfold and more', 'FILE_TOO_COMPLEX', () =>
    pdfWith(stream('/Filter /LZWDecode', lzwBomb(400_000))),
  ),
  pdf('a picture of impossible size', 'FILE_TOO_COMPLEX', () =>
    pdfWith(stream('/Subtype /Image /Width 100000 /Height 100000 /Filter /CCITTFaxDecode', 'x')),
  ),
  pdf('a million objects', 'FILE_TOO_COMPLEX', () => {
    const million = 'null '.repeat(1_000_000).trimEnd().split(' ');
    return pdfWith(objectStream(million));
  }),
  pdf('a hundred thousand plain objects', 'FILE_TOO_COMPLEX', () =>
    pdfWith(...Array.from({ length: 100_001 }, () => 'null')),
  ),
  pdf('an array of millions', 'FILE_TOO_COMPLEX', () => pdfWith(`[${'1 '.repeat(4_900_000)}]`)),
  pdf('a table that promises billions of entries', 'FILE_TOO_COMPLEX', () =>
    pdfWithEndlessTable('/W [1 0 0] /Index [0 4000000000]'),
  ),
  pdf('a table whose entries are billions of bytes wide', 'FILE_TOO_COMPLEX', () =>
    pdfWithEndlessTable('/W [1 4000000000 0]'),
  ),
  pdf('a table that hides what it promises behind what it takes back', 'FILE_TOO_COMPLEX', () =>
    pdfWithEndlessTable('/W [1 0 0] /Index [0 -4000000000 0 4000000000]'),
  ),
  pdf('arrays nested without end', 'FILE_TOO_COMPLEX', () => pdfWith(nested('[', ']', 200_000))),
  pdf('dictionaries nested without end', 'FILE_TOO_COMPLEX', () => pdfWith(nested('<< /A ', ' >>', 100_000))),
  pdf('arrays nested in a compressed object stream', 'FILE_TOO_COMPLEX', () =>
    pdfWith(objectStream([nested('[', ']', 200_000)])),
  ),
];

const BROKEN: readonly Case[] = [
  pdf('a page tree that meets itself', 'FILE_UNREADABLE', () =>
    handWrittenPdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R] /Count 1 >>']),
  ),
  pdf('a page tree that meets itself over several nodes', 'FILE_UNREADABLE', () =>
    handWrittenPdf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 1 >>',
    ]),
  ),
  pdf('kids that are a reference to themselves', 'FILE_UNREADABLE', () =>
    handWrittenPdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids 3 0 R >>', '3 0 R']),
  ),
  pdf('a table of offsets that names itself as the one before', 'FILE_UNREADABLE', pdfWithTableLoop),
  pdf('a password to open it', 'FILE_UNREADABLE', () => encryptedPdf({ userPassword: 'a' })),
  pdf('a password to change it', 'FILE_UNREADABLE', () => encryptedPdf({ ownerPassword: 'b' })),
  pdf('nothing', 'FILE_EMPTY', () => Buffer.alloc(0)),
  pdf('half of a file', 'FILE_UNREADABLE', async () => {
    const whole = await packedPdf();
    return whole.subarray(0, whole.length / 2);
  }),
  pdf('an update that was cut off', 'FILE_UNREADABLE', async () =>
    behind(await samplePdf(), Buffer.from('9 0 obj\n<< /Type /Catalog')),
  ),
  { ...pdf('a .docx', 'FILE_TYPE_INVALID', () => zipOf(DOCUMENT, 'x', 0)), fileName: '声明.docx' },
  pdf('a .docx called .pdf', 'FILE_TYPE_INVALID', () => zipOf(DOCUMENT, 'x', 0)),
  pdf('a JPEG called .pdf', 'FILE_TYPE_INVALID', () => SAMPLE_PHOTO),
  { ...pdf('a PDF called .jpg', 'FILE_TYPE_INVALID', () => samplePdf()), fileName: '声明.jpg' },
];

const PICTURES: readonly Case[] = [
  jpeg('a PDF where a photo is wanted', 'FILE_TYPE_INVALID', () => samplePdf()),
  jpeg('a photo of impossible size', 'FILE_TOO_COMPLEX', () => resizedOnPaper(0xfff0)),
  jpeg('a photo that says it is larger than it is', 'FILE_UNREADABLE', () => resizedOnPaper(4_000)),
  jpeg('a photo cut off', 'FILE_UNREADABLE', () => SAMPLE_PHOTO.subarray(0, SAMPLE_PHOTO.length / 2)),
  jpeg('a photo cut off and closed again', 'FILE_UNREADABLE', async () =>
    Buffer.concat([(await largePhoto()).subarray(0, 4_000), Buffer.from([0xff, 0xd9])]),
  ),
  jpeg('a photo whose tables are missing', 'FILE_UNREADABLE', withoutTables),
  jpeg('a photo with HTML behind', 'FILE_ACTIVE_CONTENT', () => behind(SAMPLE_PHOTO, Buffer.from(HTML))),
  jpeg('a photo with a ZIP behind', 'FILE_ACTIVE_CONTENT', () =>
    behind(SAMPLE_PHOTO, zipOf(DOCUMENT, 'x', SAMPLE_PHOTO.length)),
  ),
  jpeg('HTML before a photo', 'FILE_TYPE_INVALID', () => behind(HTML, SAMPLE_PHOTO)),
];

function largePhoto(): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
  return sharp({ create: { width: 400, height: 500, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer();
}

/** The frame's numbers changed, the pixels not. */
function resizedOnPaper(side: number): Buffer {
  const photo = Buffer.from(SAMPLE_PHOTO);
  const frame = photo.indexOf(Buffer.from([0xff, 0xc0]));
  photo.writeUInt16BE(side, frame + 5);
  photo.writeUInt16BE(side, frame + 7);
  return photo;
}

function withoutTables(): Buffer {
  const table = SAMPLE_PHOTO.indexOf(Buffer.from([0xff, 0xdb]));
  const length = SAMPLE_PHOTO.readUInt16BE(table + 2);
  return Buffer.concat([SAMPLE_PHOTO.subarray(0, table), SAMPLE_PHOTO.subarray(table + 2 + length)]);
}

const CASES = [...POLYGLOTS, ...SCRIPTS, ...ACTIONS, ...EXHAUSTING, ...BROKEN, ...PICTURES];

describe('hostile files', () => {
  it.each(CASES.map((each, index) => ({ ...each, number: index + 1 })))(
    '$number. $name: $code',
    async ({ bytes, code, fileName = '附件.pdf', expected = 'PDF' }) => {
      const upload = { stream: Readable.from([await bytes()]), fileName };
      const received = await receiveUpload(upload, { maxBytes: MAX_BYTES });
      if (!received.accepted) throw new Error(received.refusals[0].code);
      const file = received.value;
      try {
        const begunAt = Date.now();
        const decision = await inspect(file, expected);
        expect(Date.now() - begunAt).toBeLessThan(WITHIN_MS);
        expect(decision.accepted ? 'accepted' : decision.refusals[0].code).toBe(code);
        if (expected === 'PDF') await expectWithinMemory(file.path);
      } finally {
        await file.discard();
      }
    },
    30_000,
  );

  it.each([
    ['a path', '../../etc/身份证.pdf', '身份证.pdf'],
    ['a path of Windows', 'C:\\Users\\a\\身份证.pdf', '身份证.pdf'],
    ['control characters', '身\u0000份\u0007证\r\n.pdf', '身份证.pdf'],
    ['a turned reading direction', '身份证\u202efdp.pdf', '身份证fdp.pdf'],
    ['isolating and invisible marks', '\u2066身\u200b份证\u2069.pdf', '身份证.pdf'],
    ['another way to write the same letters', 'cafe\u0301.pdf', 'caf\u00e9.pdf'],
    ['a length without end', `${'证'.repeat(5_000)}.pdf`, `${'证'.repeat(116)}.pdf`],
  ])('in whose name stands %s are accepted under a clean one', async (_name, fileName, kept) => {
    const upload = { stream: Readable.from([await samplePdf()]), fileName };
    const received = await receiveUpload(upload, { maxBytes: MAX_BYTES });
    if (!received.accepted) throw new Error(received.refusals[0].code);
    expect(received.value.fileName).toBe(kept);
    expect(await inspect(received.value, 'PDF')).toEqual({ accepted: true, value: { pages: 1 } });
    await received.value.discard();
  });

  it('are as many as were asked for, each of its own bytes', async () => {
    const all = await Promise.all(CASES.map(async ({ bytes }) => (await bytes()).toString('base64')));
    expect(new Set(all).size).toBeGreaterThanOrEqual(60);
  }, 60_000);
});

/** The child says itself what it held at its most. */
async function expectWithinMemory(path: string): Promise<void> {
  const { peakMebibytes } = await runLimited('inspect-pdf', { path }, UNHURRIED);
  expect(peakMebibytes).toBeGreaterThan(20);
  expect(peakMebibytes).toBeLessThan(WITHIN_MEBIBYTES);
}
