import type { EntityManager } from 'typeorm';
import type { SheetFault, ReadRows, Placed } from '../../../domain/sheet/sheet-rows.js';
import type { WorkflowMessage } from '../../../workflows/messages.js';
import type { PersonalData } from '../../personal-data/personal-data.js';
import type { AuditEvent } from '../audit-trail.js';
import type { BusinessInstant } from '../business-clock.js';
import { LegacyImportRow } from '../entities/legacy-import.entity.js';
import type { ReferenceRecords } from '../reference-records.js';

/** What an import reads and writes with; everything happens in the caller's transaction. */
export interface LegacyContext {
  readonly manager: EntityManager;
  readonly now: BusinessInstant;
  readonly personalData: PersonalData;
  readonly references: ReferenceRecords;
  readonly promise: (message: WorkflowMessage) => Promise<void>;
  readonly audit: (event: AuditEvent) => Promise<void>;
}

export interface LegacyReport {
  /** Rows that were taken now, or would be. */
  readonly fresh: number;
  /** Rows that had been taken before: nothing happens twice. */
  readonly known: number;
  /** With any, nothing is written. */
  readonly faults: readonly SheetFault[];
}

/** How one kind of row is judged and taken. */
export interface LegacyKind<Row, Plan> {
  readonly kind: 'UNIT' | 'PERMIT';
  readonly judge: (context: LegacyContext, row: Placed<Row>) => Promise<Judged<Plan>>;
  /** Gives the id of what the row became. */
  readonly take: (context: LegacyContext, plan: Plan) => Promise<string>;
}

export type Judged<Plan> = { readonly plan: Plan } | { readonly faults: readonly SheetFault[] };

/** All rows or none; a row that was taken before does nothing again, whatever became of it since. */
export async function importLegacy<Row extends { readonly sourceKey: string }, Plan>(
  context: LegacyContext,
  sheet: ReadRows<Row>,
  { kind, judge, take }: LegacyKind<Row, Plan>,
  isTrial: boolean,
): Promise<LegacyReport> {
  const { manager, personalData } = context;
  // Two imports at once would each judge what the other is about to write.
  await manager.query(`select pg_advisory_xact_lock(hashtext('legacy-import'))`);
  const faults: SheetFault[] = [...sheet.faults];
  const plans: { readonly plan: Plan; readonly sourceKey: string; readonly digest: string }[] = [];
  let known = 0;
  for (const row of sheet.rows) {
    const { row: place, sourceKey, ...content } = row;
    const digest = personalData.digest(JSON.stringify(content));
    const earlier = await manager.findOneBy(LegacyImportRow, { kind, sourceKey });
    if (earlier !== null) {
      known += 1;
      if (earlier.digest !== digest) {
        faults.push({ row: place, column: 'sourceKey', detail: '来源编号已导入过，内容与当时不同' });
      }
      continue;
    }
    const judged = await judge(context, row);
    if ('plan' in judged) plans.push({ plan: judged.plan, sourceKey, digest });
    else faults.push(...judged.faults);
  }
  const ordered = faults.toSorted((one, other) => one.row - other.row);
  if (ordered.length > 0 || isTrial) return { fresh: plans.length, known, faults: ordered };
  for (const { plan, sourceKey, digest } of plans) {
    const subjectId = await take(context, plan);
    await manager.insert(LegacyImportRow, { kind, sourceKey, subjectId, digest });
  }
  return { fresh: plans.length, known, faults: [] };
}
