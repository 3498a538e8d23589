import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';
import { inspect } from '../../infra/files/inspect.js';
import type { ExpectedFormat } from '../../infra/files/inspect.js';
import type { Limits } from '../../infra/files/limited-process.js';
import { receiveUpload } from '../../infra/files/received-file.js';
import {
  encryptedPdf,
  handWrittenPdf,
  packedPdf,
  pdfWithEmbeddedFile,
  pdfWithOpenAction,
  pdfWithScript,
  samplePdf,
} from '../support/sample-pdfs.js';
import { SAMPLE_PHOTO } from '../support/sample-photo.js';

const MAX_BYTES = 10 * 1024 * 1024;

/** Number of pages, or the code of the refusal. */
async function outcomeOf(bytes: Buffer, fileName: string, expected: ExpectedFormat = 'PDF', limits?: Limits) {
  const upload = { stream: Readable.from([bytes]), fileName };
  const received = await receiveUpload(upload, { maxBytes: MAX_BYTES });
  if (!received.accepted) return received.refusals[0].code;
  try {
    const decision = await inspect(received.value, expected, limits);
    return decision.accepted ? decision.value.pages : decision.refusals[0].code;
  } finally {
    await received.value.discard();
  }
}

const DOCX_HEAD = Buffer.concat([Buffer.from('PK\u0003\u0004\u0014\u0000\u0006\u0000'), randomBytes(2_000)]);
const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const PAGES = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const PAGE = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>';

function packedScript(type: string): string {
  const packed = deflateSync(Buffer.from('5 0 << /S /JavaScript /JS (app.alert) >>')).toString('latin1');
  const dict = `<< ${type} /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>`;
  return `${dict}\nstream\n${packed}\nendstream`;
}

describe('inspecting what should be a PDF', () => {
  it('AC-22 accepts a PDF and counts its pages', async () => {
    expect(await outcomeOf(await samplePdf(), '诚信声明.PDF')).toBe(1);
    expect(await outcomeOf(await samplePdf('scan', 30), 'a.pdf')).toBe(30);
    expect(await outcomeOf(await packedPdf(), 'a.pdf')).toBe(1);
    expect(await outcomeOf(handWrittenPdf([CATALOG, PAGES, PAGE]), 'a.pdf')).toBe(1);
  });

  it('AC-23 refuses a .docx, also renamed, with FILE_TYPE_INVALID', async () => {
    expect(await outcomeOf(DOCX_HEAD, '声明.docx')).toBe('FILE_TYPE_INVALID');
    expect(await outcomeOf(DOCX_HEAD, '声明.pdf')).toBe('FILE_TYPE_INVALID');
  });

  it('AC-23 refuses a JPEG renamed .pdf with FILE_TYPE_INVALID', async () => {
    expect(await outcomeOf(SAMPLE_PHOTO, '执照.pdf')).toBe('FILE_TYPE_INVALID');
  });

  it('refuses a PDF whose name says otherwise with FILE_TYPE_INVALID', async () => {
    expect(await outcomeOf(await samplePdf(), '执照.exe')).toBe('FILE_TYPE_INVALID');
    expect(await outcomeOf(await samplePdf(), 'pdf')).toBe('FILE_TYPE_INVALID');
  });

  it('AC-23 refuses an empty file with FILE_EMPTY', async () => {
    expect(await outcomeOf(Buffer.alloc(0), '空.pdf')).toBe('FILE_EMPTY');
  });

  it('AC-23 refuses an encrypted PDF with FILE_UNREADABLE', async () => {
    expect(await outcomeOf(await encryptedPdf({ userPassword: 'a' }), 'a.pdf')).toBe('FILE_UNREADABLE');
    expect(await outcomeOf(await encryptedPdf({ ownerPassword: 'b' }), 'a.pdf')).toBe('FILE_UNREADABLE');
  });

  it('AC-23 refuses a PDF above the limit with FILE_TOO_LARGE', async () => {
    const large = Buffer.concat([await samplePdf(), Buffer.alloc(MAX_BYTES)]);
    expect(await outcomeOf(large, 'a.pdf')).toBe('FILE_TOO_LARGE');
  });

  it('refuses a PDF that was cut off, wherever, with FILE_UNREADABLE', async () => {
    const whole = await samplePdf('scan', 3);
    for (const part of [0.02, 0.3, 0.6, 0.9]) {
      const cutOff = whole.subarray(0, Math.floor(whole.length * part));
      expect(await outcomeOf(cutOff, 'a.pdf')).toBe('FILE_UNREADABLE');
    }
    expect(await outcomeOf(Buffer.from('%PDF-1.7\nnothing at all\n%%EOF'), 'a.pdf')).toBe('FILE_UNREADABLE');
  });

  it('refuses a PDF without a page, or whose page tree meets itself, with FILE_UNREADABLE', async () => {
    const none = handWrittenPdf([CATALOG, '<< /Type /Pages /Kids [] /Count 0 >>']);
    expect(await outcomeOf(none, 'a.pdf')).toBe('FILE_UNREADABLE');
    const ring = handWrittenPdf([CATALOG, '<< /Type /Pages /Kids [2 0 R] /Count 1 >>']);
    expect(await outcomeOf(ring, 'a.pdf')).toBe('FILE_UNREADABLE');
  });
});

