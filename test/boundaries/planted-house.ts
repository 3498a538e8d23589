import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const OF_THE_HOUSE = [
  '.oxlintrc.json',
  '.dependency-cruiser.cjs',
  'tsconfig.json',
  'package.json',
  'infra/local/house-rules.mjs',
];
const FOLDERS = ['domain', 'workflows', 'activities', 'infra', 'services', 'test'];
const OUTPUT_LIMIT_BYTES = 16 * 1024 * 1024;

/** `file rule`, one for each violation that a tool reports. */
export type Finding = `${string} ${string}`;

/** The planted violations under the very settings of the product, in a folder of their own. */
export class PlantedHouse {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'juzheng-planted-'));

  constructor() {
    cpSync(path.join(__dirname, 'planted'), this.folder, { recursive: true });
    mkdirSync(path.join(this.folder, 'infra/local'), { recursive: true });
    for (const file of OF_THE_HOUSE) cpSync(path.join(ROOT, file), path.join(this.folder, file));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(this.folder, 'node_modules'));
  }

  /** Imports, by the cruiser. */
  async imports(): Promise<Finding[]> {
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...FOLDERS];
    const { summary } = parsed<CruiseReport>(await this.run('depcruise', args));
    return summary.violations.map(({ from, rule }) => `${from} ${rule.name}` as const);
  }

  /** Everything else, by the linter with types. */
  async lint(): Promise<Finding[]> {
    const { diagnostics } = parsed<LintReport>(
      await this.run('oxlint', ['--type-aware', '--format', 'json', ...FOLDERS]),
    );
    return diagnostics.map(({ filename, code }) => `${filename} ${code}` as const);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A tool that finds something ends with an error; what it found stands in its output. */
  private run(tool: string, args: readonly string[]): Promise<string> {
    const options = { cwd: this.folder, maxBuffer: OUTPUT_LIMIT_BYTES };
    return new Promise((resolve) => {
      execFile(path.join(ROOT, 'node_modules/.bin', tool), args, options, (_error, stdout) =>
        resolve(stdout),
      );
    });
  }
}

interface CruiseReport {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

interface LintReport {
  readonly diagnostics: readonly { readonly filename: string; readonly code: string }[];
}

function parsed<Report>(output: string): Report {
  const report: unknown = JSON.parse(output);
  return report as Report;
}
