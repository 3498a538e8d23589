import type { EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import type { CorrectionStatus } from '../../domain/employee/identity-correction.js';
import { correctionScope, scopedRow } from './actor-scope.js';
import type { ReadableFile } from './attachment-records.js';
import { IdentityCorrectionRow } from './entities/identity-correction.entity.js';
import { Refused } from './refused.js';

export interface CorrectionListRow {
  readonly id: string;
  readonly employee_id: string;
  readonly department_id: string;
  readonly department_name: string;
  readonly status: CorrectionStatus;
  readonly registered_sealed: string;
  readonly proposed_sealed: string;
  readonly reason: string;
  readonly scan_file_name: string;
  readonly created_at: Date;
  readonly ended_at: Date | null;
  readonly decided_by_name: string | null;
  readonly opinion: string | null;
}

export interface CorrectionFilter {
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly status: CorrectionStatus | null;
}

const SELECTION = `
  select c.id, c.employee_id, c.department_id, d.name as department_name, c.status, c.registered_sealed, c.proposed_sealed,
         c.reason, c.scan_file_name, c.created_at, c.ended_at, c.decided_by_name, c.opinion
    from identity_correction c join department d on d.id = c.department_id`;

/** FORBIDDEN_SCOPE unless it is the actor's (R1). */
export async function readCorrection(
  manager: EntityManager,
  actor: Actor,
  id: string,
): Promise<CorrectionListRow> {
  const { sql, parameter } = correctionScope(actor);
  const [row] = await manager.query<CorrectionListRow[]>(`${SELECTION} where (${sql}) and c.id = $2`, [
    parameter,
    id,
  ]);
  if (row === undefined) throw Refused.because('FORBIDDEN_SCOPE');
  return row;
}

/** The row alone; FORBIDDEN_SCOPE as above. */
export function correctionInScope(
  manager: EntityManager,
  actor: Actor,
  id: string,
): Promise<IdentityCorrectionRow> {
  return scopedRow(manager, IdentityCorrectionRow, 'c', correctionScope(actor), id);
}

/** The scan of the identity document as it was when the correction was asked for. */
export async function correctionScan(
  manager: EntityManager,
  actor: Actor,
  id: string,
): Promise<ReadableFile> {
  const row = await correctionInScope(manager, actor, id);
  return {
    fileId: row.scanFileId,
    fileName: row.scanFileName,
    mediaType: row.scanMediaType,
    sha256: row.scanSha256,
  };
}

/** Newest first, by keyset; one row more than asked tells that there is more. */
export function listCorrections(
  manager: EntityManager,
  actor: Actor,
  { limit, after, status }: CorrectionFilter,
): Promise<CorrectionListRow[]> {
  const { sql, parameter } = correctionScope(actor);
  return manager.query<CorrectionListRow[]>(
    `${SELECTION}
      where (${sql}) and ($3::timestamptz is null or (c.created_at, c.id) < ($3, $4::uuid))
        and ($5::text is null or c.status = $5)
      order by c.created_at desc, c.id desc limit $2`,
    [parameter, limit + 1, after?.at ?? null, after?.id ?? null, status],
  );
}
