import { DataSource } from 'typeorm';
import { ENTITIES } from './entities/index.js';
import { MIGRATIONS } from './migrations/index.js';
import { NamingStrategy } from './naming-strategy.js';

/** The role that services work under: it owns nothing and cannot change audit rows (design.md §4). */
export const RUNTIME_ROLE = 'juzheng_runtime';

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
    poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName,
    connectTimeoutMS: 2000,
    extra: {
      options: `${role}-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=30s`,
      statement_timeout: options.as === 'owner' ? 0 : 20_000,
    },
  });
}
