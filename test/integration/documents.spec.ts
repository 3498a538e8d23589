import { PDFDocument } from '@cantoo/pdf-lib';
import jsQR from 'jsqr';
import { chineseDate, chineseInstant } from '../../infra/documents/chinese-time.js';
import { renderConfirmationForm } from '../../infra/documents/confirmation-form.js';
import { drawable, isCovered } from '../../infra/documents/drawable-text.js';
import { renderReceipt } from '../../infra/documents/receipt.js';
import { inkOf } from '../support/pdf-ink.js';
import type { GlyphInk, InkedPage } from '../support/pdf-ink.js';
import { textOf } from '../support/pdf-text.js';
import { SAMPLE_PHOTO } from '../support/sample-photo.js';
import { SAMPLE_FORM, SAMPLE_RECEIPT } from '../support/sample-documents.js';

const NAMES = [
  '王建国',
  '欧阳文茜',
  '买买提·艾合买提',
  '㛃䶮𬭎',
  '龑喆堃赟犇',
  '淼昇玥珺頔燊翀',
  '𫍽𬀩㐂〇',
  "Anne-Marie O'Neil",
];

function formFor(name: string): Promise<Buffer> {
  return renderConfirmationForm({ ...SAMPLE_FORM, holder: { ...SAMPLE_FORM.holder, name } });
}

/** Looks in the left third of the page, where the code stands: the scanner is slow on text. */
function scanned({ picture }: InkedPage): string | undefined {
  const width = Math.floor(picture.width / 3);
  const left = new Uint8ClampedArray(width * picture.height * 4);
  for (let row = 0; row < picture.height; row += 1) {
    const from = row * picture.width * 4;
    left.set(picture.data.subarray(from, from + width * 4), row * width * 4);
  }
  return jsQR(left, width, picture.height)?.data;
}

async function onlyPage(pdf: Buffer): Promise<InkedPage> {
  const [page, ...more] = await inkOf(pdf);
  if (page === undefined || more.length > 0) throw new Error('there should be one page');
  return page;
}

/** The holder's name is the only text of 14 points. */
async function inkOfName(name: string): Promise<readonly GlyphInk[]> {
  const page = await onlyPage(await formFor(name));
  return page.runs.filter((run) => run.size === 14).flatMap((run) => run.glyphs);
}

describe('《工作居住证确认单》', () => {
  it('prints every character of a rare name, each with its own shape', async () => {
    const inked = (await inkOfName('㛃䶮𬭎')).filter((glyph) => glyph.pixels > 0);
    expect(new Set(inked.map((glyph) => glyph.outline)).size).toBe(3);
  });

  it('shows the code of a character that the fonts lack instead of an empty box', async () => {
    expect(isCovered('𠮷')).toBe(false);
    expect(drawable('𠮷田')).toBe('〔U+20BB7〕田');
    expect((await inkOfName('𠮷')).filter((glyph) => glyph.pixels > 0)).toHaveLength('〔U+20BB7〕'.length);
  });

  it('leaves no text blank anywhere on the page', async () => {
    const page = await onlyPage(await renderConfirmationForm(SAMPLE_FORM));
    for (const run of page.runs) expect(run.glyphs.some((glyph) => glyph.pixels > 0)).toBe(true);
    expect(page.runs.length).toBeGreaterThan(30);
  });

  it('carries a QR code that leads to the public check page', async () => {
    const page = await onlyPage(await renderConfirmationForm(SAMPLE_FORM));
    expect(scanned(page)).toBe(SAMPLE_FORM.verification.url);
  });

  it('is drawn without a photo where a legacy holder never gave one', async () => {
    const bytes = await renderConfirmationForm({
      ...SAMPLE_FORM,
      holder: { ...SAMPLE_FORM.holder, photo: null },
    });
    expect(await textOf(bytes)).toContain('（无照片）');
  });

  it('is one page of A4 with the photo, whatever has to stand on it', async () => {
    const member = { relationLabel: '子女', name: '古丽巴哈尔·艾合买提江' };
    const full = await renderConfirmationForm({
      ...SAMPLE_FORM,
      holder: { ...SAMPLE_FORM.holder, name: '古丽巴哈尔·'.repeat(8) },
      unit: { name: '北京'.repeat(50), uscc: SAMPLE_FORM.unit.uscc },
      family: Array.from({ length: 20 }, () => member),
    });
    const document = await PDFDocument.load(full);
    expect(document.getPageCount()).toBe(1);
    expect(document.getPage(0).getSize()).toEqual({ width: 595.28, height: 841.89 });
    expect(full.includes(SAMPLE_PHOTO)).toBe(true);
    expect(scanned(await onlyPage(full))).toBe(SAMPLE_FORM.verification.url);
  });

  it('gives the same bytes for the same content, and others for another time of issue', async () => {
    const first = await renderConfirmationForm(SAMPLE_FORM);
    expect((await renderConfirmationForm(SAMPLE_FORM)).equals(first)).toBe(true);
    const later = { ...SAMPLE_FORM, issuedAt: new Date(SAMPLE_FORM.issuedAt.getTime() + 1_000) };
    expect((await renderConfirmationForm(later)).equals(first)).toBe(false);
  });
});

