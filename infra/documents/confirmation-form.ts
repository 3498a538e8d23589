import { chineseDate, chineseInstant } from './chinese-time.js';
import { A4, INNER_WIDTH, LABEL_GROUND, MARGIN, RULE, SEAL_RED, SOFT_INK, Sheet } from './sheet.js';
import type { Box } from './sheet.js';
import { drawRows } from './table.js';
import type { Row } from './table.js';
import { drawVerification } from './verification.js';
import type { Verification } from './verification.js';

export interface FamilyMemberLine {
  readonly relationLabel: string;
  readonly name: string;
}

/** What the 《工作居住证确认单》 says; labels are the Chinese texts of the glossary. Source: domain.md §9. */
export interface ConfirmationForm {
  readonly formNo: string;
  /** 出单时间 */
  readonly issuedAt: Date;
  readonly holder: {
    readonly name: string;
    readonly sexLabel: string;
    readonly idTypeLabel: string;
    readonly idNo: string;
    /** JPEG; null: none came with a legacy permit. */
    readonly photo: Buffer | null;
  };
  readonly permitTypeLabel: string;
  readonly permitNo: string;
  /** Plain dates, both included. */
  readonly validFrom: string;
  readonly validUntil: string;
  readonly unit: { readonly name: string; readonly uscc: string };
  readonly supervisingDepartment: string;
  readonly businessTypeLabel: string;
  readonly applicationNo: string;
  readonly approvedOn: string;
  readonly family: readonly FamilyMemberLine[];
  readonly verification: Verification;
}

const LABEL_WIDTH = 106;
const PHOTO = { width: 122, height: 171 } as const;
const SIZES = { labelWidth: LABEL_WIDTH, rowHeight: 34, textSize: 11 };

/** Always one page of A4. The same content gives the same bytes. */
export function renderConfirmationForm(form: ConfirmationForm): Promise<Buffer> {
  const sheet = new Sheet('工作居住证确认单', form.issuedAt);
  drawHead(sheet, form);
  const top = 172;
  const photo = { x: MARGIN + INNER_WIDTH - PHOTO.width, y: top, ...PHOTO };
  const rowHeight = PHOTO.height / 5;
  drawRows(sheet, holderRows(form), top, { ...SIZES, rowHeight, fixed: true }, INNER_WIDTH - PHOTO.width);
  drawPhoto(sheet, form.holder.photo, photo);
  const below = drawRows(sheet, permitRows(form), top + PHOTO.height, SIZES);
  drawFamily(sheet, form.family, below);
  drawFoot(sheet, form);
  return sheet.finish();
}

function drawHead(sheet: Sheet, form: ConfirmationForm): void {
  sheet.fill({ x: MARGIN, y: 52, width: INNER_WIDTH, height: 2.4 }, SEAL_RED);
  sheet.line(MARGIN, MARGIN + INNER_WIDTH, 57.5, SEAL_RED, 0.6);
  const centred = { align: 'center' } as const;
  sheet.write('工作居住证确认单', MARGIN, 76, INNER_WIDTH, {
    ...centred,
    size: 26,
    weight: 'bold',
    spacing: 4,
  });
  sheet.write(form.permitTypeLabel, MARGIN, 117, INNER_WIDTH, {
    ...centred,
    size: 12,
    colour: SOFT_INK,
    spacing: 1,
  });
  sheet.write(`编号　${form.formNo}`, MARGIN, 148, INNER_WIDTH, { size: 10, colour: SOFT_INK });
  const issued = `出单时间　${chineseInstant(form.issuedAt)}`;
  sheet.write(issued, MARGIN, 148, INNER_WIDTH, { size: 10, colour: SOFT_INK, align: 'right' });
}

function holderRows(form: ConfirmationForm): Row[] {
  const { holder } = form;
  return [
    [{ label: '姓　　名', value: holder.name, style: { size: 14, weight: 'bold' } }],
    [{ label: '性　　别', value: holder.sexLabel }],
    [{ label: '证件类型', value: holder.idTypeLabel }],
    [{ label: '证件号码', value: holder.idNo, style: { weight: 'medium' } }],
    [{ label: '居住证编号', value: form.permitNo, style: { weight: 'medium' } }],
  ];
}

function permitRows(form: ConfirmationForm): Row[] {
  const term = `${chineseDate(form.validFrom)}　至　${chineseDate(form.validUntil)}`;
  return [
    [{ label: '有 效 期', value: term, style: { size: 13, weight: 'bold', colour: SEAL_RED } }],
    [{ label: '聘用单位', value: form.unit.name }],
    [{ label: '统一社会信用代码', value: form.unit.uscc }],
    [{ label: '主管部门', value: form.supervisingDepartment }],
    [
      { label: '业务类型', value: form.businessTypeLabel },
      { label: '审批日期', value: chineseDate(form.approvedOn) },
    ],
    [{ label: '申请编号', value: form.applicationNo }],
  ];
}

function drawPhoto(sheet: Sheet, jpeg: Buffer | null, box: Box): void {
  sheet.frame(box, RULE);
  if (jpeg === null) sheet.writeIn(box, '（无照片）', { size: 10, colour: SOFT_INK, align: 'center' }, 9);
  else sheet.photo(jpeg, { x: box.x + 8, y: box.y + 8, width: box.width - 16, height: box.height - 16 });
}

const FAMILY_HEIGHT = 92;

/** The members stand one after the other in a field of fixed height; many of them are written smaller. */
function drawFamily(sheet: Sheet, family: readonly FamilyMemberLine[], y: number): void {
  const members = family.map(({ relationLabel, name }) => `${relationLabel}　${name}`);
  const text = members.length === 0 ? '无' : members.join(members.length > 4 ? '；' : '\n');
  const box = { x: MARGIN, y, width: INNER_WIDTH, height: Math.min(FAMILY_HEIGHT, 646 - y) };
  const label = { ...box, width: LABEL_WIDTH };
  const value = { ...box, x: MARGIN + LABEL_WIDTH, width: INNER_WIDTH - LABEL_WIDTH };
  const style = sheet.fitted(text, value.width - 18, box.height - 14, { size: 11 });
  sheet.fill(label, LABEL_GROUND);
  sheet.frame(box, RULE);
  sheet.writeIn(label, '随往人员', { size: 10.5, colour: SOFT_INK }, 9);
  sheet.writeIn(value, text, style, 9);
}

function drawFoot(sheet: Sheet, form: ConfirmationForm): void {
  const notes = [
    '本确认单反映出单时间时的证件状态。证件此后如有挂起、变更、失效或注销，以核验结果为准。',
    '核验：扫描二维码，或在公开核验页面输入编号和证件号码后四位，结果只显示有效或无效。',
  ];
  drawVerification(sheet, form.verification, notes, 672);
  sheet.line(MARGIN, MARGIN + INNER_WIDTH, A4.height - 54, RULE);
  const style = { size: 8, colour: SOFT_INK };
  sheet.write(
    `人才业务办理平台　工作居住证确认单 ${form.formNo}`,
    MARGIN,
    A4.height - 47,
    INNER_WIDTH,
    style,
  );
  sheet.write('第 1 页　共 1 页', MARGIN, A4.height - 47, INNER_WIDTH, { ...style, align: 'right' });
}
