import assert from 'node:assert/strict';
import { Client } from 'pg';
import type { Answer } from './api-client.js';
import { eventually } from './eventually.js';
import type { Stack } from './stack.js';

const LOCKED_ROWS = {
  application: 'select 1 from application where id = $1 for update',
  applicant:
    'select 1 from employee where id = (select employee_id from application where id = $1) for update',
  linked: 'select 1 from employee where id = (select employee_id from association where id = $1) for update',
} as const;

/**
 * Holds a row of the application or the link while acts are sent one after the other, each of them seen to wait before the next
 * is sent; then lets go. The order of a race is so the test's choice: waiting transactions get the row in turn.
 */
export async function inTurn<Body>(
  stack: Stack,
  id: string,
  acts: readonly (() => Promise<Answer<Body>>)[],
  { row = 'application', beforeRelease = () => Promise.resolve() }: HeldLock = {},
): Promise<Answer<Body>[]> {
  const holder = new Client({ connectionString: stack.databaseUrl });
  await holder.connect();
  const answers: Promise<Answer<Body>>[] = [];
  try {
    await holder.query('begin');
    const held = await holder.query(LOCKED_ROWS[row], [id]);
    assert.equal(held.rowCount, 1);
    for (const act of acts) {
      answers.push(act());
      await eventually('an act that waits', async () =>
        (await waitingForRows(stack)) >= answers.length ? true : null,
      );
    }
    await beforeRelease(Promise.all(answers));
    await holder.query('commit');
    return await Promise.all(answers);
  } finally {
    await holder.end();
  }
}

export interface HeldLock {
  /** The row that is held: the application's, unless the acts wait for its person or for that of a link. */
  readonly row?: keyof typeof LOCKED_ROWS;
  /** Given what answers them all, for acts that give way before it is let go. */
  readonly beforeRelease?: (answered: Promise<unknown>) => Promise<unknown>;
}

/** Transactions of the API that wait for a row; those of the worker are none of the test's. */
async function waitingForRows(stack: Stack): Promise<number> {
  const [row] = await stack.sql<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and application_name = 'juzheng-api'
        and wait_event_type = 'Lock' and state = 'active'`,
  );
  return row?.waiting ?? 0;
}
