export interface ReleaseFile {
  readonly url: string;
  readonly sha256: string;
  /** The program's name inside a .tar.gz; absent when the file is the program itself. */
  readonly member?: string;
}

/** Where a server program comes from; versions are pinned (ADR: where the servers come from). */
export interface ServerSource {
  readonly name: string;
  /** The variable that names a running one instead. */
  readonly address: string | null;
  /** For a program found on PATH, whose version is whatever the machine has. */
  readonly acceptsVersion: (answer: string) => boolean;
  readonly release: { readonly version: string; readonly files: Readonly<Record<string, ReleaseFile>> };
  readonly goModule: { readonly path: string; readonly version: string };
  /** Measured with the modules already downloaded. */
  readonly minutesOnTwoCores: number;
}

const TEMPORAL_RELEASE = 'https://github.com/temporalio/cli/releases/download/v1.5.1/temporal_cli_1.5.1';
const MINIO_RELEASE = 'RELEASE.2025-09-07T16-13-09Z';
const MINIO_FILES = `https://github.com/minio/minio/releases/download/${MINIO_RELEASE}/minio`;

export const TEMPORAL: ServerSource = {
  name: 'temporal',
  address: 'TEMPORAL_ADDRESS',
  acceptsVersion: (answer) => Number(/Server 1\.(\d+)\./.exec(answer)?.[1] ?? 0) >= 29,
  release: {
    version: '1.5.1',
    files: {
      'linux-x64': {
        url: `${TEMPORAL_RELEASE}_linux_amd64.tar.gz`,
        sha256: 'ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d',
        member: 'temporal',
      },
      'linux-arm64': {
        url: `${TEMPORAL_RELEASE}_linux_arm64.tar.gz`,
        sha256: 'bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5',
        member: 'temporal',
      },
      'darwin-x64': {
        url: `${TEMPORAL_RELEASE}_darwin_amd64.tar.gz`,
        sha256: 'bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9',
        member: 'temporal',
      },
      'darwin-arm64': {
        url: `${TEMPORAL_RELEASE}_darwin_arm64.tar.gz`,
        sha256: 'cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415',
        member: 'temporal',
      },
    },
  },
  goModule: { path: 'github.com/temporalio/cli/cmd/temporal', version: 'v1.5.1' },
  minutesOnTwoCores: 4.5,
};

/** The last release its makers published as a program; the module in the Go proxy is newer. */
export const MINIO: ServerSource = {
  name: 'minio',
  address: 'S3_ENDPOINT',
  acceptsVersion: (answer) => answer.startsWith('minio version'),
  release: {
    version: MINIO_RELEASE,
    files: {
      'linux-x64': {
        url: `${MINIO_FILES}.linux-amd64.${MINIO_RELEASE}`,
        sha256: '7c5bd8512c6e966455b1d198209358b2d191c77a83ab377c4073281065fb855f',
      },
      'linux-arm64': {
        url: `${MINIO_FILES}.linux-arm64.${MINIO_RELEASE}`,
        sha256: '5c83cd2cf151717ba0243f73e1c7802ff36e272b67144bdd7f1f7d684fd6f03d',
      },
    },
  },
  goModule: { path: 'github.com/minio/minio', version: 'v0.0.0-20260212201848-7aac2a2c5b7c' },
  minutesOnTwoCores: 2.7,
};

/** The second S3 server of the object store's contract test; nothing else uses it. */
export const VERSITYGW: ServerSource = {
  name: 'versitygw',
  address: null,
  acceptsVersion: () => false,
  release: { version: '1.8.0', files: {} },
  goModule: { path: 'github.com/versity/versitygw/cmd/versitygw', version: 'v1.8.0' },
  minutesOnTwoCores: 0.9,
};