describe('active content', () => {
  it('refuses a script with FILE_ACTIVE_CONTENT', async () => {
    expect(await outcomeOf(await pdfWithScript(false), 'a.pdf')).toBe('FILE_ACTIVE_CONTENT');
    expect(await outcomeOf(await pdfWithScript(true), 'a.pdf')).toBe('FILE_ACTIVE_CONTENT');
  });

  it('refuses a script in a compressed object stream, where its name is not to be seen', async () => {
    const pdf = handWrittenPdf([CATALOG, PAGES, PAGE, packedScript('/Type /ObjStm')]);
    expect(pdf.includes('JavaScript')).toBe(false);
    expect(await outcomeOf(pdf, 'a.pdf')).toBe('FILE_ACTIVE_CONTENT');
  });

  it.each([
    ['JavaScript', { S: 'JavaScript' }],
    ['Launch', { S: 'Launch', F: 'cmd.exe' }],
    ['SubmitForm', { S: 'SubmitForm' }],
  ])('refuses the action %s on opening', async (_name, action) => {
    expect(await outcomeOf(await pdfWithOpenAction(action), 'a.pdf')).toBe('FILE_ACTIVE_CONTENT');
  });

  it('allows an action that only turns to a page', async () => {
    expect(await outcomeOf(await pdfWithOpenAction({ S: 'GoTo' }), 'a.pdf')).toBe(1);
  });

  it('refuses an embedded file', async () => {
    expect(await outcomeOf(await pdfWithEmbeddedFile(), 'a.pdf')).toBe('FILE_ACTIVE_CONTENT');
  });

  it.each([
    ['a name written with escapes', '<< /S /#4aavaScript /#4a#53 (x) >>'],
    ['the next action of an action', '<< /S /GoTo /Next [<< /S /GoTo >> << /S /Launch >>] >>'],
    ['an annotation with a file', '<< /Type /Annot /Subtype /FileAttachment >>'],
    ['a form of the XFA kind', '<< /XFA (x) >>'],
  ])('refuses %s, wherever it stands', async (_name, object) => {
    expect(await outcomeOf(handWrittenPdf([CATALOG, PAGES, PAGE, object]), 'a.pdf')).toBe(
      'FILE_ACTIVE_CONTENT',
    );
  });

  it('refuses a script in an object that a later one of the same number replaces', async () => {
    const twice = `<< /S /JavaScript >>\nendobj\n4 0 obj\n<< /S /GoTo >>`;
    expect(await outcomeOf(handWrittenPdf([CATALOG, PAGES, PAGE, twice]), 'a.pdf')).toBe(
      'FILE_ACTIVE_CONTENT',
    );
  });

  it('refuses packed objects in a stream that does not say so', async () => {
    const pdf = handWrittenPdf([CATALOG, PAGES, PAGE, packedScript('')]);
    expect(await outcomeOf(pdf, 'a.pdf')).toBe('FILE_UNREADABLE');
  });
});

