import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** The lock copies the licence out of a package's description; these two say theirs in a file only. */
const SAID_IN_A_FILE = { 'png-js': 'MIT', unionfs: 'Unlicense' };

const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
const listed = Object.entries(packages)
  .filter(([place]) => place !== '')
  .map(([place, { version, license, dev = false, hasInstallScript = false, integrity = null }]) => {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const licence = license ?? SAID_IN_A_FILE[name] ?? null;
    return { name, version, licence, dev, hasInstallScript, integrity };
  });

/** `npm run licences`: what each package of the lock is under; `--json` for programs. */
if (process.argv.includes('--json')) process.stdout.write(JSON.stringify(listed));
else {
  const lines = listed.map(
    ({ name, version, licence, dev }) => `${licence ?? '未注明'}\t${name}@${version}${dev ? '\t仅开发' : ''}`,
  );
  process.stdout.write(`${[...new Set(lines)].toSorted().join('\n')}\n`);
}
