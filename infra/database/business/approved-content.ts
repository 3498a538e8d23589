import type { EntityManager } from 'typeorm';
import {
  isInfoField,
  takesNewValue,
  type InfoField,
  type StatedChange,
} from '../../../domain/application/info-changes.js';
import type { PersonalData } from '../../personal-data/personal-data.js';
import { ApplicationSnapshotRow, type SnapshotFile } from '../entities/application.entity.js';
import type { PermitRow } from '../entities/permit.entity.js';
import { openHolder, openSnapshot, type HolderSnapshot, type SnapshotContent } from '../snapshot-content.js';

/** A person's data with the files that prove them. */
export interface DatedContent {
  readonly content: SnapshotContent;
  readonly files: readonly SnapshotFile[];
}

/** The data as they were approved last with this permit, before an instant if one is given; null: never (domain.md §3.4). */
export async function approvedContent(
  manager: EntityManager,
  personalData: PersonalData,
  permitId: string,
  before: Date | null = null,
): Promise<DatedContent | null> {
  const [newest] = await manager.query<{ id: string }[]>(
    `select s.id from application a join application_snapshot s
         on s.application_id = a.id and s.snapshot_no = a.snapshot_no
      where a.permit_id = $1 and a.status = 'APPROVED' and a.employee_id is not null
        and ($2::timestamptz is null or a.last_pass_at < $2)
      order by a.last_pass_at desc, a.fact_recorded_at desc limit 1`,
    [permitId, before],
  );
  if (newest === undefined) return null;
  const snapshot = await manager.findOneByOrFail(ApplicationSnapshotRow, { id: newest.id });
  return { content: openSnapshot(snapshot.contentSealed, personalData), files: snapshot.files };
}

/** What a change would replace and by what, as text; the face is the permit's, all else what was approved last. */
export interface ComparedChange extends StatedChange {
  readonly from: string | null;
  /** As it would be approved. */
  readonly to: string | null;
}

export function compareChanges(
  changes: readonly StatedChange[],
  permit: PermitRow,
  approved: DatedContent | null,
  current: DatedContent,
  personalData: PersonalData,
): ComparedChange[] {
  const face = openHolder(permit.holderSnapshotSealed, personalData);
  return changes.map((change) => {
    const { field, to } = change;
    if (takesNewValue(field)) return { ...change, from: faceText(face, field), to };
    const from = approved === null ? null : fieldText(field, approved);
    return { ...change, from, to: fieldText(field, current) };
  });
}

function faceText(face: HolderSnapshot, field: InfoField): string | null {
  const value: unknown = Reflect.get(face, field);
  return typeof value === 'string' ? value : null;
}

const TITLE_KEYS = ['holdsProfessionalTitle', 'titleName', 'titleLevel', 'titleCertNo', 'titleDate'];
const NOT_STATED_KEYS = [...TITLE_KEYS, 'reviewStatus'];

type FieldReader = (dated: DatedContent) => string | null;

/** What is no single value of the person; lists and groups as JSON, so that two contents can be compared. */
const READERS: Readonly<Partial<Record<InfoField, FieldReader>>> = {
  photo: ({ files }) => files.find(({ catalogueCode }) => catalogueCode === 'EMP_PHOTO')?.sha256 ?? null,
  position: ({ content }) => content.contract?.position ?? null,
  education: ({ content }) => groupText(content.education, (key) => !NOT_STATED_KEYS.includes(key)),
  title: ({ content }) => groupText(content.education, (key) => TITLE_KEYS.includes(key)),
  studyHistory: ({ content }) => JSON.stringify([content.studyHistory, content.overseasEducation]),
  workHistory: ({ content }) => JSON.stringify(content.workHistory),
  familyMembers: ({ content }) => JSON.stringify(content.familyMembers),
};

function fieldText(field: InfoField, dated: DatedContent): string | null {
  const read = READERS[field];
  if (read !== undefined) return read(dated);
  const { person } = dated.content;
  const value: unknown = person === null ? null : Reflect.get(person, field);
  return typeof value === 'string' ? value : null;
}

function groupText(group: SnapshotContent['education'], belongs: (key: string) => boolean): string | null {
  if (group === null) return null;
  const entries = Object.entries(group).filter(([key]) => belongs(key));
  return JSON.stringify(Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1))));
}

/** Written by `sealChanges` only, and sealed against change. */
export function openChanges(sealed: string | null, personalData: PersonalData): StatedChange[] {
  if (sealed === null) return [];
  const stated: unknown = personalData.openJson(sealed);
  return Array.isArray(stated) ? stated.flatMap(statedChange) : [];
}

export function sealChanges(changes: readonly StatedChange[], personalData: PersonalData): string {
  return personalData.sealJson(changes);
}

function statedChange(value: unknown): StatedChange[] {
  if (!(value instanceof Object) || !('field' in value) || typeof value.field !== 'string') return [];
  if (!isInfoField(value.field)) return [];
  const text = (name: string): string | null => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === 'string' ? found : null;
  };
  return [{ field: value.field, to: text('to'), reason: text('reason') }];
}
