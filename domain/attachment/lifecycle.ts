import type { Lifecycle } from '../lifecycle.js';

export const ATTACHMENT_STATUS_LABELS = { NOT_UPLOADED: '未上传', UPLOADED: '已上传' } as const;
export type AttachmentStatus = keyof typeof ATTACHMENT_STATUS_LABELS;

export type AttachmentAction = 'upload' | 'view' | 'addFile' | 'replace' | 'removeFile' | 'removeLastFile';

/** A slot of 附件管理. Age alone never changes the status; it makes the slot stale (staleness.ts). Source: domain.md §4.2. */
export const ATTACHMENT_LIFECYCLE = {
  NOT_UPLOADED: { upload: 'UPLOADED' },
  UPLOADED: {
    view: 'UPLOADED',
    addFile: 'UPLOADED',
    replace: 'UPLOADED',
    removeFile: 'UPLOADED',
    removeLastFile: 'NOT_UPLOADED',
  },
} as const satisfies Lifecycle<AttachmentStatus, AttachmentAction>;

export function attachmentStatusOf(fileCount: number): AttachmentStatus {
  return fileCount > 0 ? 'UPLOADED' : 'NOT_UPLOADED';
}
