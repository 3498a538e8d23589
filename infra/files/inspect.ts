import { readFile } from 'node:fs/promises';
import { accept, refuse } from '../../domain/refusal.js';
import type { Decision } from '../../domain/refusal.js';
import { jpegStructure } from './jpeg-structure.js';
import { inspectPdf } from './pdf-process.js';
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

/** Says of what has arrived whether it is what was asked for. Source: domain.md §8, §7.5 FILE_*. */
export async function inspect(file: ReceivedFile, expected: ExpectedFormat): Promise<Decision<Inspected>> {
  const format = FORMATS[expected];
  if (file.sizeBytes === 0) return refuse('FILE_EMPTY');
  if (!format.nameEnding.test(file.fileName) || file.mediaType !== format.mediaType) {
    return refuse('FILE_TYPE_INVALID', { types: expected });
  }
  return format.inspect(file);
}

async function inspectPdfFile(file: ReceivedFile): Promise<Decision<Inspected>> {
  const finding = await inspectPdf(file.path);
  return 'fault' in finding ? refuse(finding.fault) : accept(finding);
}

async function inspectJpegFile(file: ReceivedFile): Promise<Decision<Inspected>> {
  const picture = jpegStructure(await readFile(file.path));
  if (picture === null) return refuse('FILE_UNREADABLE');
  if (picture.width * picture.height > MAX_PIXELS) return refuse('FILE_TOO_COMPLEX');
  return accept({ pages: 1 });
}
