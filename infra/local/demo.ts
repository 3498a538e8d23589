import type { InstallationRequest } from './installation.js';
import { announce, stayUntilOver, withInstallation } from './start.js';

/** `npm run demo`: an installation of its own, the story through HTTP, and the story's exit code. */
export function demonstrate(
  request: InstallationRequest,
  story: { readonly script: string; readonly keep: boolean },
): Promise<number> {
  return withInstallation(request, async (installation) => {
    const { addresses, ports, environment } = await installation.startServers(true);
    await installation.prepare(environment);
    const services = await installation.startServices(ports, environment);
    const told = installation.show(
      installation.nodeProgram('demo', story.script, [], {
        ...environment,
        API_URL: environment['PUBLIC_URL'] ?? '',
        JUZHENG_ACCOUNTS_FILE: installation.folder.accounts,
      }),
    );
    const code = (await told.ended).code ?? 1;
    if (!story.keep) return code;
    announce(request.progress, installation, environment, addresses);
    const left = await stayUntilOver(request.progress, installation, services);
    return code === 0 ? left : code;
  });
}
