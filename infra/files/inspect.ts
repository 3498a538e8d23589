import { readFile } from 'node:fs/promises';
import { accept, refuse } from '../../domain/refusal.js';
import type { Decision } from '../../domain/refusal.js';
import { jpegStructure } from './jpeg-structure.js';
import { runLimited, type LimitedAnswer, type Limits } from './limited-process.js';
import type { ReceivedFile } from './received-file.js';

export type ExpectedFormat = 'PDF' | 'JPEG';

export interface Inspected {
  readonly pages: number;
}

const FORMATS = {
  PDF: { mediaType: 'application/pdf', nameEnding: /\.pdf$/i, inspect: inspectPdfFile },
  JPEG: { mediaType: 'image/jpeg', nameEnding: /\.jpe?g$/i, inspect: inspectJpegFile },
} as const satisfies Record<ExpectedFormat, unknown>;

/** Nobody's identity photo has more; a decoder would need four bytes for each. */
const MAX_PIXELS = 50_000_000;
/** What a file may cost, so that an answer comes within five seconds where a processor is free. */
const LIMITS: Limits = { cpuMs: 3_000, wallMs: 30_000 };
/** What was accepted, by format and hash: the same bytes are judged once. The oldest are forgotten first. */
const ACCEPTED = new Map<string, Inspected>();
const MOST_REMEMBERED = 10_000;
const FAULTS = ['FILE_TYPE_INVALID', 'FILE_UNREADABLE', 'FILE_ACTIVE_CONTENT', 'FILE_TOO_COMPLEX'] as const;

/**
 * Says of what has arrived whether it is what was asked for. Throws `NoTimeLeft` on a machine too busy to say it.
 * Source: domain.md §8, §7.5 FILE_*.
 */
export async function inspect(
  file: ReceivedFile,
  expected: ExpectedFormat,
  limits = LIMITS,
): Promise<Decision<Inspected>> {
  const format = FORMATS[expected];
  if (file.sizeBytes === 0) return refuse('FILE_EMPTY');
  if (!format.nameEnding.test(file.fileName) || file.mediaType !== format.mediaType) {
    return refuse('FILE_TYPE_INVALID', { types: expected });
  }
  const known = `${expected} ${file.sha256}`;
  const before = ACCEPTED.get(known);
  if (before !== undefined) return accept(before);
  const decision = await format.inspect(file, limits);
  if (decision.accepted) remember(known, decision.value);
  return decision;
}

function remember(known: string, inspected: Inspected): void {
  const [oldest] = ACCEPTED.size < MOST_REMEMBERED ? [] : ACCEPTED.keys();
  if (oldest !== undefined) ACCEPTED.delete(oldest);
  ACCEPTED.set(known, inspected);
}

async function inspectPdfFile(file: ReceivedFile, limits: Limits): Promise<Decision<Inspected>> {
  return judged(await runLimited('inspect-pdf', { path: file.path }, limits), 'PDF');
}

/** The segments are walked first: their sizes tell before anything is decoded what decoding would take. */
async function inspectJpegFile(file: ReceivedFile, limits: Limits): Promise<Decision<Inspected>> {
  const picture = jpegStructure(await readFile(file.path));
  if (picture === null) return refuse('FILE_UNREADABLE');
  if (picture.carriesOther) return refuse('FILE_ACTIVE_CONTENT');
  if (picture.width * picture.height > MAX_PIXELS) return refuse('FILE_TOO_COMPLEX');
  const request = { path: file.path, maxPixels: MAX_PIXELS };
  return judged(await runLimited('inspect-jpeg', request, limits), 'JPEG');
}

function judged({ outcome }: LimitedAnswer, types: ExpectedFormat): Decision<Inspected> {
  if (outcome === null) return refuse('FILE_TOO_COMPLEX');
  if (outcome instanceof Object) {
    if ('pages' in outcome && typeof outcome.pages === 'number') return accept({ pages: outcome.pages });
    const fault = 'fault' in outcome ? FAULTS.find((each) => each === outcome.fault) : undefined;
    if (fault !== undefined) return refuse(fault, fault === 'FILE_TYPE_INVALID' ? { types } : {});
  }
  throw new Error('the inspection of a file gave no finding');
}
