import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

/** Servers a person already has; each one given is used instead of an embedded one. */
export interface GivenServers {
  readonly databaseUrl?: string;
  readonly temporalAddress?: string;
  readonly temporalUiUrl?: string;
  readonly s3Endpoint?: string;
  readonly s3AccessKey?: string;
  readonly s3SecretKey?: string;
}

/** What the machine and the person's environment give to the local commands. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  readonly searchPath: readonly string[];
  readonly cacheDir: string;
  readonly temporaryDir: string;
  /** Held by root only: Postgres must then run as somebody else. */
  readonly isRoot: boolean;
  readonly given: GivenServers;
}

/** Read once, by main; `JUZHENG_CACHE_DIR` moves the place where server programs are kept. */
export function readSurroundings(source: NodeJS.ProcessEnv): Surroundings {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    if (value !== undefined && value !== '') environment[name] = value;
  }
  const cacheHome = environment['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  return {
    environment,
    searchPath: (environment['PATH'] ?? '').split(path.delimiter).filter((entry) => path.isAbsolute(entry)),
    cacheDir: path.resolve(environment['JUZHENG_CACHE_DIR'] ?? path.join(cacheHome, 'juzheng')),
    temporaryDir: tmpdir(),
    isRoot: process.getuid?.() === 0,
    given: {
      ...present('databaseUrl', environment['DATABASE_URL']),
      ...present('temporalAddress', environment['TEMPORAL_ADDRESS']),
      ...present('temporalUiUrl', environment['TEMPORAL_UI_URL']),
      ...present('s3Endpoint', environment['S3_ENDPOINT']),
      ...present('s3AccessKey', environment['S3_ACCESS_KEY']),
      ...present('s3SecretKey', environment['S3_SECRET_KEY']),
    },
  };
}

function present(name: keyof GivenServers, value: string | undefined): GivenServers {
  return value === undefined ? {} : { [name]: value };
}
