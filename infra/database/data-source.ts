import { Client, type ClientConfig } from 'pg';
import { DataSource } from 'typeorm';
import { ENTITIES } from './entities/index.js';
import { MIGRATIONS } from './migrations/index.js';
import { NamingStrategy } from './naming-strategy.js';
import { ScopedClient } from './scoped-client.js';

/**
 * The roles that services work under: they own nothing and cannot change audit rows (design.md §4). The API's sees the
 * rows of whoever asks, that of worker and command line those of everybody (ADR 11).
 */
const ROLES = { owner: null, runtime: 'juzheng_runtime', process: 'juzheng_process' } as const;

/** Many who wait for one row are not a database that is away: they queue. */
const WAIT_FOR_A_FREE_CONNECTION_MS = 15_000;
/** A server that does not take a connection within this time is away (design.md §7: 503 within two seconds). */
const CONNECT_WITHIN_MS = 1_500;

/** The pool has one time limit for waiting and for connecting; connecting is given its own. */
class PromptClient extends Client {
  constructor(config: ClientConfig) {
    super(promptly(config));
  }
}
class PromptScopedClient extends ScopedClient {
  constructor(config: ClientConfig) {
    super(promptly(config));
  }
}

function promptly(config: ClientConfig): ClientConfig {
  return { ...config, connectionTimeoutMillis: CONNECT_WITHIN_MS };
}

export interface DataSourceOptions {
  readonly url: string;
  readonly poolSize?: number;
  /** The owner migrates, the API works as `runtime`, worker and command line as `process`. */
  readonly as: keyof typeof ROLES;
  readonly applicationName: string;
}

export function createDataSource(options: DataSourceOptions): DataSource {
  const role = ROLES[options.as] === null ? '' : `-c role=${ROLES[options.as]} `;
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
      Client: options.as === 'runtime' ? PromptScopedClient : PromptClient,
      options: `${role}-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=30s`,
      statement_timeout: options.as === 'owner' ? 0 : 20_000,
    },
  });
}
