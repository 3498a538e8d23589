import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';

export type PdfFault = 'FILE_UNREADABLE' | 'FILE_ACTIVE_CONTENT' | 'FILE_TOO_COMPLEX';
export type PdfFinding = { readonly pages: number } | { readonly fault: PdfFault };

const PDF_FAULTS: readonly string[] = ['FILE_UNREADABLE', 'FILE_ACTIVE_CONTENT', 'FILE_TOO_COMPLEX'];
const WALL_TIME_MS = 5_000;
/** The build copies it beside the compiled file. */
const SCRIPT = join(__dirname, 'pdf-inspection.cjs');

/** Each file has a process of its own; no more of them at once than the machine has processors. */
const slots: { free: number; readonly waiting: (() => void)[] } = { free: cpus().length || 1, waiting: [] };

/** Parses a PDF where it can do no harm: limited in heap, memory and time, killed when it takes longer. */
export async function inspectPdf(path: string, wallTimeMs = WALL_TIME_MS): Promise<PdfFinding> {
  if (slots.free > 0) slots.free -= 1;
  else await new Promise<void>((resolve) => slots.waiting.push(resolve));
  try {
    return await runOn(path, wallTimeMs);
  } finally {
    const next = slots.waiting.shift();
    if (next === undefined) slots.free += 1;
    else next();
  }
}

function runOn(path: string, wallTimeMs: number): Promise<PdfFinding> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SCRIPT, path], {
      env: {},
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), wallTimeMs);
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) resolve({ fault: 'FILE_TOO_COMPLEX' });
      else if (code === 0) resolve(findingOf(answer));
      else reject(new Error(`the inspection of a PDF ended with code ${code}`));
    });
  });
}

function findingOf(answer: string): PdfFinding {
  const finding: unknown = JSON.parse(answer);
  if (finding instanceof Object) {
    if ('pages' in finding && typeof finding.pages === 'number') return { pages: finding.pages };
    if ('fault' in finding && isPdfFault(finding.fault)) return { fault: finding.fault };
  }
  throw new Error('the inspection of a PDF gave no finding');
}

function isPdfFault(value: unknown): value is PdfFault {
  return typeof value === 'string' && PDF_FAULTS.includes(value);
}
