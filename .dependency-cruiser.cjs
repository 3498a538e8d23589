const path = require('node:path');

/** The import table of docs: style.md §1, one rule per row, and the borders of the files that write a status. */
const TEST = '\\.spec\\.ts$|^test/';
const NPM = '(?:^|/)node_modules/';
const APPLICATION_WRITERS =
  '^infra/database/(?:application-facts?|application-process|application-return|permit-process)\\.ts$';
const PERMIT_WRITERS =
  '^infra/database/(?:permit-facts?|permit-process|association-records|conclusion/[a-z-]+)\\.ts$';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'domain-imports-domain',
      'domain: only domain; no package, no Node module',
      { path: '^domain/', pathNot: TEST },
      { pathNot: '^domain/' },
    ),
    forbid(
      'workflows-import-domain',
      'workflows: domain, workflows and the two packages of the engine; of activities only types',
      { path: '^workflows/' },
      { pathNot: ['^domain/', '^workflows/', `${NPM}@temporalio/(workflow|common)/`, '^activities/'] },
    ),
    forbid(
      'workflows-know-activities-by-type',
      'an activity reaches a workflow through its proxy only',
      { path: '^workflows/' },
      { path: '^activities/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'activities-import',
      'activities: domain, activities, infra and @temporalio/activity',
      { path: '^activities/' },
      { pathNot: ['^domain/', '^activities/', '^infra/', `${NPM}@temporalio/activity/`] },
    ),
    forbid(
      'infra-imports',
      'infra: domain, infra, its packages; of workflows the ways in',
      { path: '^infra/' },
      {
        path: [
          '^activities/',
          '^services/',
          '^portal/',
          '^test/',
          `${NPM}(@nestjs|fastify|@fastify|class-validator)/`,
        ],
      },
    ),
    forbid(
      'workflows-are-entered-by-messages',
      'infra and services know messages, ids, task queues, search attributes and input types of a workflow',
      { path: '^(infra|services|activities)/' },
      {
        path: '^workflows/',
        pathNot: '^workflows/(messages|ids|task-queues|search-attributes)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'services-keep-to-themselves',
      'a service knows no other service',
      { path: '^services/([^/]+)/' },
      { path: '^services/', pathNot: '^services/$1/' },
    ),
    forbid(
      'activities-belong-to-the-worker',
      'only the worker hands activities their ports',
      { path: '^services/', pathNot: '^services/worker/' },
      { path: '^activities/' },
    ),
    forbid(
      'the-product-knows-no-test',
      'no product file imports a test',
      { path: '^(domain|workflows|activities|infra|services)/', pathNot: '\\.spec\\.ts$' },
      { path: ['^test/', '\\.spec\\.ts$'] },
    ),
    forbid(
      'process-is-for-activities',
      'only activities conclude and expire (design.md §2 "Who writes what")',
      {
        path: '^(domain|workflows|infra|services)/',
        pathNot: '^services/worker/temporal-workers\\.ts$|^infra/database/(permit|application)-process\\.ts$',
      },
      { path: '^infra/database/(application-process|application-return|permit-process)\\.ts$' },
    ),
    forbid(
      'facts-are-for-the-api',
      'what a person does comes in through the API; an activity records no fact',
      { path: '^(activities|services/(worker|admin))/' },
      {
        path: '^infra/database/(?:(application|review|association)-facts?|permit-cancellation|application-drafts)\\.ts$',
      },
    ),
    forbid(
      'one-writer-of-application-status',
      'an application moves in its facts file and its process files only (style.md §2 rule 4)',
      { pathNot: `${TEST}|${APPLICATION_WRITERS}` },
      { path: '^infra/database/application-transition\\.ts$' },
    ),
    forbid(
      'one-writer-of-permit-status',
      'a permit moves in its process files, at disassociation and at cancellation only',
      { pathNot: `${TEST}|${PERMIT_WRITERS}` },
      { path: '^infra/database/permit-transition\\.ts$' },
    ),
    forbid(
      'one-table-of-masks',
      'what is masked for whom, one table decides (ADR 12)',
      { pathNot: `${TEST}|^domain/authority/personal-fields\\.ts$` },
      { path: '^domain/identity/masks\\.ts$' },
    ),
    forbid(
      'no-cycles',
      'no file needs itself',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid(
      'no-orphans',
      'what nobody imports and nobody starts is not there',
      {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '^infra/files/child/', // started as a process of its own by infra/files/limited-process.ts
          '^infra/identity/certificates/child/', // started as a thread by sm2-thread.ts
          '^infra/local/[a-z-]+\\.mjs$', // run by npm scripts and by the linter
          '^test/support/[a-z-]+\\.cjs$', // named in jest.config.cjs, or started as a process by a spec
          '^test/local/stand-ins/', // started as processes by test/local
        ],
      },
      {},
    ),
    forbid('resolvable', 'every import leads somewhere', {}, { couldNotResolve: true }),
    forbid(
      'declared-packages',
      'a package of the product stands in package.json',
      { path: '^(domain|workflows|activities|infra|services)/', pathNot: TEST },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist', '^test/boundaries/planted/', '^\\.data/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'],
    },
  },
};
