import type { Declarations, UnitConfirmations } from '../../../domain/application/declarations.js';
import type { EligibilityRule } from '../../../domain/application/eligibility.js';
import type { Hint } from '../../../domain/application/new-hints.js';
import type { AttachmentCatalogue } from '../../../domain/attachment/catalogue.js';
import type { RenewalWindow } from '../../../domain/permit/renewal-window.js';
import type { Policy } from '../../../domain/policy.js';
import type { PersonalData } from '../../personal-data/personal-data.js';
import type {
  ApplicationPayload,
  ApplicationRow,
  ApplicationSnapshotRow,
  SnapshotFile,
} from '../entities/application.entity.js';
import type { PermitRow } from '../entities/permit.entity.js';
import type { FactContext } from '../fact-transaction.js';
import type { SnapshotContent } from '../snapshot-content.js';

/** What a business type reads with; everything happens in the caller's transaction. */
export interface HandlingContext extends Pick<FactContext, 'manager' | 'now'> {
  readonly policy: Policy;
  /** The window of a permit under this policy and the calendar in force. */
  readonly windowOf: (permit: PermitRow) => Promise<RenewalWindow>;
  readonly personalData: PersonalData;
  /** 附件目录 in the version that the application keeps; a draft's is the one in force. */
  readonly catalogueOf: (application: ApplicationRow) => Promise<AttachmentCatalogue>;
}

/** Every blocking rule and every hint, whether it holds or not. */
export interface Judgement {
  readonly rules: readonly EligibilityRule[];
  readonly hints: readonly Hint[];
}

/** What the reviewers of a round will have before them. */
export interface FrozenContent {
  readonly content: SnapshotContent;
  readonly files: readonly SnapshotFile[];
}

/**
 * What one business type adds to the common course: its checks, and what it submits. The course itself, its levels and
 * its records are the same for all (design.md §2); the effect of an approval is in conclusion/.
 */
export interface BusinessHandling {
  /** The checks that bind a draft already (domain.md §7.1). */
  judgeDraft(context: HandlingContext, application: ApplicationRow): Promise<Judgement>;
  /** Every check of a submission (domain.md §7.2); `GET eligibility` shows the same list. */
  judgeSubmission(
    context: HandlingContext,
    application: ApplicationRow,
    declared: Declarations,
  ): Promise<Judgement>;
  /** What the submission adds to the payload: what was declared, and what was computed for this day. */
  declare?(
    context: HandlingContext,
    application: ApplicationRow,
    declared: Declarations,
  ): Promise<ApplicationPayload>;
  /** The department that the levels of the route belong to at submission (domain.md §5). */
  supervisingDepartment(context: HandlingContext, application: ApplicationRow): Promise<string>;
  /** The second office of a route that leads from one department to another. */
  newDepartment?(application: ApplicationRow): string | null;
  freeze(context: HandlingContext, application: ApplicationRow): Promise<FrozenContent>;
  /** The unit's own level; null for types whose route has none. */
  readonly unitLevel: UnitLevelHandling | null;
}

export interface UnitLevelHandling {
  judge(
    context: HandlingContext,
    application: ApplicationRow,
    submitted: ApplicationSnapshotRow,
    confirmations: UnitConfirmations,
  ): Promise<Judgement>;
  /** What the unit's pass adds to the submitted snapshot, which itself never changes. */
  complete(
    context: HandlingContext,
    application: ApplicationRow,
    submitted: ApplicationSnapshotRow,
  ): Promise<FrozenContent>;
}
