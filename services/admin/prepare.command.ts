import { Client, Connection } from '@temporalio/client';
import { EnvironmentFault, readEnvironment } from '../../infra/config/environment.js';
import { startBusinessClock } from '../../infra/database/business-clock.js';
import { createDataSource } from '../../infra/database/data-source.js';
import { keyFaults } from '../../infra/database/encryption-keys.js';
import { importReference } from '../../infra/database/reference-import.js';
import { makeTrialAuthority } from '../../infra/database/trial-authority-records.js';
import { MinioObjectStore } from '../../infra/object-storage/minio-object-store.js';
import { PersonalData } from '../../infra/personal-data/personal-data.js';
import { bootstrapTemporal } from '../../infra/temporal/bootstrap.js';
import { parseInstant } from '../../domain/calendar/instant.js';
import { EXIT_OK, type AdminCommand } from './admin-command.js';

/** Everything the services need before they start; safe to run at every start. */
export const prepareCommand: AdminCommand = {
  usage: 'prepare',
  summary: '迁移数据库，写入基础数据，注册 Temporal 命名空间与检索属性，建立存储桶',
  async run(_args, out) {
    const environment = readEnvironment();
    const dataSource = createDataSource({
      url: environment.databaseUrl,
      as: 'owner',
      applicationName: 'juzheng-admin',
    });
    await dataSource.initialize();
    try {
      const migrations = await dataSource.runMigrations();
      const personalData = PersonalData.withKeys(environment);
      const faults = await keyFaults(dataSource, personalData);
      if (faults.length > 0) throw new EnvironmentFault(faults);
      await dataSource.transaction(importReference);
      const startAt = environment.startAt === null ? null : parseInstant(environment.startAt);
      if (startAt !== null) await startBusinessClock(dataSource, new Date(startAt));
      if (environment.mode === 'trial') {
        await dataSource.transaction((manager) => makeTrialAuthority(manager, personalData));
      }
      out.line(`数据库已就绪（本次迁移 ${migrations.length} 项）`);
    } finally {
      await dataSource.destroy();
    }
    const { address, namespace } = environment.temporal;
    const connection = await Connection.connect({ address });
    try {
      await bootstrapTemporal(connection, new Client({ connection, namespace }), namespace);
      out.line(`Temporal 命名空间 ${namespace} 已就绪`);
    } finally {
      await connection.close();
    }
    const store = new MinioObjectStore(environment.objectStore);
    await store.ensureBucket();
    store.close();
    out.line(`存储桶 ${environment.objectStore.bucket} 已就绪`);
    return EXIT_OK;
  },
};
