import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The real launcher of dist/ with stand-ins in the place of the services. */
const [root, folder, apiPort, ...flags] = process.argv.slice(2);
const built = (name) => createRequire(import.meta.url)(path.join(root, 'dist/infra/local', name));
const { LocalProblem } = built('local-problem.js');
const { Progress } = built('progress.js');
const { readSurroundings } = built('surroundings.js');
const { runStart } = built('start.js');

const here = path.dirname(fileURLToPath(import.meta.url));
const script = (name) => path.join(here, `${name}.mjs`);
try {
  process.exitCode = await runStart({
    root,
    folder,
    fresh: flags.includes('--fresh'),
    apiPort: Number(apiPort),
    firstApiPort: 0,
    mayMovePort: false,
    scripts: { admin: script('admin'), api: script('api'), worker: script('worker') },
    surroundings: readSurroundings(process.env),
    progress: new Progress((text) => process.stdout.write(text)),
  });
} catch (error) {
  if (!(error instanceof LocalProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
process.exit();
