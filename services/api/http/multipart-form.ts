import { refusal, type Refusal } from '../../../domain/refusal.js';
import { Refused } from '../../../infra/database/refused.js';
import { receiveUpload, type ReceivedFile } from '../../../infra/files/received-file.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';

/** A multipart body: its text fields, and the one file it may carry in the field `file`. */
export interface MultipartForm {
  /** Fields left empty are not there. */
  readonly fields: Readonly<Record<string, string>>;
  readonly file: ReceivedFile | null;
  readonly faults: readonly Refusal[];
}

const FILE_FIELD = 'file';
/** How the parser names a body that is no form or breaks off; its errors have no code. */
const BROKEN_FORM = /multipart|malformed|part terminated early/i;

/** Reads a multipart body to its end. The caller owes `file.discard()`; a body that breaks off leaves no file. */
export async function readMultipartForm(
  request: AuthorizedRequest,
  maxBytes: number,
): Promise<MultipartForm> {
  const fields = new Map<string, string>();
  const faults: Refusal[] = [];
  let file: ReceivedFile | null = null;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        // forms send every line break as CRLF
        const text = typeof part.value === 'string' ? part.value.replaceAll('\r\n', '\n').trim() : '';
        if (text !== '') fields.set(part.fieldname, text);
      } else if (part.fieldname !== FILE_FIELD || file !== null) {
        part.file.resume();
        faults.push(refusal('VALIDATION_FAILED', { detail: '不认识的字段' }, `/${part.fieldname}`));
      } else {
        const received = await receiveUpload({ stream: part.file, fileName: part.filename }, { maxBytes });
        if (received.accepted) file = received.value;
        else
          faults.push(...received.refusals.map(({ code, facts }) => refusal(code, facts, `/${FILE_FIELD}`)));
      }
    }
  } catch (error) {
    await file?.discard();
    throw hasHungUp(request) || isBroken(error)
      ? Refused.because('VALIDATION_FAILED', { detail: '表单不完整或无法识别' }, '')
      : error;
  }
  return { fields: Object.fromEntries(fields), file, faults };
}

/** Nothing was sent as its file, not even one that was refused. */
export function lacksFile({ file, faults }: MultipartForm): boolean {
  return file === null && faults.every(({ pointer }) => pointer !== `/${FILE_FIELD}`);
}

export function missingFile(detail: string): Refusal {
  return refusal('VALIDATION_FAILED', { detail }, `/${FILE_FIELD}`);
}

/** Whoever hangs up in the middle is no failure of ours; the error of his line looks like that of a server's. */
function hasHungUp({ raw }: AuthorizedRequest): boolean {
  return raw.destroyed && !raw.complete;
}

function isBroken(error: unknown): boolean {
  return error instanceof Error && !('code' in error) && BROKEN_FORM.test(error.message);
}
