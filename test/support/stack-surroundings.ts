import path from 'node:path';

/** What the launcher of `npm test` says about the servers it has started for this run. */
export interface RunSurroundings {
  readonly root: string;
  readonly runFolder: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalUiUrl: string;
  /** Null when Temporal was given by address: there is nothing to start another one from. */
  readonly temporalBinary: string | null;
  readonly s3Endpoint: string;
  readonly s3AccessKey: string;
  readonly s3SecretKey: string;
  readonly dataKeys: string;
  readonly indexKey: string;
  readonly scripts: { readonly admin: string; readonly api: string; readonly worker: string };
  readonly environment: Readonly<Record<string, string>>;
}

export function runSurroundings(): RunSurroundings {
  const text = (name: string): string => {
    const value = process.env[name];
    if (value === undefined)
      throw new Error(`没有 ${name}：请用 npm test -- <测试文件> 运行，它会启动所需的服务`);
    return value;
  };
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined) environment[name] = value;
  }
  return {
    root: path.resolve(__dirname, '../..'),
    runFolder: text('JUZHENG_RUN_DIR'),
    databaseUrl: text('DATABASE_URL'),
    temporalAddress: text('TEMPORAL_ADDRESS'),
    temporalUiUrl: process.env['TEMPORAL_UI_URL'] ?? '',
    temporalBinary: process.env['JUZHENG_TEMPORAL_BINARY'] ?? null,
    s3Endpoint: text('S3_ENDPOINT'),
    s3AccessKey: text('S3_ACCESS_KEY'),
    s3SecretKey: text('S3_SECRET_KEY'),
    dataKeys: text('JUZHENG_DATA_KEYS'),
    indexKey: text('JUZHENG_INDEX_KEY'),
    scripts: {
      admin: text('JUZHENG_ADMIN_SCRIPT'),
      api: text('JUZHENG_API_SCRIPT'),
      worker: text('JUZHENG_WORKER_SCRIPT'),
    },
    environment,
  };
}
