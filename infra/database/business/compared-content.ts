import type { EntityManager } from 'typeorm';
import {
  COMPARED_FIELDS,
  compareContents,
  type ComparedContent,
  type ComparedFile,
  type ComparedTexts,
  type ContentComparison,
} from '../../../domain/application/content-comparison.js';
import { faceAfter } from '../../../domain/application/info-changes.js';
import { isApproved } from '../../../domain/application/lifecycle.js';
import { isAttachmentCode } from '../../../domain/attachment/catalogue.js';
import type { PersonalData } from '../../personal-data/personal-data.js';
import { courseOf } from '../application-course.js';
import { snapshotOf } from '../dossier-snapshot.js';
import {
  ApplicationSnapshotRow,
  type ApplicationRow,
  type SnapshotFile,
} from '../entities/application.entity.js';
import { PermitRow } from '../entities/permit.entity.js';
import { readDossier, type PersonDossier } from '../person-dossier.js';
import { elevated } from '../row-scope.js';
import { openHolder, openSnapshot, type SnapshotContent } from '../snapshot-content.js';
import { approvedContent, openChanges, type DatedContent } from './approved-content.js';

export type FiledContent = ComparedContent<ComparedFile & { readonly file: SnapshotFile }>;
export type FiledComparison = ContentComparison<ComparedFile & { readonly file: SnapshotFile }>;

/** A content as it is compared; nothing of it is left out that COMPARED_FIELDS names. */
export function comparedContent({ content, files }: DatedContent): FiledContent {
  const { person, education, contract } = content;
  const texts = {
    ...textsOf(person),
    ...textsOf(education),
    overseasEducation: JSON.stringify(content.overseasEducation),
    studyHistory: JSON.stringify(content.studyHistory),
    workHistory: JSON.stringify(content.workHistory),
    familyMembers: JSON.stringify(content.familyMembers),
    ...(contract !== null && {
      position: contract.position,
      contractStart: contract.startDate,
      contractEnd: contract.endDate,
    }),
    ...(content.unit.name !== '' && { unitName: content.unit.name }),
  };
  return {
    texts,
    files: files.flatMap((file) =>
      isAttachmentCode(file.catalogueCode) ? [{ code: file.catalogueCode, sha256: file.sha256, file }] : [],
    ),
  };
}

/**
 * What was approved last with a permit: its face as it stands, all else as the last approved application had it. Of a
 * permit that came without one only the face is known (domain.md §3.4 "Validity of data").
 */
export async function approvedWithPermit(
  manager: EntityManager,
  personalData: PersonalData,
  permit: PermitRow,
): Promise<FiledContent> {
  const approved = await approvedContent(manager, personalData, permit.id);
  const rest = approved === null ? { texts: {}, files: [] } : comparedContent(approved);
  const face = textsOf(openHolder(permit.holderSnapshotSealed, personalData));
  return { ...rest, texts: { ...rest.texts, ...face } };
}

/** The person's data and files as they are now; `unitName` is left out, so that it is not compared. */
export function currentContent(dossier: PersonDossier, personalData: PersonalData): FiledContent {
  return comparedContent({ content: contentOfDossier(dossier, personalData), files: dossier.files });
}

/** 员工已更新信息 of a permit's holder (domain.md §11 S-15). */
export function isUpdatedByEmployee(
  manager: EntityManager,
  personalData: PersonalData,
  permit: PermitRow,
  unitId: string,
): Promise<boolean> {
  return elevated('COMPARISON', async () => {
    const approved = await approvedWithPermit(manager, personalData, permit);
    const dossier = await readDossier(manager, permit.employeeId, unitId);
    return compareContents(approved, currentContent(dossier, personalData)).employeeUpdated;
  });
}

/** What an application has beside what was approved last, or beside its round before (domain.md §7.2, §4.5). */
export interface ApplicationComparison extends FiledComparison {
  /** Null: nothing was approved before, or this is the first round. */
  readonly beforeRound: number | null;
  readonly hasBefore: boolean;
}
export type ComparedWith = 'APPROVED' | 'ROUND';

/** A draft's content is the person's as it is now; later it is what the round's reviewers have. */
export function readComparison(
  manager: EntityManager,
  personalData: PersonalData,
  application: ApplicationRow,
  against: ComparedWith,
): Promise<ApplicationComparison> {
  return elevated('COMPARISON', () => compare(manager, personalData, application, against));
}

async function compare(
  manager: EntityManager,
  personalData: PersonalData,
  application: ApplicationRow,
  against: ComparedWith,
): Promise<ApplicationComparison> {
  const { snapshotNo, id } = application;
  const snapshot = await manager.findOneBy(ApplicationSnapshotRow, { applicationId: id, snapshotNo });
  const now =
    snapshot === null
      ? await draftedContent(manager, personalData, application)
      : openFiled(snapshot, personalData);
  const earlier =
    against === 'ROUND'
      ? await roundBefore(manager, personalData, application)
      : await approvedBefore(manager, personalData, application);
  const before = earlier ?? { texts: {}, files: now.files };
  return {
    ...compareContents(before, now),
    hasBefore: earlier !== null,
    beforeRound: against === 'ROUND' && earlier !== null ? application.round - 1 : null,
  };
}

async function draftedContent(
  manager: EntityManager,
  personalData: PersonalData,
  { employeeId, unitId, changesSealed }: ApplicationRow,
): Promise<FiledContent> {
  if (employeeId === null) return { texts: {}, files: [] };
  const dossier = await readDossier(manager, employeeId, unitId);
  const content = contentOfDossier(dossier, personalData);
  const changes = openChanges(changesSealed, personalData);
  const person = content.person && faceAfter(content.person, changes);
  return comparedContent({ content: { ...content, person }, files: dossier.files });
}

async function roundBefore(
  manager: EntityManager,
  personalData: PersonalData,
  { id, round }: ApplicationRow,
): Promise<FiledContent | null> {
  const snapshot = await manager.findOne(ApplicationSnapshotRow, {
    where: { applicationId: id, round: round - 1 },
    order: { snapshotNo: 'DESC' },
  });
  return snapshot && openFiled(snapshot, personalData);
}

/** Once the application itself has been approved, what stood before it; the permit's face has changed with it. */
async function approvedBefore(
  manager: EntityManager,
  personalData: PersonalData,
  application: ApplicationRow,
): Promise<FiledContent | null> {
  const { permitId, lastPassAt } = application;
  if (permitId === null) return null;
  if (isApproved(courseOf(application).status)) {
    const approved = await approvedContent(manager, personalData, permitId, lastPassAt);
    return approved && comparedContent(approved);
  }
  const permit = await manager.findOneByOrFail(PermitRow, { id: permitId });
  return approvedWithPermit(manager, personalData, permit);
}

function openFiled(
  { contentSealed, files }: ApplicationSnapshotRow,
  personalData: PersonalData,
): FiledContent {
  return comparedContent({ content: openSnapshot(contentSealed, personalData), files });
}

export function contentOfDossier(dossier: PersonDossier, personalData: PersonalData): SnapshotContent {
  const nowhere = { unit: { name: '', uscc: '' }, department: { name: '' } };
  return snapshotOf(dossier, { ...nowhere, applicationBasis: null, changes: [] }, personalData);
}

function textsOf(values: object | null): ComparedTexts {
  const entries = Object.entries(values ?? {}).filter(([name]) => Object.hasOwn(COMPARED_FIELDS, name));
  return Object.fromEntries(entries.map(([name, value]) => [name, value === null ? null : String(value)]));
}
