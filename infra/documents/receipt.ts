import { chineseDate, chineseInstant } from './chinese-time.js';
import { A4, INNER_WIDTH, LABEL_GROUND, MARGIN, RULE, SEAL_RED, SOFT_INK, Sheet } from './sheet.js';
import type { TextStyle } from './sheet.js';
import { drawRows } from './table.js';
import type { Row } from './table.js';
import { drawVerification } from './verification.js';
import type { Verification } from './verification.js';

export interface ReceiptFile {
  /** 材料名称 of the attachment catalogue. */
  readonly attachmentLabel: string;
  readonly fileName: string;
  readonly sha256: string;
}

/** What the 受理回执 proves: who filed what, and when. Source: domain.md §9.1. */
export interface Receipt {
  readonly receiptNo: string;
  readonly applicationNo: string;
  readonly businessTypeLabel: string;
  readonly permitTypeLabel: string;
  /** Null where the unit itself applies. */
  readonly applicant: string | null;
  readonly unit: string;
  /** The legal time of the submission. */
  readonly submittedAt: Date;
  readonly snapshotNo: number;
  readonly files: readonly ReceiptFile[];
  /** Renewals only: L and V of domain.md §6.2. */
  readonly renewal?: { readonly lastSubmissionOn: string; readonly validUntil: string };
  readonly verification: Verification;
}

const SIZES = { labelWidth: 84, rowHeight: 28, textSize: 10.5 };
const BOTTOM = A4.height - 74;
const VERIFICATION_HEIGHT = 112;

/** The list of files may run over more pages. The same content gives the same bytes. */
export function renderReceipt(receipt: Receipt): Promise<Buffer> {
  const sheet = new Sheet('受理回执', receipt.submittedAt);
  drawHead(sheet, receipt);
  let y = drawRows(sheet, factRows(receipt), 164, SIZES) + 22;
  y = drawFiles(sheet, receipt.files, y) + 22;
  if (y + VERIFICATION_HEIGHT > BOTTOM) {
    sheet.newPage();
    y = 64;
  }
  drawVerification(sheet, receipt.verification, notes(receipt), y);
  sheet.onEachPage((page, pages) => drawFoot(sheet, receipt, page, pages));
  return sheet.finish();
}

function drawHead(sheet: Sheet, receipt: Receipt): void {
  sheet.fill({ x: MARGIN, y: 52, width: INNER_WIDTH, height: 2.4 }, SEAL_RED);
  sheet.line(MARGIN, MARGIN + INNER_WIDTH, 57.5, SEAL_RED, 0.6);
  const centred = { align: 'center' } as const;
  sheet.write('受理回执', MARGIN, 72, INNER_WIDTH, { ...centred, size: 24, weight: 'bold', spacing: 8 });
  const subtitle = `${receipt.permitTypeLabel}　${receipt.businessTypeLabel}`;
  sheet.write(subtitle, MARGIN, 109, INNER_WIDTH, { ...centred, size: 11.5, colour: SOFT_INK });
  sheet.write(`回执编号　${receipt.receiptNo}`, MARGIN, 140, INNER_WIDTH, { size: 10, colour: SOFT_INK });
}

function factRows(receipt: Receipt): Row[] {
  const { renewal } = receipt;
  const applicant = receipt.applicant === null ? [] : [[{ label: '申 请 人', value: receipt.applicant }]];
  const deadlines = renewal === undefined ? [] : [renewalRow(renewal)];
  return [
    [{ label: '申请编号', value: receipt.applicationNo, style: { weight: 'medium' } }],
    [
      { label: '业务类型', value: receipt.businessTypeLabel },
      { label: '材料版本', value: `第 ${receipt.snapshotNo} 版` },
    ],
    ...applicant,
    [{ label: '申请单位', value: receipt.unit }],
    [
      {
        label: '提交时间',
        value: chineseInstant(receipt.submittedAt),
        style: { weight: 'bold', colour: SEAL_RED },
      },
    ],
    ...deadlines,
  ];
}

function renewalRow(renewal: { lastSubmissionOn: string; validUntil: string }): Row {
  return [
    { label: '最晚申请日', value: chineseDate(renewal.lastSubmissionOn) },
    { label: '证件有效期至', value: chineseDate(renewal.validUntil) },
  ];
}

const COLUMNS = [
  { title: '序号', x: MARGIN, width: 40, align: 'center' },
  { title: '材料名称', x: MARGIN + 40, width: 158, align: 'left' },
  { title: '文件名', x: MARGIN + 198, width: 199, align: 'left' },
  { title: '校验码（前8位）', x: MARGIN + 397, width: INNER_WIDTH - 397, align: 'center' },
] as const;

function drawFiles(sheet: Sheet, files: readonly ReceiptFile[], y: number): number {
  sheet.write(`提交材料　共 ${files.length} 件`, MARGIN, y, INNER_WIDTH, { size: 11, weight: 'bold' });
  let top = drawFileLine(
    sheet,
    COLUMNS.map((column) => column.title),
    y + 22,
    { colour: SOFT_INK },
    LABEL_GROUND,
  );
  files.forEach((file, index) => {
    const cells = [String(index + 1), file.attachmentLabel, file.fileName, file.sha256.slice(0, 8)];
    if (top + lineHeight(sheet, cells) > BOTTOM) {
      sheet.newPage();
      top = drawFileLine(
        sheet,
        COLUMNS.map((column) => column.title),
        64,
        { colour: SOFT_INK },
        LABEL_GROUND,
      );
    }
    top = drawFileLine(sheet, cells, top);
  });
  return top;
}

const FILE_TEXT = { size: 9.5 } as const;

function lineHeight(sheet: Sheet, cells: readonly string[]): number {
  const heights = COLUMNS.map((column, index) =>
    sheet.heightOf(cells[index] ?? '', column.width - 12, FILE_TEXT),
  );
  return Math.max(24, ...heights.map((height) => height + 14));
}

function drawFileLine(
  sheet: Sheet,
  cells: readonly string[],
  y: number,
  style: Partial<TextStyle> = {},
  ground?: string,
): number {
  const height = lineHeight(sheet, cells);
  if (ground !== undefined) sheet.fill({ x: MARGIN, y, width: INNER_WIDTH, height }, ground);
  COLUMNS.forEach((column, index) => {
    const box = { x: column.x, y, width: column.width, height };
    sheet.writeIn(box, cells[index] ?? '', { ...FILE_TEXT, align: column.align, ...style }, 6);
  });
  sheet.frame({ x: MARGIN, y, width: INNER_WIDTH, height }, RULE);
  return y + height;
}

function notes(receipt: Receipt): string[] {
  const proof = '本回执证明上列材料已于所载提交时间送达，该时间为法定提交时间，不因其后的审核进度改变。';
  const check = '校验码为文件 SHA-256 摘要的前8位。可扫描二维码，或凭编号在公开核验页面核验本回执。';
  return receipt.renewal === undefined
    ? [proof, check]
    : [proof, '续签须在最晚申请日当日或之前提交。', check];
}

function drawFoot(sheet: Sheet, receipt: Receipt, page: number, pages: number): void {
  sheet.line(MARGIN, MARGIN + INNER_WIDTH, A4.height - 54, RULE);
  const style = { size: 8, colour: SOFT_INK };
  sheet.write(`人才业务办理平台　受理回执 ${receipt.receiptNo}`, MARGIN, A4.height - 47, INNER_WIDTH, style);
  sheet.write(`第 ${page} 页　共 ${pages} 页`, MARGIN, A4.height - 47, INNER_WIDTH, {
    ...style,
    align: 'right',
  });
}