describe('a PDF made to exhaust its reader', () => {
  it('refuses too many objects with FILE_TOO_COMPLEX', async () => {
    const many = Array.from({ length: 100_100 }, () => 'null');
    expect(await outcomeOf(handWrittenPdf([CATALOG, PAGES, PAGE, ...many]), 'a.pdf')).toBe(
      'FILE_TOO_COMPLEX',
    );
  }, 20_000);

  it('refuses too many pages with FILE_TOO_COMPLEX', async () => {
    expect(await outcomeOf(await samplePdf('scan', 501), 'a.pdf')).toBe('FILE_TOO_COMPLEX');
  });

  it('survives nesting without end', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const outcome = await outcomeOf(handWrittenPdf([CATALOG, PAGES, PAGE, deep]), 'a.pdf');
    expect(['FILE_TOO_COMPLEX', 'FILE_UNREADABLE']).toContain(outcome);
  });

  it('stops unpacking a stream that would fill the memory', async () => {
    const bomb = deflateSync(deflateSync(Buffer.alloc(900 * 1024 * 1024))).toString('latin1');
    const dict = `/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode] /Length ${bomb.length}`;
    const stream = `<< ${dict} >>\nstream\n${bomb}\nendstream`;
    expect(await outcomeOf(handWrittenPdf([CATALOG, PAGES, PAGE, stream]), 'a.pdf')).toBe('FILE_TOO_COMPLEX');
  }, 30_000);

  it('ends an inspection that takes more processor time than it may', async () => {
    const limits = { cpuMs: 1, wallMs: 30_000 };
    expect(await outcomeOf(await samplePdf('scan', 400), 'a.pdf', 'PDF', limits)).toBe('FILE_TOO_COMPLEX');
  });

  it('says nothing of a file to which a busy machine does not come: it is to be sent again', async () => {
    const inspection = outcomeOf(await samplePdf('scan', 400), 'a.pdf', 'PDF', { cpuMs: 30_000, wallMs: 1 });
    await expect(inspection).rejects.toMatchObject({ name: 'NoTimeLeft', refusalCode: 'STORE_UNAVAILABLE' });
  });

  it('judges the same bytes once, and asks their name and format again', async () => {
    const bytes = await samplePdf('the same', 400);
    const NO_TIME = { cpuMs: 1, wallMs: 1 };
    expect(await outcomeOf(bytes, 'a.pdf')).toBe(400);
    expect(await outcomeOf(bytes, 'b.pdf', 'PDF', NO_TIME)).toBe(400);
    expect(await outcomeOf(bytes, 'a.exe', 'PDF', NO_TIME)).toBe('FILE_TYPE_INVALID');
    expect(await outcomeOf(bytes, 'a.jpg', 'JPEG', NO_TIME)).toBe('FILE_TYPE_INVALID');
  });

  it('inspects many files at once', async () => {
    const bytes = await samplePdf();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => outcomeOf(bytes, 'a.pdf')));
    expect(outcomes).toEqual([1, 1, 1, 1, 1, 1]);
  }, 20_000);
});

describe('inspecting what should be a JPEG', () => {
  it('AC-22 accepts a photo', async () => {
    expect(await outcomeOf(SAMPLE_PHOTO, '证件照.jpg', 'JPEG')).toBe(1);
    expect(await outcomeOf(SAMPLE_PHOTO, '证件照.JPEG', 'JPEG')).toBe(1);
  });

  it('refuses another content or another name with FILE_TYPE_INVALID', async () => {
    expect(await outcomeOf(await samplePdf(), '证件照.jpg', 'JPEG')).toBe('FILE_TYPE_INVALID');
    expect(await outcomeOf(SAMPLE_PHOTO, '证件照.png', 'JPEG')).toBe('FILE_TYPE_INVALID');
  });

  it('refuses an empty file with FILE_EMPTY', async () => {
    expect(await outcomeOf(Buffer.alloc(0), '证件照.jpg', 'JPEG')).toBe('FILE_EMPTY');
  });

  it('refuses a photo that was cut off, wherever, with FILE_UNREADABLE', async () => {
    for (let kept = 4; kept < SAMPLE_PHOTO.length; kept += 97) {
      expect(await outcomeOf(SAMPLE_PHOTO.subarray(0, kept), 'a.jpg', 'JPEG')).toBe('FILE_UNREADABLE');
    }
  });

  it('refuses a photo of impossible size with FILE_TOO_COMPLEX', async () => {
    const frame = SAMPLE_PHOTO.indexOf(Buffer.from([0xff, 0xc0]));
    const huge = Buffer.from(SAMPLE_PHOTO);
    huge.writeUInt32BE(0xfff0fff0, frame + 5);
    expect(await outcomeOf(huge, 'a.jpg', 'JPEG')).toBe('FILE_TOO_COMPLEX');
  });
});
