import path from 'node:path';
import { startStack, type Stack } from '../support/stack.js';
import { startOwnTemporal, type OwnTemporal } from '../support/stack-temporal.js';
import { ROOT } from './launcher-process.js';

const NAMES = ['admin', 'api', 'worker'];
const START_LIMIT_MS = 6_000;
/** A day of its own, so that no other test gets the stand-ins' template. */
const STAND_INS_DAY = '1999-01-01';
const before = new Map<string, string | undefined>();
let stack: Stack | null = null;
let temporal: OwnTemporal | null = null;

beforeAll(() => {
  for (const name of NAMES) {
    const variable = `JUZHENG_${name.toUpperCase()}_SCRIPT`;
    before.set(variable, process.env[variable]);
    process.env[variable] = path.join(ROOT, 'test/local/stand-ins', `${name}.mjs`);
  }
});

afterEach(async () => {
  await stack?.stop();
  await temporal?.stop();
  stack = null;
  temporal = null;
});

afterAll(() => {
  for (const [name, value] of before) process.env[name] = value;
});

describe('a stack', () => {
  it('has a database, a namespace and services of its own within seconds', async () => {
    await (await startStack({ startAt: STAND_INS_DAY })).stop();
    const begunAt = Date.now();
    stack = await startStack({ startAt: STAND_INS_DAY });
    expect(Date.now() - begunAt).toBeLessThan(START_LIMIT_MS);
    expect(await stack.sql('select current_database() like $1 as own', ['stack_%'])).toEqual([{ own: true }]);
    const described = await stack.temporal.workflowService.describeNamespace({
      namespace: stack.temporalNamespace,
    });
    expect(described.namespaceInfo?.name).toBe(stack.temporalNamespace);
    expect((await fetch(`${stack.apiUrl}/health/ready`)).status).toBe(200);
  });

  it('has its services killed and started again', async () => {
    stack = await startStack({ startAt: STAND_INS_DAY, worker: false });
    await expect(fetch(`${stack.workerHealthUrl}/health/ready`)).rejects.toThrow();
    await stack.stopApi('SIGKILL');
    await expect(fetch(`${stack.apiUrl}/health/ready`)).rejects.toThrow();
    await stack.startApi();
    await stack.startWorker();
    expect((await fetch(`${stack.workerHealthUrl}/health/ready`)).status).toBe(200);
  });

  it('can lose and get back a Temporal of its own, with its file and without', async () => {
    temporal = await startOwnTemporal();
    stack = await startStack({ startAt: STAND_INS_DAY, temporal });
    const namespaces = async (): Promise<number> => {
      const listed = await stack?.temporal.workflowService.listNamespaces({});
      return (
        listed?.namespaces?.filter(({ namespaceInfo }) => namespaceInfo?.name?.startsWith('stack-')).length ??
        0
      );
    };
    await temporal.kill();
    await temporal.start();
    expect(await namespaces()).toBe(1);
    await temporal.kill();
    temporal.deleteDatabase();
    await temporal.start();
    expect(await namespaces()).toBe(0);
  });
});
