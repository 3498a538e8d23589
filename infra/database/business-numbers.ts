import type { EntityManager } from 'typeorm';

/** The next number of a scope, from 1; gaps are possible when a transaction is given up, doubles are not. */
export async function nextInScope(manager: EntityManager, scope: string): Promise<number> {
  const [row] = await manager.query<[{ last_value: number }]>(
    `insert into number_counter (scope, last_value) values ($1, 1)
     on conflict (scope) do update set last_value = number_counter.last_value + 1 returning last_value`,
    [scope],
  );
  return row.last_value;
}
