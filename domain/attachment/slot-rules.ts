import { nextStatus } from '../lifecycle.js';
import type { RefusalCode } from '../refusal-catalogue.js';
import { accept, refuse, type Decision } from '../refusal.js';
import { slotTraits, type AttachmentCatalogue, type AttachmentCode } from './catalogue.js';
import {
  ATTACHMENT_LIFECYCLE,
  attachmentStatusOf,
  type AttachmentAction,
  type AttachmentStatus,
} from './lifecycle.js';

/** Who keeps a list of 附件管理. */
export type SlotKeeper = 'UNIT' | 'EMPLOYEE';
export type SlotCommand = 'upload' | 'view' | 'replace' | 'remove';

export interface AllowedSlotCommand {
  readonly action: SlotCommand;
  readonly allowed: boolean;
  readonly reason?: RefusalCode;
}

/** Whether a keeper puts files into a slot of his list: nobody into the contract's, it comes with the link. Source: domain.md §8. */
export function isKeptBy(code: AttachmentCode, keeper: SlotKeeper): boolean {
  const { owner, uploader } = slotTraits(code);
  return owner === keeper && uploader === keeper;
}

/** Whether one more file may come into a slot that holds `fileCount`, those to be replaced not counted. Source: domain.md §4.2. */
export function fileAddition(
  code: AttachmentCode,
  keeper: SlotKeeper,
  fileCount: number,
  catalogue: AttachmentCatalogue,
): Decision<true> {
  if (!isKeptBy(code, keeper)) return refuse('FORBIDDEN_ACTION', { code });
  const { maxFiles } = catalogue[code];
  return fileCount < maxFiles ? accept(true) : refuse('FILE_COUNT_EXCEEDED', { max: maxFiles });
}

/** The buttons of a slot with their reasons. Source: domain.md §4.2. */
export function slotCommands(
  code: AttachmentCode,
  keeper: SlotKeeper,
  fileCount: number,
  catalogue: AttachmentCatalogue,
): AllowedSlotCommand[] {
  const addition = fileAddition(code, keeper, fileCount, catalogue);
  const status = attachmentStatusOf(fileCount);
  const changing = (action: SlotCommand, by: AttachmentAction): AllowedSlotCommand =>
    isKeptBy(code, keeper)
      ? byState(action, status, by)
      : { action, allowed: false, reason: 'FORBIDDEN_ACTION' };
  return [
    addition.accepted
      ? { action: 'upload', allowed: true }
      : { action: 'upload', allowed: false, reason: addition.refusals[0].code },
    byState('view', status, 'view'),
    changing('replace', 'replace'),
    changing('remove', 'removeFile'),
  ];
}

function byState(action: SlotCommand, status: AttachmentStatus, by: AttachmentAction): AllowedSlotCommand {
  const next = nextStatus<AttachmentStatus, AttachmentAction>(ATTACHMENT_LIFECYCLE, status, by);
  return next === null ? { action, allowed: false, reason: 'STATE_NOT_ALLOWED' } : { action, allowed: true };
}
