import { PlantedHouse, type Finding } from './planted-house.js';

/** Planted for the linter, these stand alone in the eyes of the cruiser. */
const STANDS_ALONE = / no-orphans$/;

const PLANTED_IMPORTS: readonly Finding[] = [
  'domain/reads-a-file.ts domain-imports-domain',
  'domain/knows-infra.ts domain-imports-domain',
  'domain/knows-infra.ts process-is-for-activities',
  'domain/knows-a-package.ts domain-imports-domain',
  'workflows/asks-the-database.ts workflows-import-domain',
  'workflows/reads-a-file.ts workflows-import-domain',
  'workflows/knows-infra.ts workflows-import-domain',
  'workflows/calls-an-activity.ts workflows-know-activities-by-type',
  'activities/answers-http.ts activities-import',
  'activities/records-a-fact.ts facts-are-for-the-api',
  'infra/knows-a-service.ts infra-imports',
  'infra/uses-a-test.ts infra-imports',
  'infra/uses-a-test.ts the-product-knows-no-test',
  'infra/leads-nowhere.ts resolvable',
  'infra/undeclared-package.ts declared-packages',
  'infra/database/moves-a-permit.ts one-writer-of-permit-status',
  'services/api/runs-a-workflow.ts workflows-are-entered-by-messages',
  'services/api/runs-an-activity.ts activities-belong-to-the-worker',
  'services/api/concludes.ts process-is-for-activities',
  'services/api/moves-an-application.ts one-writer-of-application-status',
  'services/api/masks-by-itself.ts one-table-of-masks',
  'services/admin/expires.ts process-is-for-activities',
  'services/admin/knows-the-api.ts services-keep-to-themselves',
  'domain/cycle/one.ts no-cycles',
  'domain/orphan.ts no-orphans',
];

const PLANTED_FAULTS: readonly Finding[] = [
  'domain/reads-a-file.ts eslint(no-restricted-imports)',
  'domain/knows-a-package.ts eslint(no-restricted-imports)',
  'domain/reads-a-clock.ts juzheng(no-wall-clock)',
  'domain/reads-the-process.ts eslint(no-restricted-globals)',
  'domain/rolls-dice.ts eslint(no-restricted-properties)',
  'domain/application/counts-levels.ts juzheng(no-level-order)',
  'domain/application/indexes-a-route.ts juzheng(no-level-order)',
  'workflows/asks-the-database.ts eslint(no-restricted-imports)',
  'workflows/reads-a-file.ts eslint(no-restricted-imports)',
  'workflows/waits-by-node.ts eslint(no-restricted-globals)',
  'workflows/reads-a-clock.ts juzheng(no-wall-clock)',
  'workflows/knows-the-level-order.ts juzheng(no-level-order)',
  'workflows/branches-on-status.ts juzheng(no-status-comparison)',
  'infra/database/reckons-levels-in-sql.ts juzheng(no-level-order)',
  'infra/database/switches-on-status.ts juzheng(no-status-comparison)',
  'infra/database/lists-statuses.ts juzheng(no-status-comparison)',
  'infra/database/saves-a-row.ts juzheng(no-save)',
  'services/api/reads-a-clock.ts juzheng(no-wall-clock)',
  'services/api/reads-the-environment.ts node(no-process-env)',
  'services/api/prints.ts eslint(no-console)',
  'services/api/takes-anything.ts typescript(no-explicit-any)',
  'services/api/asserts-blindly.ts typescript(no-unsafe-type-assertion)',
  'services/api/lets-a-promise-float.ts typescript(no-floating-promises)',
  'test/skips.spec.ts jest(no-disabled-tests)',
];

let house: PlantedHouse;
let imports: Finding[];
let faults: Finding[];

beforeAll(async () => {
  house = new PlantedHouse();
  [imports, faults] = [await house.imports(), await house.lint()];
});
afterAll(() => house.remove());

describe('the import table', () => {
  it.each(PLANTED_IMPORTS)('reports %s', (finding) => {
    expect(imports).toContain(finding);
  });

  it('reports nothing in what is allowed', () => {
    const unexpected = imports.filter((finding) => !PLANTED_IMPORTS.includes(finding));
    expect(unexpected.filter((finding) => !STANDS_ALONE.test(finding))).toEqual([]);
  });
});

describe('the rules of the linter', () => {
  it.each(PLANTED_FAULTS)('reports %s', (finding) => {
    expect(faults).toContain(finding);
  });
});
