/** What was measured on one page of a file; shares are of one. */
export interface PageFacts {
  /** From 1. */
  readonly page: number;
  /** WRITTEN: the page carries its text itself, as an office program exports it; it is no picture of a paper. */
  readonly kind: 'SCAN' | 'WRITTEN';
  /** Of the picture on its page; null where it cannot be told. */
  readonly dpi: number | null;
  /** Mean distance between the strongest and the weakest of the three colours. */
  readonly saturation: number;
  /** Pixels of a plain colour, as of a seal. */
  readonly colouredShare: number;
  /** Dark pixels, the margins left out. */
  readonly inkShare: number;
  /** Rows without ink between the first and the last line. */
  readonly rowGaps: number;
  readonly columnGaps: number;
  /** Dark pixels in the outermost strip of each edge. */
  readonly edgeInk: Readonly<Record<Edge, number>>;
}

export type Edge = 'top' | 'bottom' | 'left' | 'right';
export type ScanHintCode = 'GREY' | 'ROTATED' | 'BLANK' | 'CROPPED' | 'LOW_RESOLUTION';

export interface ScanHint {
  readonly page: number;
  readonly code: ScanHintCode;
  readonly text: string;
}

/** PENDING: not looked at yet. NOT_CHECKED: it took more than it may, a person has to look. */
export const SCAN_CHECK_LABELS = {
  CHECKED: '已检查',
  NOT_CHECKED: '未能自动检查，请自行核对',
  PENDING: '尚未检查',
  NOT_APPLICABLE: '无需检查',
} as const;
export type ScanCheckStatus = keyof typeof SCAN_CHECK_LABELS;
/** What a row says; the others are those of files without one. */
export type RecordedScanCheck = Extract<ScanCheckStatus, 'CHECKED' | 'NOT_CHECKED'>;

/** Whether files of this kind are scans of paper; a photo of a person is none. */
export function isScanned(mediaType: string): boolean {
  return mediaType === 'application/pdf';
}

export function scanCheckStatus(mediaType: string, recorded: RecordedScanCheck | undefined): ScanCheckStatus {
  return isScanned(mediaType) ? (recorded ?? 'PENDING') : 'NOT_APPLICABLE';
}

/** Paper and lamps are never without a tint; a picture without colours has none at all. */
const LEAST_SATURATION = 0.012;
const LEAST_COLOURED_SHARE = 0.000_2;
/** A page of two lines has more ink, dust and the shadow of a fold less. */
const LEAST_INK_SHARE = 0.000_5;
const LEAST_DPI = 150;
/** Lines of text leave gaps between rows, not between columns; so much more the other way round is lying text. */
const LYING_GAP_EXCESS = 0.2;
/** Text that runs over an edge leaves it light in part; an edge that is dark throughout is the ground. */
const CROPPED_FROM = 0.02;
const GROUND_FROM = 0.6;

const EDGE_LABELS: Readonly<Record<Edge, string>> = { top: '上', bottom: '下', left: '左', right: '右' };
const EDGES = ['top', 'bottom', 'left', 'right'] as const satisfies readonly Edge[];

/**
 * What a reviewer would return: shown before submitting, refusing nothing. Text that stands on its head (180°) cannot
 * be told from upright text by its gaps; that stays with the person. Source: domain.md §5 (checklist), §8.
 */
export function scanHints(facts: PageFacts): readonly ScanHint[] {
  const hint = (code: ScanHintCode, text: string): ScanHint => ({ page: facts.page, code, text });
  if (isBlank(facts)) return [hint('BLANK', '页面几乎没有内容，疑似空白页')];
  const hints: ScanHint[] = [];
  if (isLying(facts)) hints.push(hint('ROTATED', '文字方向与页面不一致，疑似旋转了 90° 或 270°，请摆正'));
  if (facts.kind === 'WRITTEN') return hints;
  if (isGrey(facts)) hints.push(hint('GREY', '扫描件疑似黑白，请使用原件的彩色扫描'));
  const edges = croppedEdges(facts);
  if (edges.length > 0)
    hints.push(hint('CROPPED', `内容触及页面${edges.join('、')}边缘，请确认原件四边完整可见`));
  if (facts.dpi !== null && facts.dpi < LEAST_DPI)
    hints.push(hint('LOW_RESOLUTION', `分辨率约 ${facts.dpi} dpi，低于 ${LEAST_DPI} dpi，请确认清晰可辨`));
  return hints;
}

function isBlank({ inkShare, colouredShare }: PageFacts): boolean {
  return inkShare < LEAST_INK_SHARE && colouredShare < LEAST_COLOURED_SHARE;
}

function isGrey({ saturation, colouredShare }: PageFacts): boolean {
  return saturation < LEAST_SATURATION && colouredShare < LEAST_COLOURED_SHARE;
}

function isLying({ rowGaps, columnGaps }: PageFacts): boolean {
  return columnGaps - rowGaps >= LYING_GAP_EXCESS;
}

function croppedEdges({ edgeInk }: PageFacts): readonly string[] {
  return EDGES.filter((edge) => edgeInk[edge] >= CROPPED_FROM && edgeInk[edge] < GROUND_FROM).map(
    (edge) => EDGE_LABELS[edge],
  );
}
