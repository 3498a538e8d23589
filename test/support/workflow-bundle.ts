import path from 'node:path';
import { bundleWorkflowCode, type Logger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const WORKFLOWS = path.resolve(__dirname, '../../workflows/index.ts');

/** Everything that the bundler has to say beside its result is a finding. */
export interface Bundled extends WorkflowBundleWithSourceMap {
  readonly complaints: readonly string[];
}

/** The bundle as the worker gets it, made from the sources. */
export async function bundleWorkflows(workflowsPath: string = WORKFLOWS): Promise<Bundled> {
  const complaints: string[] = [];
  const ignore = (): void => undefined;
  const complain = (message: string): void => void complaints.push(message);
  const logger: Logger = {
    log: (level, message) => (level === 'WARN' || level === 'ERROR' ? complain(message) : undefined),
    trace: ignore,
    debug: ignore,
    info: ignore,
    warn: complain,
    error: complain,
  };
  const bundle = await bundleWorkflowCode({ workflowsPath, logger });
  return { ...bundle, complaints };
}
