import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import {
  answerFaults,
  unlockedBy,
  type StatedAnswer,
  type StatedPoint,
  type Unlocked,
} from '../../domain/application/return-points.js';
import { decide } from '../../domain/refusal.js';
import type { FrozenContent } from './business/business-handling.js';
import { CONTRACT_SCAN } from './business/unit-pass.js';
import type { ApplicationRow, ReviewTaskRow } from './entities/application.entity.js';
import { ReturnPointRow } from './entities/return-point.entity.js';
import type { FactContext } from './fact-transaction.js';
import { accepted } from './refused.js';
import type { SnapshotContent } from './snapshot-content.js';

/** The points of a RETURN stand beside its opinion (domain.md §4.5). */
export async function recordPoints(
  { manager, now }: FactContext,
  { applicationId, round, level, id: taskId }: ReviewTaskRow,
  points: readonly StatedPoint[],
): Promise<void> {
  if (points.length === 0) return;
  await manager.insert(
    ReturnPointRow,
    points.map(({ kind, target, text }, index) => ({
      id: randomUUID(),
      applicationId,
      taskId,
      round,
      level,
      position: index,
      kind,
      target,
      text,
      state: 'OPEN',
      raisedAt: now.at,
    })),
  );
}

/** The level that raised them has seen the answers and passes. */
export async function acceptPoints(
  manager: EntityManager,
  { applicationId, level }: ReviewTaskRow,
): Promise<void> {
  await manager.update(ReturnPointRow, { applicationId, level, state: 'ANSWERED' }, { state: 'ACCEPTED' });
}

/** The points that the resubmission has to answer; refused unless every one is, and nothing else. */
export async function answerPoints(
  { manager, now }: FactContext,
  { id: applicationId }: ApplicationRow,
  answers: readonly StatedAnswer[],
): Promise<Unlocked | null> {
  const open = await manager.find(ReturnPointRow, {
    where: { applicationId, state: 'OPEN' },
    order: { position: 'ASC' },
  });
  accepted(decide(answerFaults(open, answers), true));
  for (const { pointId, answer } of answers) {
    const answered = { state: 'ANSWERED', answer: answer.trim(), answeredAt: now.at };
    await manager.update(ReturnPointRow, { id: pointId, state: 'OPEN' }, answered);
  }
  return unlockedBy(open);
}

/** A withdrawn round asks for nothing; the next one in its place begins without points. */
export function pointsOf(manager: EntityManager, applicationId: string): Promise<ReturnPointRow[]> {
  return manager.find(ReturnPointRow, {
    where: { applicationId },
    order: { raisedAt: 'ASC', position: 'ASC' },
  });
}

/** The round as it was before, with what the points unlock as it is now; the contract joins with the unit's pass. */
export function unlockedContent(
  previous: FrozenContent,
  fresh: FrozenContent,
  { fields, slots }: Unlocked,
  unitHasLevel: boolean,
): FrozenContent {
  const keeps = (code: string): boolean => !slots.has(code) && !(unitHasLevel && code === CONTRACT_SCAN);
  return {
    content: {
      ...previous.content,
      ...freshParts(fresh.content, fields),
      person: personOf(previous.content, fresh.content, fields),
      changes: [
        ...previous.content.changes.filter(({ field }) => !fields.has(field)),
        ...fresh.content.changes.filter(({ field }) => fields.has(field)),
      ],
      contract: unitHasLevel
        ? fresh.content.contract
        : (freshContract(fresh, fields) ?? previous.content.contract),
    },
    files: [
      ...previous.files.filter(({ catalogueCode }) => keeps(catalogueCode)),
      ...fresh.files.filter(({ catalogueCode }) => slots.has(catalogueCode)),
    ],
  };
}

/** Which parts of a content a field of the form stands for. */
const PARTS: Readonly<Record<string, readonly (keyof SnapshotContent)[]>> = {
  education: ['education'],
  title: ['education'],
  studyHistory: ['studyHistory', 'overseasEducation'],
  workHistory: ['workHistory'],
  familyMembers: ['familyMembers'],
  insuranceMonths: ['insuranceMonths'],
  applicationBasis: ['applicationBasis'],
};

function freshParts(content: SnapshotContent, fields: ReadonlySet<string>): Partial<SnapshotContent> {
  const names = [...fields].flatMap((field) => PARTS[field] ?? []);
  return Object.fromEntries(names.map((name) => [name, content[name]]));
}

function freshContract({ content }: FrozenContent, fields: ReadonlySet<string>): SnapshotContent['contract'] {
  return fields.has('position') ? content.contract : null;
}

function personOf(
  { person: before }: SnapshotContent,
  { person: now }: SnapshotContent,
  fields: ReadonlySet<string>,
): SnapshotContent['person'] {
  if (before === null || now === null) return now;
  const renewed = Object.entries(now).filter(([name]) => fields.has(name));
  return { ...before, ...Object.fromEntries(renewed) };
}
