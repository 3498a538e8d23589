import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { ID_TYPE_LABELS, parseIdNumber, type IdType } from '../../../domain/identity/id-number.js';
import { formDay } from './form-day.js';

/** An ID number whose form follows from the kind in another field of the same object (domain.md §3.1); in `Dated` forms. */
export function IdNumberOf(
  typeField: string,
  { label, example }: { readonly label: string; readonly example: string },
): PropertyDecorator {
  const normal = (value: unknown, object: object): string | null => {
    const type: unknown = Reflect.get(object, typeField);
    return typeof value === 'string' && isIdType(type) ? parseIdNumber(type, value, formDay()) : null;
  };
  return applyDecorators(
    ApiProperty({ description: label, type: 'string', example }),
    ValidateBy(
      {
        name: 'isIdNumber',
        validator: {
          validate: (value, context) => {
            if (typeof value !== 'string' || context === undefined) return false;
            // an unknown kind is that field's own fault
            return (
              !isIdType(Reflect.get(context.object, typeField)) || normal(value, context.object) !== null
            );
          },
        },
      },
      { message: `${label}格式不正确` },
    ),
    Transform(({ value, obj }: { value: unknown; obj: object }) => normal(value, obj) ?? value),
  );
}

function isIdType(value: unknown): value is IdType {
  return typeof value === 'string' && Object.hasOwn(ID_TYPE_LABELS, value);
}
