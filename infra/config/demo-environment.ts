import { EnvironmentFault } from './environment.js';

/** What the launcher tells the demonstration. */
export interface DemoEnvironment {
  readonly apiUrl: string;
  readonly accountsFile: string;
  readonly temporalUiUrl: string;
  readonly temporalNamespace: string;
}

export function readDemoEnvironment(source: NodeJS.ProcessEnv = process.env): DemoEnvironment {
  const faults: string[] = [];
  const text = (name: string): string => {
    const value = source[name];
    if (value === undefined || value === '') faults.push(`缺少环境变量 ${name}`);
    return value ?? '';
  };
  const environment = {
    apiUrl: text('API_URL'),
    accountsFile: text('JUZHENG_ACCOUNTS_FILE'),
    temporalUiUrl: text('TEMPORAL_UI_URL'),
    temporalNamespace: text('TEMPORAL_NAMESPACE'),
  };
  if (faults.length > 0) throw new EnvironmentFault(faults);
  return environment;
}