describe('受理回执', () => {
  it('AC-107 lists the files on one page and carries a QR code that leads to the check page', async () => {
    const page = await onlyPage(await renderReceipt(SAMPLE_RECEIPT));
    expect(scanned(page)).toBe(SAMPLE_RECEIPT.verification.url);
    for (const run of page.runs) expect(run.glyphs.some((glyph) => glyph.pixels > 0)).toBe(true);
  });

  it('prints every character of every name, each with its own shape', async () => {
    const files = NAMES.map((name) => ({ attachmentLabel: name, fileName: 'a.pdf', sha256: 'a'.repeat(64) }));
    const page = await onlyPage(await renderReceipt({ ...SAMPLE_RECEIPT, files }));
    const cells = page.runs.filter((run) => run.size === 9.5).slice(4); // without the heads of the four columns
    NAMES.forEach((name, row) => {
      const characters = Array.from(name.replaceAll(' ', ''));
      const inked = cells[row * 4 + 1]?.glyphs.filter((glyph) => glyph.pixels > 0) ?? [];
      expect([name, inked.length]).toEqual([name, characters.length]);
      expect(new Set(inked.map((glyph) => glyph.outline)).size).toBe(new Set(characters).size);
    });
  });

  it('runs to more pages when there are many files, with the QR code on the last', async () => {
    const files = Array.from({ length: 9 }, () => SAMPLE_RECEIPT.files).flat();
    const pages = await inkOf(await renderReceipt({ ...SAMPLE_RECEIPT, files }));
    expect(pages.map((page) => scanned(page) ?? null)).toEqual([null, null, SAMPLE_RECEIPT.verification.url]);
  });

  it.each([9, 10, 14, 15])(
    'keeps everything on the paper with %i files, where the page just ends',
    async (count) => {
      const [file] = SAMPLE_RECEIPT.files;
      if (file === undefined) throw new Error('the sample lists no file');
      const files = Array.from({ length: count }, () => file);
      const last = (await inkOf(await renderReceipt({ ...SAMPLE_RECEIPT, files }))).at(-1);
      expect(last && scanned(last)).toBe(SAMPLE_RECEIPT.verification.url);
    },
  );

  it('does without an applicant and without renewal dates for a unit application', async () => {
    const { renewal: _renewal, ...withoutRenewal } = SAMPLE_RECEIPT;
    const page = await onlyPage(await renderReceipt({ ...withoutRenewal, applicant: null }));
    const full = await onlyPage(await renderReceipt(SAMPLE_RECEIPT));
    expect(full.runs.length - page.runs.length).toBeGreaterThanOrEqual(6);
  });

  it('gives the same bytes for the same content', async () => {
    const first = await renderReceipt(SAMPLE_RECEIPT);
    expect((await renderReceipt(SAMPLE_RECEIPT)).equals(first)).toBe(true);
  });
});

describe('dates on paper', () => {
  it('are those of Beijing', () => {
    expect(chineseDate('2021-08-06')).toBe('2021年8月6日');
    expect(chineseInstant(new Date('2021-07-08T15:59:58.999Z'))).toBe('2021年7月8日 23:59:58');
    expect(chineseInstant(new Date('2021-12-31T16:00:00Z'))).toBe('2022年1月1日 00:00:00');
  });
});
