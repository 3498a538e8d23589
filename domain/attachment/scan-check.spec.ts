import { scanCheckStatus, scanHints, type PageFacts } from './scan-check.js';

const GOOD: PageFacts = {
  page: 2,
  kind: 'SCAN',
  dpi: 200,
  saturation: 0.04,
  colouredShare: 0.006,
  inkShare: 0.05,
  rowGaps: 0.48,
  columnGaps: 0.1,
  edgeInk: { top: 0, bottom: 0, left: 0, right: 0 },
};

function codes(changed: Partial<PageFacts>): string[] {
  return scanHints({ ...GOOD, ...changed }).map(({ code }) => code);
}

describe('the scan check', () => {
  it('has nothing to say about an upright colour scan with its four edges', () => {
    expect(scanHints(GOOD)).toEqual([]);
  });

  it('takes a page without tint and without colour for grey; a seal or the tint of paper is enough', () => {
    expect(codes({ saturation: 0.011_9, colouredShare: 0 })).toEqual(['GREY']);
    expect(codes({ saturation: 0.012, colouredShare: 0 })).toEqual([]);
    expect(codes({ saturation: 0.001, colouredShare: 0.000_2 })).toEqual([]);
  });

  it('takes text for lying when the gaps run the other way', () => {
    expect(codes({ rowGaps: 0.1, columnGaps: 0.31 })).toEqual(['ROTATED']);
    expect(codes({ rowGaps: 0.1, columnGaps: 0.29 })).toEqual([]);
  });

  it('says of a blank page nothing but that', () => {
    expect(codes({ inkShare: 0.000_4, colouredShare: 0, saturation: 0, dpi: 72 })).toEqual(['BLANK']);
    expect(codes({ inkShare: 0, colouredShare: 0.01 })).toEqual([]);
  });

  it('names the edges over which the content runs; a dark ground is no content', () => {
    const cropped = scanHints({ ...GOOD, edgeInk: { top: 0.02, bottom: 0.019, left: 0.3, right: 0.6 } });
    expect(cropped).toEqual([
      { page: 2, code: 'CROPPED', text: '内容触及页面上、左边缘，请确认原件四边完整可见' },
    ]);
  });

  it('asks for 150 dpi where it can tell', () => {
    expect(scanHints({ ...GOOD, dpi: 149 })).toEqual([
      { page: 2, code: 'LOW_RESOLUTION', text: '分辨率约 149 dpi，低于 150 dpi，请确认清晰可辨' },
    ]);
    expect(codes({ dpi: 150 })).toEqual([]);
    expect(codes({ dpi: null })).toEqual([]);
  });

  it('asks of an exported letter only that it stands upright and is not empty', () => {
    const letter = { kind: 'WRITTEN', saturation: 0, colouredShare: 0 } as const;
    expect(codes({ ...letter, dpi: null, edgeInk: { ...GOOD.edgeInk, left: 0.3 } })).toEqual([]);
    expect(codes({ ...letter, rowGaps: 0, columnGaps: 0.5 })).toEqual(['ROTATED']);
  });

  it('is not for photos, and pending until there is a row', () => {
    expect(scanCheckStatus('image/jpeg', undefined)).toBe('NOT_APPLICABLE');
    expect(scanCheckStatus('application/pdf', undefined)).toBe('PENDING');
    expect(scanCheckStatus('application/pdf', 'NOT_CHECKED')).toBe('NOT_CHECKED');
  });

  it('lists all that it finds on a page', () => {
    const bad = { saturation: 0, colouredShare: 0, dpi: 96, edgeInk: { ...GOOD.edgeInk, right: 0.1 } };
    expect(codes(bad)).toEqual(['GREY', 'CROPPED', 'LOW_RESOLUTION']);
  });
});
