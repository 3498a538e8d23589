import type { ValidationPipe } from '@nestjs/common';
import type { Refusal } from '../../../domain/refusal.js';
import { Refused } from '../../../infra/database/refused.js';
import type { MultipartForm } from './multipart-form.js';

/** The text fields of a form as its class describes them; null with every fault added to `faults`. */
export async function checkedFields<Fields extends object>(
  form: MultipartForm,
  fieldsOf: new () => Fields,
  validation: ValidationPipe,
  faults: Refusal[],
): Promise<Fields | null> {
  try {
    const checked: unknown = await validation.transform(form.fields, { type: 'body', metatype: fieldsOf });
    return checked instanceof fieldsOf ? checked : null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    faults.push(...error.refusals);
    return null;
  }
}
