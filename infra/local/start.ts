import { Installation, type InstallationRequest } from './installation.js';
import { StoppedByRequest } from './local-problem.js';
import type { Progress } from './progress.js';
import type { ServerAddresses } from './servers.js';
import { lastLines, type RunningProgram } from './supervisor.js';

const INTERRUPTED = 130;
const PARENT_POLL_MS = 250;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `npm start`: runs until it is asked to stop or a service ends by itself; gives the exit code. */
export function runStart(request: InstallationRequest): Promise<number> {
  return withInstallation(request, async (installation) => {
    const { addresses, ports, environment } = await installation.startServers(true);
    await installation.prepare(environment);
    const services = await installation.startServices(ports, environment);
    announce(request.progress, installation, environment, addresses);
    return stayUntilOver(request.progress, installation, services);
  });
}

/** Stops everything however the work ends; a second signal does not wait for grace times. */
export async function withInstallation(
  request: InstallationRequest,
  work: (installation: Installation) => Promise<number>,
): Promise<number> {
  const installation = new Installation(request);
  let stopped: Promise<void> | null = null;
  const onSignal = (): void => {
    if (stopped !== null) return installation.kill();
    request.progress.say('正在停止 …（再按一次 Ctrl-C 立即结束）');
    stopped = installation.stop();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  const orphaned = whenNpmIsGone(request, onSignal);
  try {
    return await work(installation);
  } catch (error) {
    if (error instanceof StoppedByRequest || installation.wasStopRequested()) return INTERRUPTED;
    throw error;
  } finally {
    stopped ??= installation.stop();
    await stopped;
    clearInterval(orphaned);
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
  }
}

/** npm hands a signal to its shell only, or dies of it: its end means the same as Ctrl-C. */
function whenNpmIsGone(request: InstallationRequest, stop: () => void): NodeJS.Timeout | undefined {
  if (request.surroundings.environment['npm_lifecycle_event'] === undefined) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, PARENT_POLL_MS);
  return timer;
}

/** 0 when asked to stop, 1 when a service ended by itself. */
export async function stayUntilOver(
  progress: Progress,
  installation: Installation,
  services: readonly RunningProgram[],
): Promise<number> {
  const over = await Promise.race(services.map((service) => service.ended.then(() => service)));
  if (installation.wasStopRequested()) return 0;
  progress.say(`${over.name} 意外结束，其余部分随之停止。它的最后输出：`);
  progress.plain(lastLines(over.log()));
  return 1;
}

export function announce(
  progress: Progress,
  installation: Installation,
  environment: Readonly<Record<string, string>>,
  addresses: ServerAddresses,
): void {
  const { folder } = installation;
  const database = new URL(addresses.databaseUrl);
  const lines = [
    ['API', environment['PUBLIC_URL']],
    ['OpenAPI', `${environment['PUBLIC_URL']}/openapi.json`],
    ['试用钱包', `${environment['PUBLIC_URL']}/trial/wallet`],
    ['Temporal 页面', addresses.temporalUiUrl],
    ['MinIO 页面', addresses.s3ConsoleUrl ?? addresses.s3Endpoint],
    ['Postgres', `postgres://${database.username}@${database.host}${database.pathname}`],
    ['试用账户', folder.accounts],
    ['各服务密码', folder.secrets],
    ['日志', folder.logs],
  ];
  progress.say('居证已就绪 / ready');
  for (const [name = '', value = ''] of lines) progress.plain(`  ${name}：${value}`);
  progress.plain('  按 Ctrl-C 停止；内容保留，--fresh 重新开始。');
}
