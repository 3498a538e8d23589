import {
  slotTraits,
  type AttachmentCatalogue,
  type AttachmentCode,
} from '../../../domain/attachment/catalogue.js';
import { ATTACHMENT_STATUS_LABELS, attachmentStatusOf } from '../../../domain/attachment/lifecycle.js';
import { slotCommands, type SlotKeeper } from '../../../domain/attachment/slot-rules.js';
import { isStale, type UnitChanges } from '../../../domain/attachment/staleness.js';
import { knownDate, type PlainDate } from '../../../domain/calendar/plain-date.js';
import type { ListedFile } from '../../../infra/database/attachment-records.js';
import type { ScanChecks } from '../../../infra/database/scan-check-records.js';
import { renderScanCheck } from './scan-check-rendering.js';
import type { AttachmentSlotView } from './attachment.views.js';

/** A keeper's list with all that its slots are shown by. */
export interface KeptSlots {
  readonly keeper: SlotKeeper;
  readonly files: readonly ListedFile[];
  readonly today: PlainDate;
  readonly changes: UnitChanges;
  readonly catalogue: AttachmentCatalogue;
  readonly checks: ScanChecks;
}

export function renderSlot(
  code: AttachmentCode,
  { keeper, files: ofKeeper, today, changes, catalogue, checks }: KeptSlots,
): AttachmentSlotView {
  const { name, format } = slotTraits(code);
  const { hintText, maxFiles, maxBytes } = catalogue[code];
  const files = ofKeeper.filter(({ catalogueCode }) => catalogueCode === code);
  const status = attachmentStatusOf(files.length);
  const uploadedOn = files.at(-1)?.uploadedOn ?? null;
  return {
    code,
    name,
    hintText,
    format,
    maxFiles,
    maxBytes,
    status,
    statusLabel: ATTACHMENT_STATUS_LABELS[status],
    uploadedOn,
    stale: uploadedOn !== null && isStale(code, knownDate(uploadedOn), today, changes),
    files: files.map(({ catalogueCode: _, ...file }) => ({
      ...file,
      scanCheck: renderScanCheck(file, checks),
    })),
    allowedActions: slotCommands(code, keeper, files.length, catalogue),
  };
}
