import { In, type DataSource, type EntityManager } from 'typeorm';
import type { PageFacts, RecordedScanCheck } from '../../domain/attachment/scan-check.js';
import { recordStoredObject, type KeptObject } from './attachment-records.js';
import { readBusinessClock } from './business-clock.js';
import { ScanCheckRow, ScanPageRow } from './entities/scan-check.entity.js';

export interface ScanCheck {
  readonly status: RecordedScanCheck;
  readonly pages: readonly PageFacts[];
}

/** By the hash of the bytes; one that was never looked at is not there. */
export type ScanChecks = ReadonlyMap<string, ScanCheck>;

export interface CheckedPage {
  readonly facts: PageFacts;
  readonly picture: KeptObject;
}

export async function scanChecksOf(manager: EntityManager, hashes: readonly string[]): Promise<ScanChecks> {
  if (hashes.length === 0) return new Map();
  const sha256 = In([...new Set(hashes)]);
  const checks = await manager.findBy(ScanCheckRow, { sha256 });
  const pages = await manager.find(ScanPageRow, { where: { sha256 }, order: { page: 'ASC' } });
  return new Map(
    checks.map((check) => [
      check.sha256,
      {
        status: check.status,
        pages: pages.filter((page) => page.sha256 === check.sha256).map(({ facts }) => facts),
      },
    ]),
  );
}

/** Null where the page was not drawn. */
export async function pagePicture(
  manager: EntityManager,
  sha256: string,
  page: number,
): Promise<string | null> {
  return (await manager.findOneBy(ScanPageRow, { sha256, page }))?.pictureSha256 ?? null;
}

/** Safe to run twice: the first one stands. `pages` is null where looking took more than it may. */
export async function recordScanCheck(
  dataSource: DataSource,
  sha256: string,
  pages: readonly CheckedPage[] | null,
): Promise<void> {
  await dataSource.transaction(async (manager) => {
    const now = await readBusinessClock(manager);
    const status: RecordedScanCheck = pages === null ? 'NOT_CHECKED' : 'CHECKED';
    const inserted = await manager.query<object[]>(
      `insert into scan_check (sha256, status, checked_at) values ($1, $2, $3)
       on conflict do nothing returning sha256`,
      [sha256, status, now.at],
    );
    if (inserted.length === 0) return;
    for (const { facts, picture } of pages ?? []) {
      await recordStoredObject(manager, now, picture);
      await manager.insert(ScanPageRow, {
        sha256,
        page: facts.page,
        facts,
        pictureSha256: picture.sha256,
      });
    }
  });
}
