import type { EntityManager } from 'typeorm';
import { isEditable } from '../../domain/application/lifecycle.js';
import type { PlainDate } from '../../domain/calendar/plain-date.js';
import { refusal } from '../../domain/refusal.js';
import { courseOf } from './application-course.js';
import { lockApplication } from './application-lock.js';
import { recordFile, removeFile, type NewFile } from './attachment-records.js';
import { AttachmentFileRow } from './entities/attachment.entity.js';
import { ApplicationContractRow } from './entities/historical-change.entity.js';
import type { FactContext } from './fact-transaction.js';
import { Refused } from './refused.js';

/** What the unit enters of the contract of a period that is over; null: not said. */
export interface PastContractForm {
  readonly position: string | null;
  readonly startDate: PlainDate | null;
  readonly endDate: PlainDate | null;
  /** Null: the scan that stands is kept. */
  readonly scan: Omit<NewFile, 'tag'> | null;
}

/** The contract of a skipped employer, attached to its application and frozen with each submission (domain.md §4.4). */
export async function attachContract(
  context: FactContext,
  applicationId: string,
  { position, startDate, endDate, scan }: PastContractForm,
): Promise<string> {
  const { manager, now, audit } = context;
  const application = await lockApplication(manager, applicationId);
  const { status } = courseOf(application);
  if (application.payload.historical !== true || !isEditable(status)) {
    throw Refused.because('STATE_NOT_ALLOWED', { status });
  }
  const before = await contractOfApplication(manager, applicationId);
  const missing = Object.entries({ position, startDate, endDate, scan: scan ?? before }).flatMap(
    ([field, value]) => (value === null ? [field] : []),
  );
  if (position === null || startDate === null || endDate === null || missing.length > 0) {
    throw Refused.because('ASSOC_CONTRACT_REQUIRED', { fields: missing });
  }
  if (endDate > now.today) {
    throw new Refused([refusal('VALIDATION_FAILED', { detail: '合同结束日期不能晚于今天' }, '/endDate')]);
  }
  const scanFileId = await keptScan(context, applicationId, before, scan);
  const terms = { position, startDate, endDate, scanFileId };
  if (before === null) await manager.insert(ApplicationContractRow, { applicationId, ...terms });
  else await manager.update(ApplicationContractRow, { applicationId }, terms);
  await audit({
    action: 'application.attachContract',
    entity: 'application',
    entityId: applicationId,
    after: terms,
    applicationNo: application.applicationNo,
  });
  return applicationId;
}

export function contractOfApplication(
  manager: EntityManager,
  applicationId: string,
): Promise<ApplicationContractRow | null> {
  return manager.findOneBy(ApplicationContractRow, { applicationId });
}

/** 再次重新发起 carries the contract along. */
export async function carryContract(manager: EntityManager, fromId: string, toId: string): Promise<void> {
  const contract = await contractOfApplication(manager, fromId);
  if (contract === null) return;
  await manager.insert(ApplicationContractRow, { ...contract, applicationId: toId });
}

/** The new scan in the place of this application's old one; one that was carried along stays with its own. */
async function keptScan(
  context: FactContext,
  applicationId: string,
  before: ApplicationContractRow | null,
  scan: PastContractForm['scan'],
): Promise<string> {
  const { manager } = context;
  if (scan === null) {
    if (before === null) throw Refused.because('ASSOC_CONTRACT_REQUIRED', { fields: ['scan'] });
    return before.scanFileId;
  }
  const old = before === null ? null : await manager.findOneBy(AttachmentFileRow, { id: before.scanFileId });
  if (old?.ownerId === applicationId) await removeFile(context, old);
  const owner = { kind: 'APPLICATION', id: applicationId } as const;
  return recordFile(context, owner, 'EMP_CONTRACT', { ...scan, tag: null });
}
