import { join } from 'node:path';
import { runLimited } from './limited-process.js';

export type PdfFault = 'FILE_UNREADABLE' | 'FILE_ACTIVE_CONTENT' | 'FILE_TOO_COMPLEX';
export type PdfFinding = { readonly pages: number } | { readonly fault: PdfFault };

const PDF_FAULTS: readonly string[] = ['FILE_UNREADABLE', 'FILE_ACTIVE_CONTENT', 'FILE_TOO_COMPLEX'];
/** The build copies it beside the compiled file. */
const SCRIPT = join(__dirname, 'pdf-inspection.cjs');

/** Parses a PDF where it can do no harm: limited in heap, memory and time, killed when it takes longer. */
export async function inspectPdf(path: string, wallTimeMs?: number): Promise<PdfFinding> {
  return findingOf(await runLimited(SCRIPT, [path], wallTimeMs));
}

function findingOf(finding: unknown): PdfFinding {
  if (finding === null) return { fault: 'FILE_TOO_COMPLEX' };
  if (finding instanceof Object) {
    if ('pages' in finding && typeof finding.pages === 'number') return { pages: finding.pages };
    if ('fault' in finding && isPdfFault(finding.fault)) return { fault: finding.fault };
  }
  throw new Error('the inspection of a PDF gave no finding');
}

function isPdfFault(value: unknown): value is PdfFault {
  return typeof value === 'string' && PDF_FAULTS.includes(value);
}
