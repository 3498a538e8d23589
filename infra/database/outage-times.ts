import type { EntityManager } from 'typeorm';
import { startOfDay } from '../../domain/calendar/instant.js';
import { addDays, type PlainDate } from '../../domain/calendar/plain-date.js';
import type { Outage } from '../../domain/permit/renewal-window.js';
import { OutageRow } from './entities/reference.entity.js';

/** Those that share an instant with the days, both included, in the order in which they began. */
export async function outagesBetween(
  manager: EntityManager,
  first: PlainDate,
  last: PlainDate,
): Promise<Outage[]> {
  const rows = await manager
    .createQueryBuilder(OutageRow, 'outage')
    .where('outage.to_at > :first and outage.from_at < :last', {
      first: new Date(startOfDay(first)),
      last: new Date(startOfDay(addDays(last, 1))),
    })
    .orderBy('outage.from_at')
    .getMany();
  return rows.map(({ fromAt, toAt }) => ({ from: fromAt.getTime(), to: toAt.getTime() }));
}
