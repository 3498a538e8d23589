import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import { Refused } from '../../../infra/database/refused.js';

/** Every fault of a request at once, one entry per field, with a JSON pointer. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => new Refused(errors.flatMap((error) => faults(error, ''))),
  });
}

function faults(error: ValidationError, parent: string): Refusal[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const [rule] = Object.entries(error.constraints ?? {});
  const own =
    rule === undefined ? [] : [refusal('VALIDATION_FAILED', { detail: detailOf(...rule) }, pointer)];
  return [...own, ...(error.children ?? []).flatMap((child) => faults(child, pointer))];
}

function detailOf(name: string, message: string): string {
  return name === 'whitelistValidation' ? '不认识的字段' : message;
}
