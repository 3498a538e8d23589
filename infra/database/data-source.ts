import { Client, type ClientConfig } from 'pg';
import { DataSource } from 'typeorm';
import { ENTITIES } from './entities/index.js';
import { MIGRATIONS } from './migrations/index.js';
import { NamingStrategy } from './naming-strategy.js';

/** The role that services work under: it owns nothing and cannot change audit rows (design.md §4). */
export const RUNTIME_ROLE = 'juzheng_runtime';

/** Many who wait for one row are not a database that is away: they queue. */
const WAIT_FOR_A_FREE_CONNECTION_MS = 15_000;
/** A server that does not take a connection within this time is away (design.md §7: 503 within two seconds). */
const CONNECT_WITHIN_MS = 1_500;

/** The pool has one time limit for waiting and for connecting; connecting is given its own. */
class PromptClient extends Client {
  constructor(config: ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  }
}

export interface DataSourceOptions {
  readonly url: string;
  readonly poolSize?: number;
  /** The owner migrates; everybody else works as the runtime role. */
  readonly as: 'owner' | 'runtime';
  readonly applicationName: string;
}

export function createDataSource(options: DataSourceOptions): DataSource {
  const role = options.as === 'runtime' ? `-c role=${RUNTIME_ROLE} ` : '';
  return new DataSource({
    type: 'postgres',
    url: options.url,
    entities: ENTITIES,
    namingStrategy: new NamingStrategy(),
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'each',
    poolSize: options.poolSize ?? 20,
    applicationName: options.applicationName,
    connectTimeoutMS: WAIT_FOR_A_FREE_CONNECTION_MS,
    extra: {
      Client: PromptClient,
      options: `${role}-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=30s`,
      statement_timeout: options.as === 'owner' ? 0 : 20_000,
    },
  });
}
