import { yearOf, type PlainDate } from '../calendar/plain-date.js';
import { ATTACHMENT_CODES, slotTraits, type AttachmentCode } from './catalogue.js';

/** The last days on which the data behind unit slots changed; null: never. */
export interface UnitChanges {
  readonly unitChangedOn: PlainDate | null;
  readonly primaryHandlerChangedOn: PlainDate | null;
}

/**
 * Whether a slot ought to be uploaded again: a yearly one since 1 January, some when unit or primary handler changed
 * after the upload (a file of the same day is taken as the answer to the change). Source: domain.md §6.3 T8.
 */
export function isStale(
  code: AttachmentCode,
  uploadedOn: PlainDate,
  today: PlainDate,
  changes: UnitChanges,
): boolean {
  if (slotTraits(code).update === 'YEARLY') return yearOf(uploadedOn) < yearOf(today);
  const changedOn = changeBehind(code, changes);
  return changedOn !== null && changedOn > uploadedOn;
}

/** Of the slots that hold files those that ought to be uploaded again, in the order of the catalogue; days of the newest files. */
export function staleSlots(
  uploadedOn: Readonly<Partial<Record<AttachmentCode, PlainDate>>>,
  today: PlainDate,
  changes: UnitChanges,
): AttachmentCode[] {
  return ATTACHMENT_CODES.filter((code) => {
    const day = uploadedOn[code];
    return day !== undefined && isStale(code, day, today, changes);
  });
}

function changeBehind(code: AttachmentCode, changes: UnitChanges): PlainDate | null {
  if (code === 'UNIT_QUALIFICATION' || code === 'UNIT_CERT') return changes.unitChangedOn;
  return code === 'UNIT_HANDLER_ID' ? changes.primaryHandlerChangedOn : null;
}
