import { SCAN_CHECK_LABELS, scanCheckStatus, scanHints } from '../../../domain/attachment/scan-check.js';
import type { ScanChecks } from '../../../infra/database/scan-check-records.js';
import type { ScanCheckView } from './scan-check.views.js';

export function renderScanCheck(
  { sha256, mediaType }: { readonly sha256: string; readonly mediaType: string },
  checks: ScanChecks,
): ScanCheckView {
  const check = checks.get(sha256);
  const status = scanCheckStatus(mediaType, check?.status);
  const pages = check?.pages ?? [];
  return {
    status,
    statusLabel: SCAN_CHECK_LABELS[status],
    checkedPages: pages.length,
    hints: pages.flatMap((facts) => scanHints(facts)),
  };
}
