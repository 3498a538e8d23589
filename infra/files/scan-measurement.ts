import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageFacts } from '../../domain/attachment/scan-check.js';
import { runLimited, type Limits } from './limited-process.js';

export interface MeasuredPage {
  readonly facts: PageFacts;
  /** WebP. */
  readonly picture: Buffer;
}

/** Drawing takes a fraction of a second for a page; nobody waits for it that long, the answer comes before. */
const LIMITS: Limits = { cpuMs: 15_000, wallMs: 120_000 };
/** The reviewers' slots hold few pages; further ones are looked at by a person only. */
const MAX_PAGES = 10;
const PICTURE_WIDTH = 1_000;

/** Draws and measures the first pages of a PDF that has passed its inspection; null when that takes more than it may. */
export async function measureScan(bytes: Buffer): Promise<readonly MeasuredPage[] | null> {
  const folder = await mkdtemp(join(tmpdir(), 'juzheng-scan-'));
  try {
    const path = join(folder, randomUUID());
    await writeFile(path, bytes, { mode: 0o600 });
    const request = { path, folder, maxPages: MAX_PAGES, pictureWidth: PICTURE_WIDTH };
    const { outcome } = await runLimited('measure-scan', request, LIMITS);
    if (outcome === null) return null;
    if (!isMeasurement(outcome)) throw new Error('the measurement of a scan gave no pages');
    return await Promise.all(
      outcome.pages.map(async ({ picture, ...facts }) => {
        return { facts, picture: await readFile(join(folder, picture)) };
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measurement {
  readonly pages: readonly (PageFacts & { readonly picture: string })[];
}

/** Our own program wrote it; the sign of another version is that there are no pages. */
function isMeasurement(outcome: unknown): outcome is Measurement {
  return outcome instanceof Object && 'pages' in outcome && Array.isArray(outcome.pages);
}
