import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const FOLDERS = ['domain', 'services', 'test/integration', 'test/workflow', 'test/e2e', 'test/chaos'];
const SCENARIOS = 108;
/** Title of a test or of a group of tests, up to the end of its text. */
const TITLE =
  /\b(?:it|test|describe)(?:\.each\((?:[^`'"]|'[^']*'|"[^"]*"|`[^`]*`)*?\)|\.each`[^`]*`)?\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;

/** Source: domain.md §13. */
describe('the scenarios of the specification', () => {
  it(`AC-01 to AC-${SCENARIOS} each stand in the name of a test, and none beside them`, () => {
    const cited = new Set(FOLDERS.flatMap(titlesIn).flatMap((title) => title.match(/AC-\d+/g) ?? []));
    const wanted = Array.from(
      { length: SCENARIOS },
      (_, index) => `AC-${String(index + 1).padStart(2, '0')}`,
    );
    expect([...cited].toSorted()).toEqual(wanted.toSorted());
  });
});

function titlesIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.spec.ts'))
    .flatMap((name) => {
      const text = readFileSync(path.join(ROOT, folder, name), 'utf8');
      return [...text.matchAll(TITLE)].map(([, , title]) => title ?? '');
    });
}
