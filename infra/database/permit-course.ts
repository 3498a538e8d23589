import type { PermitStatus } from '../../domain/permit/lifecycle.js';
import type { PermitRow } from './entities/permit.entity.js';

/** The status of a row as the domain reads it. The CHECK constraint of the table holds the union. */
export function permitStatusOf(row: PermitRow): PermitStatus {
  return row.status as PermitStatus;
}
