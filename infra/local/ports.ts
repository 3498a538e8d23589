import { createServer } from 'node:net';
import { LocalProblem } from './local-problem.js';
import { isRecord, readStoredJson, storeJson } from './stored-json.js';

const PORT_NAMES = [
  'api',
  'worker',
  'postgres',
  'temporal',
  'temporalUi',
  'temporalHttp',
  'store',
  'storeConsole',
] as const;
type PortName = (typeof PORT_NAMES)[number];
export type Ports = Readonly<Record<PortName, number>>;

const HIGHEST_PORT = 65_535;

export interface PortWishes {
  readonly rememberedIn: string;
  /** Asked for by the person: taken or refused, never replaced. */
  readonly apiPort?: number;
  readonly firstApiPort: number;
  /** The demonstration and the tests move on by themselves; a person's start asks. */
  readonly mayMove: boolean;
}

/** The same ports as last time where they are free; the others next to the API's. */
export async function choosePorts(wishes: PortWishes): Promise<Ports> {
  const remembered = rememberedPorts(wishes.rememberedIn);
  const wanted = wishes.apiPort ?? remembered.api ?? wishes.firstApiPort;
  const api = await apiPort(wanted, wishes.mayMove && wishes.apiPort === undefined);
  const chosen: Record<PortName, number> = {
    api,
    worker: 0,
    postgres: 0,
    temporal: 0,
    temporalUi: 0,
    temporalHttp: 0,
    store: 0,
    storeConsole: 0,
  };
  for (const name of PORT_NAMES) {
    if (name === 'api') continue;
    const taken = Object.values(chosen);
    const last = remembered[name];
    const keep = last !== undefined && !taken.includes(last) && (await isFree(last));
    chosen[name] = keep ? last : await nextFree(api + 1, taken);
  }
  storeJson(wishes.rememberedIn, chosen);
  return chosen;
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

async function nextFree(from: number, taken: readonly number[]): Promise<number> {
  for (let port = from; port <= HIGHEST_PORT; port += 1) {
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  throw new LocalProblem(
    `端口 ${from} 以上没有空闲端口，请用 --port 另选一个较小的端口。`,
    `No free port above ${from}; choose a lower one with --port.`,
  );
}

async function apiPort(wanted: number, mayMove: boolean): Promise<number> {
  if (await isFree(wanted)) return wanted;
  if (mayMove) return nextFree(wanted + 1, []);
  const other = await nextFree(wanted + 1, []);
  throw new LocalProblem(
    `端口 ${wanted} 已被其他程序占用。请停止那个程序，或换一个端口：npm start -- --port ${other}`,
    `Port ${wanted} is in use by another program. Stop it, or choose another port: npm start -- --port ${other}`,
  );
}

function rememberedPorts(file: string): Partial<Record<PortName, number>> {
  const stored = readStoredJson(file);
  const remembered: Partial<Record<PortName, number>> = {};
  if (!isRecord(stored)) return remembered;
  for (const name of PORT_NAMES) {
    const port = stored[name];
    if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= HIGHEST_PORT) {
      remembered[name] = port;
    }
  }
  return remembered;
}
