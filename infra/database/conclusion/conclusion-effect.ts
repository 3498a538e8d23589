import type { EntityManager } from 'typeorm';
import type { NoticeCode } from '../../../domain/notice/notice-catalogue.js';
import type { Policy } from '../../../domain/policy.js';
import type { WorkflowMessage } from '../../../workflows/messages.js';
import type { PersonalData } from '../../personal-data/personal-data.js';
import type { BusinessInstant } from '../business-clock.js';
import { ApplicationSnapshotRow, type ApplicationRow } from '../entities/application.entity.js';
import { openSnapshot, type SnapshotContent } from '../snapshot-content.js';

/** What an approval does with; everything happens in the concluding transaction (domain.md §4.5 "Type effects"). */
export interface ConclusionContext {
  readonly manager: EntityManager;
  readonly application: ApplicationRow;
  /** What counts as the day of approval. */
  readonly lastPassAt: Date;
  readonly now: BusinessInstant;
  readonly policy: Policy;
  readonly personalData: PersonalData;
}

export interface ConclusionEffect {
  readonly permitId: string | null;
  readonly messages: readonly WorkflowMessage[];
  /** What the parties are told instead of N-12. */
  readonly notice?: {
    readonly code: NoticeCode;
    readonly facts: Readonly<Record<string, string>>;
  };
}

export type Effect = (context: ConclusionContext) => Promise<ConclusionEffect>;

/** What the reviewers of the last round had before them. */
export async function approvedContent({
  manager,
  application,
  personalData,
}: ConclusionContext): Promise<SnapshotContent> {
  const { contentSealed } = await manager.findOneByOrFail(ApplicationSnapshotRow, {
    applicationId: application.id,
    snapshotNo: application.snapshotNo,
  });
  return openSnapshot(contentSealed, personalData);
}

/** The permit's process asks the rows again. */
export function permitChanged(permitId: string): WorkflowMessage {
  return { workflow: 'permit', subjectId: permitId, signal: 'permitChanged', payload: {} };
}
