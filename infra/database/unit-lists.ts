import type { EntityManager } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import type { UnitAccountStatus } from '../../domain/unit/account-lifecycle.js';
import { unitScope } from './actor-scope.js';
import { namedLike } from './name-search.js';

export interface UnitListRow {
  readonly id: string;
  readonly name: string;
  readonly uscc: string;
  readonly unit_type: string;
  readonly account_status: UnitAccountStatus;
  readonly registered_address: string;
  readonly created_at: Date;
}

export interface UnitFilter {
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | null;
  /** Part of the name, its pinyin or its initials. */
  readonly name: string | null;
}

/** Newest first, by keyset; members of a department see the units that it supervises (R1). */
export function listUnits(
  manager: EntityManager,
  actor: Actor,
  { limit, after, name }: UnitFilter,
): Promise<UnitListRow[]> {
  const scope = unitScope(actor);
  const parameters: unknown[] = [scope.parameter, limit + 1, after?.at ?? null, after?.id ?? null];
  const named = name === null ? 'true' : namedLike('UNIT', 'u.id', name, parameters);
  return manager.query<UnitListRow[]>(
    `select u.id, u.name, u.uscc, u.unit_type, u.account_status, u.registered_address, u.created_at from unit u
      where (${scope.sql})
        and ($3::timestamptz is null or (u.created_at, u.id) < ($3, $4::uuid)) and ${named}
      order by u.created_at desc, u.id desc limit $2`,
    parameters,
  );
}
