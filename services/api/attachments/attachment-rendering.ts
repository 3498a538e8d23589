import { slotTraits, type AttachmentCode } from '../../../domain/attachment/catalogue.js';
import { ATTACHMENT_STATUS_LABELS, attachmentStatusOf } from '../../../domain/attachment/lifecycle.js';
import { slotCommands, type SlotKeeper } from '../../../domain/attachment/slot-rules.js';
import { isStale } from '../../../domain/attachment/staleness.js';
import { knownDate, type PlainDate } from '../../../domain/calendar/plain-date.js';
import type { ListedFile } from '../../../infra/database/attachment-records.js';
import type { AttachmentSlotView } from './attachment.views.js';

/** No change of unit data is on record yet: they come with UNIT_INFO_CHANGE and the registry's updates. */
const NO_UNIT_CHANGES = { unitChangedOn: null, primaryHandlerChangedOn: null };

export function renderSlot(
  code: AttachmentCode,
  keeper: SlotKeeper,
  ofKeeper: readonly ListedFile[],
  today: PlainDate,
): AttachmentSlotView {
  const { name, hintText, format, maxFiles } = slotTraits(code);
  const files = ofKeeper.filter(({ catalogueCode }) => catalogueCode === code);
  const status = attachmentStatusOf(files.length);
  const uploadedOn = files.at(-1)?.uploadedOn ?? null;
  return {
    code,
    name,
    hintText,
    format,
    maxFiles,
    status,
    statusLabel: ATTACHMENT_STATUS_LABELS[status],
    uploadedOn,
    stale: uploadedOn !== null && isStale(code, knownDate(uploadedOn), today, NO_UNIT_CHANGES),
    files: files.map(({ catalogueCode: _, ...file }) => file),
    allowedActions: slotCommands(code, keeper, files.length),
  };
}
