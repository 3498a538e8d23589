import { INK, INNER_WIDTH, LABEL_GROUND, MARGIN, RULE, SOFT_INK } from './sheet.js';
import type { Box, Sheet, TextStyle } from './sheet.js';

export interface Field {
  readonly label: string;
  readonly value: string;
  readonly style?: Partial<TextStyle>;
}

/** One row of a form: its fields share the width equally. */
export type Row = readonly Field[];

export interface TableSizes {
  readonly labelWidth: number;
  readonly rowHeight: number;
  readonly textSize: number;
  /** Rows of fixed height: long text is written smaller instead of the row growing. */
  readonly fixed?: boolean;
}

const PADDING = 9;
const AIR = 7;

/** Draws rows of label and value under each other; a row grows with its text. Gives the y below the last. */
export function drawRows(
  sheet: Sheet,
  rows: readonly Row[],
  y: number,
  sizes: TableSizes,
  width = INNER_WIDTH,
): number {
  let top = y;
  for (const row of rows) {
    const fieldWidth = width / row.length;
    const heights = row.map((field) => valueHeight(sheet, field, fieldWidth, sizes) + 2 * AIR);
    const height = sizes.fixed === true ? sizes.rowHeight : Math.max(sizes.rowHeight, ...heights);
    row.forEach((field, index) => {
      drawField(sheet, field, { x: MARGIN + index * fieldWidth, y: top, width: fieldWidth, height }, sizes);
    });
    top += height;
  }
  return top;
}

function valueHeight(sheet: Sheet, field: Field, width: number, sizes: TableSizes): number {
  return sheet.heightOf(field.value, width - sizes.labelWidth - 2 * PADDING, valueStyle(field, sizes));
}

function drawField(sheet: Sheet, field: Field, box: Box, sizes: TableSizes): void {
  const label = { ...box, width: sizes.labelWidth };
  const value = { ...box, x: box.x + sizes.labelWidth, width: box.width - sizes.labelWidth };
  sheet.fill(label, LABEL_GROUND);
  sheet.frame(box, RULE);
  sheet.writeIn(label, field.label, { size: sizes.textSize - 0.5, colour: SOFT_INK }, PADDING);
  const style = sheet.fitted(
    field.value,
    value.width - 2 * PADDING,
    box.height - AIR,
    valueStyle(field, sizes),
  );
  sheet.writeIn(value, field.value, style, PADDING);
}

function valueStyle(field: Field, sizes: TableSizes): TextStyle {
  return { size: sizes.textSize, colour: INK, ...field.style };
}
