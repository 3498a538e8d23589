import type { EntityManager } from 'typeorm';
import { partsOfPermitNumber } from '../../domain/permit/permit-number.js';

/** The next number of a scope, from 1; gaps are possible when a transaction is given up, doubles are not. */
export async function nextInScope(manager: EntityManager, scope: string): Promise<number> {
  const [row] = await manager.query<[{ last_value: number }]>(
    `insert into number_counter (scope, last_value) values ($1, 1)
     on conflict (scope) do update set last_value = number_counter.last_value + 1 returning last_value`,
    [scope],
  );
  return row.last_value;
}

/** The scope in which the numbers of new permits are counted. */
export function permitNumberScope(permitType: string, year: number): string {
  return `permit:${permitType}:${year}`;
}

/** A legacy number that looks like one of ours is not given again. Safe to repeat. */
export async function passOverPermitNumber(manager: EntityManager, permitNo: string): Promise<void> {
  const parts = partsOfPermitNumber(permitNo);
  if (parts === null) return;
  await manager.query(
    `insert into number_counter (scope, last_value) values ($1, $2)
     on conflict (scope) do update set last_value = greatest(number_counter.last_value, $2)`,
    [permitNumberScope(parts.permitType, parts.year), parts.sequence],
  );
}
