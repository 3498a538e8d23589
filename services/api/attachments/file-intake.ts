import { createReadStream } from 'node:fs';
import { Inject, Injectable, type ValidationPipe } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import type { Policy } from '../../../domain/policy.js';
import { announceObject, type NewFile } from '../../../infra/database/attachment-records.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { Refused } from '../../../infra/database/refused.js';
import { inspect, type ExpectedFormat } from '../../../infra/files/inspect.js';
import type { ReceivedFile } from '../../../infra/files/received-file.js';
import { contentKey, type ObjectStore } from '../../../infra/object-storage/object-store.js';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { actorOf } from '../http/actor.decorator.js';
import { factRequestOf } from '../http/fact.decorator.js';
import { checkedFields } from '../http/form-fields.js';
import { lacksFile, missingFile, readMultipartForm } from '../http/multipart-form.js';
import { createValidationPipe } from '../http/validation.js';
import { OBJECT_STORE } from '../tokens.js';
import { ScanChecker } from './scan-checker.js';

export interface Intake<Fields> {
  readonly fields: Fields;
  /** Null where the form carried none. Its bytes already stand in the object store. */
  readonly file: Omit<NewFile, 'tag'> | null;
  readonly fact: FactRequest;
}

const MAX_BYTES = { PDF: 'maxPdfBytes', JPEG: 'maxJpegBytes' } as const satisfies Record<
  ExpectedFormat,
  keyof Policy
>;

/** Takes forms with a file: spooled, checked, put into the object store, and only then told to the act (design.md §4). */
/** What one form asks for besides its fields. */
interface IntakeTerms {
  /** A form that has to carry a file answers this where it does not. */
  readonly withoutFile?: string | null;
  /** The slot's own limit; null: what the policy allows for the format. */
  readonly maxBytes?: number | null;
}

@Injectable()
export class FileIntake {
  private readonly validation: ValidationPipe;

  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRecords,
    private readonly scans: ScanChecker,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {
    this.validation = createValidationPipe(dataSource);
  }

  /** Whatever becomes of the act, no temporary file stays; bytes that no row points at are swept later. */
  async take<Fields extends object, Answer>(
    request: AuthorizedRequest,
    fieldsOf: new () => Fields,
    format: ExpectedFormat,
    act: (intake: Intake<Fields>) => Promise<Answer>,
    { withoutFile = null, maxBytes = null }: IntakeTerms = {},
  ): Promise<Answer> {
    const { unitId } = actorOf(request);
    const policy = await this.references.policyInForce(this.dataSource.manager, { unitId });
    const form = await readMultipartForm(request, maxBytes ?? policy[MAX_BYTES[format]]);
    try {
      const faults: Refusal[] = [...form.faults];
      if (withoutFile !== null && lacksFile(form)) faults.push(missingFile(withoutFile));
      const fields = await checkedFields(form, fieldsOf, this.validation, faults);
      const pages = form.file === null ? 0 : await inspectedPages(form.file, format, faults);
      if (fields === null || faults.length > 0) throw new Refused(faults);
      const fact = factRequestOf(request, { fields: form.fields, sha256: form.file?.sha256 ?? null });
      const answer = await act({
        fields,
        fact,
        file: form.file === null ? null : await this.keep(form.file, pages),
      });
      if (form.file !== null) await this.scans.look(form.file);
      return answer;
    } finally {
      await form.file?.discard();
    }
  }

  /** Equal bytes are put once; an object that its row has lost is put again. */
  private async keep(file: ReceivedFile, pages: number): Promise<Omit<NewFile, 'tag'>> {
    const { sha256, sizeBytes, mediaType, fileName } = file;
    const objectKey = contentKey(sha256);
    const kept = { sha256, objectKey, mediaType, sizeBytes };
    const { isNew } = await announceObject(this.dataSource, kept);
    if (isNew || (await this.store.head(objectKey)) === null)
      await this.store.put(objectKey, createReadStream(file.path), { sizeBytes, sha256, mediaType });
    return { ...kept, fileName, pages };
  }
}

async function inspectedPages(
  file: ReceivedFile,
  format: ExpectedFormat,
  faults: Refusal[],
): Promise<number> {
  const inspected = await inspect(file, format);
  if (inspected.accepted) return inspected.value.pages;
  faults.push(...inspected.refusals.map(({ code, facts }) => refusal(code, facts, '/file')));
  return 0;
}
