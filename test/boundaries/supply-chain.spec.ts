import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string | null;
  readonly dev: boolean;
  readonly hasInstallScript: boolean;
  readonly integrity: string | null;
}

/** Of a CycloneDX list: what is looked at. */
interface PartsList {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string }[];
}

const ROOT = path.join(__dirname, '..', '..');
/** Of what is delivered; what only developers use is listed and not judged. */
const FREE_FOR_USE =
  /^(?:MIT|ISC|0BSD|Unlicense|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|OFL-1\.1|CC-BY-4\.0|Python-2\.0)$/;
/** Linked at run time only: the library that pictures are decoded with. */
const LINKED = /^@img\/sharp-/;

const packages: readonly LockedPackage[] = JSON.parse(
  execFileSync(process.execPath, [path.join(ROOT, 'infra/local/licences.mjs'), '--json'], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  }),
);

describe('what the product is made of', () => {
  it('runs no install script but those that package.json allows, and it allows none', () => {
    const { allowScripts }: { allowScripts: Record<string, boolean> } = JSON.parse(
      readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
    );
    const withScript = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    expect(withScript.length).toBeGreaterThan(0);
    expect(withScript.filter((name) => allowScripts[name] !== false)).toEqual([]);
    expect(readFileSync(path.join(ROOT, 'infra/local/bootstrap.mjs'), 'utf8')).toContain(
      "'--ignore-scripts'",
    );
  });

  it('is locked to the bytes of each package', () => {
    expect(packages.length).toBeGreaterThan(500);
    expect(packages.filter(({ integrity }) => integrity === null).map(({ name }) => name)).toEqual([]);
  });

  it('is under licences that let it be delivered, each of them known', () => {
    expect(packages.filter(({ licence }) => licence === null).map(({ name }) => name)).toEqual([]);
    const strange = packages.filter(
      ({ name, licence, dev }) =>
        !dev &&
        !LINKED.test(name) &&
        !(licence ?? '')
          .replaceAll(/[()]/g, '')
          .split(/ AND | OR /)
          .every((each) => FREE_FOR_USE.test(each)),
    );
    expect(strange.map(({ name, licence }) => `${name} ${licence}`)).toEqual([]);
  });

  it('is told as a CycloneDX list of parts by a command', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
    );
    const [, ...args] = (scripts['sbom'] ?? '').split(' ');
    const list: PartsList = JSON.parse(
      execFileSync('npm', args, {
        cwd: ROOT,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    expect(list).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { type: 'library' } } });
    const told = new Set(list.components.map(({ name }) => name.split('/').at(-1)));
    const delivered = packages.filter(({ dev }) => !dev).map(({ name }) => name.split('/').at(-1));
    expect(delivered.filter((name) => !told.has(name))).toEqual([]);
  }, 60_000);
});
