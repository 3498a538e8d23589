import { readEnvironment } from '../../infra/config/environment.js';
import { openPlatform, type Platform } from '../../infra/platform.js';

/** Opens the platform for one command and closes it however the command ends. */
export async function withPlatform(work: (platform: Platform) => Promise<number>): Promise<number> {
  const platform = await openPlatform(readEnvironment(), 'admin');
  try {
    return await work(platform);
  } finally {
    await platform.close();
  }
}
