import { eventually } from './eventually.js';
import type { Stack } from './stack.js';

/** Rows of every table but the rates', once nothing that an upload has begun is still at work: scans are looked at after the answer. */
export async function rowCounts(stack: Stack): Promise<Readonly<Record<string, number>>> {
  await eventually('the look at every scan', async () => {
    const waiting = await stack.sql(
      `select 1 from attachment_file f join stored_object o on o.sha256 = f.sha256
        where o.media_type = 'application/pdf' and not exists (select from scan_check c where c.sha256 = f.sha256)
        limit 1`,
    );
    return waiting.length === 0 ? true : null;
  });
  const tables = await stack.sql<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'rate_bucket' order by 1`,
  );
  const counts = tables.map(({ name }) => `(select count(*)::int from "${name}") as "${name}"`);
  const [row = {}] = await stack.sql<Record<string, number>>(`select ${counts.join(', ')}`);
  return row;
}
