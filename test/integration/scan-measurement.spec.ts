import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import sharp from 'sharp';
import { scanHints } from '../../domain/attachment/scan-check.js';
import { measureScan } from '../../infra/files/scan-measurement.js';
import { GOOD_SCANS } from '../support/good-scans.js';
import { gigabytes, pdfWithPage, stream } from '../support/hostile-pdfs.js';
import { POOR_SCANS } from '../support/poor-scans.js';
import { samplePdf } from '../support/sample-pdfs.js';

async function hintsOf(bytes: Buffer): Promise<string[]> {
  const pages = (await measureScan(bytes)) ?? [];
  return pages.flatMap(({ facts }) => scanHints(facts)).map(({ page, code }) => `${page} ${code}`);
}

describe('the scan check', () => {
  it.each(GOOD_SCANS)(
    'has no hint for a good scan: $name',
    async ({ bytes }) => {
      expect(await hintsOf(await bytes())).toEqual([]);
    },
    30_000,
  );

  it.each(POOR_SCANS)(
    'says of $name: $hints, and nothing else',
    async ({ bytes, hints }) => {
      expect(await hintsOf(await bytes())).toEqual(hints.map((code) => `1 ${code}`));
    },
    30_000,
  );

  it('gives the picture of each of the first ten pages, upright and in its colours', async () => {
    const pages = (await measureScan(await samplePdf('page', 12))) ?? [];
    expect(pages.map(({ facts }) => facts.page)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const [, turned] = await Promise.all(
      ['扫描仪 1.3', '按横向存储、显示为正立'].map(async (name) => {
        const scan = GOOD_SCANS.find((each) => each.name === name);
        const [page] = (scan && (await measureScan(await scan.bytes()))) ?? [];
        return sharp(page?.picture).raw().toBuffer({ resolveWithObject: true });
      }),
    );
    expect(turned?.info).toMatchObject({ width: 1_000, height: 1_415, channels: 3 });
    const seal = (Math.round(1_415 * 0.78) * 1_000 + 680) * 3;
    const [red = 0, green = 255, blue = 255] = turned?.data.subarray(seal, seal + 3) ?? [];
    expect(red).toBeGreaterThan(170);
    expect(Math.max(green, blue)).toBeLessThan(70);
  }, 30_000);

  it('gives up on a page that would take more than it may, and leaves nothing behind', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('juzheng-scan-'));
    const endless = pdfWithPage('/Contents 4 0 R', stream('/Filter /FlateDecode', gigabytes(4)));
    expect(await measureScan(endless)).toBeNull();
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith('juzheng-scan-'));
    expect(after).toEqual(before);
  }, 60_000);
});
