import { Client, Connection } from '@temporalio/client';
import type { DataSource } from 'typeorm';
import { EnvironmentFault, type Environment } from './config/environment.js';
import { createDataSource } from './database/data-source.js';
import { keyFaults } from './database/encryption-keys.js';
import { ReferenceRecords } from './database/reference-records.js';
import { MinioObjectStore } from './object-storage/minio-object-store.js';
import type { ObjectStore } from './object-storage/object-store.js';
import { createLog, type Log } from './observability/log.js';
import { PersonalData } from './personal-data/personal-data.js';
import { DirectCourier } from './temporal/outbox-relay.js';
import { PersonalDataCodec, refusePersonalData } from './temporal/personal-data-codec.js';
import { WorkflowMessenger } from './temporal/workflow-messenger.js';

/** What API, worker and command line share: the connections to the outside, opened from one environment. */
export interface Platform {
  readonly environment: Environment;
  readonly log: Log;
  readonly dataSource: DataSource;
  readonly references: ReferenceRecords;
  readonly personalData: PersonalData;
  readonly objectStore: ObjectStore;
  readonly temporal: { readonly connection: Connection; readonly client: Client };
  readonly messenger: WorkflowMessenger;
  readonly courier: DirectCourier;
  close(): Promise<void>;
}

/**
 * Opens Postgres; the engine and the store are reached when they are first needed, and may be away. Throws
 * `EnvironmentFault` when rows were sealed with a key that the environment does not have.
 */
export async function openPlatform(environment: Environment, service: string): Promise<Platform> {
  const log = createLog(service);
  const dataSource = createDataSource({
    url: environment.databaseUrl,
    as: service === 'api' ? 'runtime' : 'process',
    applicationName: `juzheng-${service}`,
  });
  await dataSource.initialize();
  const personalData = PersonalData.withKeys(environment);
  const faults = await keyFaults(dataSource, personalData);
  if (faults.length > 0) {
    await dataSource.destroy();
    throw new EnvironmentFault(faults);
  }
  const { address, namespace } = environment.temporal;
  const connection = Connection.lazy({ address });
  const client = new Client({
    connection,
    namespace,
    dataConverter: { payloadCodecs: [new PersonalDataCodec(refusePersonalData)] },
  });
  const messenger = new WorkflowMessenger(client);
  const courier = new DirectCourier(dataSource, messenger, log);
  return {
    environment,
    log,
    dataSource,
    references: new ReferenceRecords(),
    personalData,
    objectStore: new MinioObjectStore(environment.objectStore),
    temporal: { connection, client },
    messenger,
    courier,
    async close() {
      await courier.settle();
      await connection.close();
      await dataSource.destroy();
    },
  };
}

/** Production does not serve from a database whose business clock a trial has moved (design.md §3). */
export async function assertFitForProduction({ environment, dataSource }: Platform): Promise<void> {
  if (environment.mode === 'trial') return;
  const [clock] = await dataSource.query<{ moved: boolean }[]>(
    'select moved from business_clock where id = 1',
  );
  if (clock?.moved !== false)
    throw new EnvironmentFault(['该数据库的业务时钟在试用中被拨动过，不能用于生产']);
}
