import {
  ValidationPipe,
  type ArgumentMetadata,
  type ValidationError,
  type ValidationPipeOptions,
} from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { Refused } from '../../../infra/database/refused.js';
import { isDated, onFormDay } from './form-day.js';

/** A body is an object or is left out; a list would pass for an object without fields. */
class RequestPipe extends ValidationPipe {
  constructor(
    private readonly dataSource: DataSource,
    options: ValidationPipeOptions,
  ) {
    super(options);
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (metadata.type === 'body' && value !== undefined && !isObject) {
      throw Refused.because('VALIDATION_FAILED', { detail: '请求内容须为对象' }, '');
    }
    if (!isDated(metadata.metatype)) return super.transform(value, metadata);
    return onFormDay((await readBusinessClock(this.dataSource.manager)).today, () =>
      super.transform(value, metadata),
    );
  }
}

/** Every fault of a request at once, one entry per field, with a JSON pointer. */
export function createValidationPipe(dataSource: DataSource): ValidationPipe {
  return new RequestPipe(dataSource, {
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
