import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { parseAmount } from '../../../domain/amount.js';
import { plainDate } from '../../../domain/calendar/plain-date.js';

/** The documentation takes a function for a lazy type only by the name `type`. */
function lazily(of: () => new () => object): () => new () => object {
  const type = (): new () => object => of();
  return type;
}

/** Without what Postgres cannot keep and UTF-8 cannot say: the character 0, and halves of a pair. */
const STORABLE_TEXT = /^[^\0\p{Surrogate}]*$/u;

/** A list would be looked at item by item: without items it would pass for a part without fields. */
const isPart = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface FieldOptions {
  /** The Chinese name of the field, in the documentation and in what a mistake answers. */
  readonly label: string;
  /** Absent or null: the field may be left out. */
  readonly optional?: boolean;
  readonly example?: unknown;
}

/** A field of a request: its check, its documentation and what a mistake answers, said once. */
function field(options: FieldOptions, schema: object, ...checks: PropertyDecorator[]): PropertyDecorator {
  const { label, optional = false, example } = options;
  return applyDecorators(
    ApiProperty({
      description: label,
      required: !optional,
      ...(optional && { nullable: true }),
      ...(example !== undefined && { example }),
      ...schema,
    }),
    ...(optional ? [ValidateIf((_, value) => value !== undefined && value !== null)] : []),
    ...checks,
  );
}

export function TextField(
  options: FieldOptions & { readonly max: number; readonly min?: number },
): PropertyDecorator {
  const { label, max, min = 1 } = options;
  const message = `${label}须为 ${min} 至 ${max} 个字`;
  return field(
    options,
    { type: 'string', minLength: min, maxLength: max },
    IsString({ message }),
    Length(min, max, { message }),
    Matches(STORABLE_TEXT, { message: `${label}含有无法识别的字符` }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
  );
}

/** Text with a form of its own: `parse` gives the normal form, or null where it is none (domain.md §3.1). */
export function ParsedField(
  options: FieldOptions & { readonly parse: (text: string) => string | null },
): PropertyDecorator {
  const { label, parse } = options;
  const parsed = (value: unknown): string | null => (typeof value === 'string' ? parse(value) : null);
  return field(
    options,
    { type: 'string' },
    ValidateBy(
      { name: 'hasForm', validator: { validate: (value) => parsed(value) !== null } },
      { message: `${label}格式不正确` },
    ),
    Transform(({ value }: { value: unknown }) => parsed(value) ?? value),
  );
}

export function DateField(options: FieldOptions): PropertyDecorator {
  return field(
    options,
    { type: 'string', format: 'date' },
    ValidateBy(
      {
        name: 'isPlainDate',
        validator: { validate: (value) => typeof value === 'string' && plainDate(value) !== null },
      },
      { message: `${options.label}须为日期 yyyy-MM-dd` },
    ),
  );
}

export function ChoiceField(options: FieldOptions & { readonly of: readonly string[] }): PropertyDecorator {
  return field(
    options,
    { type: 'string', enum: [...options.of] },
    IsIn([...options.of], { message: `${options.label}不在可选范围内` }),
  );
}

/** Several of the choices, each at most once. */
export function ChoicesField(options: FieldOptions & { readonly of: readonly string[] }): PropertyDecorator {
  const { label, of } = options;
  return field(
    options,
    { type: 'array', items: { type: 'string', enum: [...of] }, maxItems: of.length, uniqueItems: true },
    IsArray({ message: `${label}须为列表` }),
    ArrayUnique({ message: `${label}重复` }),
    ValidateBy(
      {
        name: 'areChoices',
        validator: {
          validate: (value) =>
            Array.isArray(value) && value.every((each) => typeof each === 'string' && of.includes(each)),
        },
      },
      { message: `${label}不在可选范围内` },
    ),
  );
}

export function FlagField(options: FieldOptions): PropertyDecorator {
  return field(options, { type: 'boolean' }, IsBoolean({ message: `${options.label}须为 true 或 false` }));
}

export function WholeField(
  options: FieldOptions & { readonly min: number; readonly max: number },
): PropertyDecorator {
  const { label, min, max } = options;
  const message = `${label}须为 ${min} 至 ${max} 的整数`;
  return field(
    options,
    { type: 'integer', minimum: min, maximum: max },
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
}

export function IdField(options: FieldOptions): PropertyDecorator {
  return field(
    options,
    { type: 'string', format: 'uuid' },
    IsUUID('all', { message: `${options.label}不是有效编号` }),
  );
}

/** Ids, each once. */
export function IdListField(options: FieldOptions & { readonly max: number }): PropertyDecorator {
  const { label, max } = options;
  return field(
    options,
    {
      type: 'array',
      items: { type: 'string', format: 'uuid' },
      minItems: 1,
      maxItems: max,
      uniqueItems: true,
    },
    IsArray({ message: `${label}须为列表` }),
    ArrayMinSize(1, { message: `${label}至少 1 项` }),
    ArrayMaxSize(max, { message: `${label}最多 ${max} 项` }),
    ArrayUnique({ message: `${label}不能重复` }),
    IsUUID('all', { each: true, message: `${label}含有无效编号` }),
  );
}

export function PartField(
  options: FieldOptions & { readonly of: () => new () => object },
): PropertyDecorator {
  return field(
    options,
    { type: lazily(options.of) },
    ValidateBy({ name: 'isPart', validator: { validate: isPart } }, { message: `${options.label}须为对象` }),
    ValidateNested(),
    Type(options.of),
  );
}

export function ListField(
  options: FieldOptions & { readonly of: () => new () => object; readonly max: number },
): PropertyDecorator {
  return field(
    options,
    { type: lazily(options.of), isArray: true, maxItems: options.max },
    IsArray({ message: `${options.label}须为列表` }),
    ArrayMaxSize(options.max, { message: `${options.label}最多 ${options.max} 项` }),
    ValidateBy(
      { name: 'isPart', validator: { validate: isPart } },
      { each: true, message: `${options.label}的每一项须为对象` },
    ),
    ValidateNested({ each: true }),
    Type(options.of),
  );
}

/** A number with at most two decimals. */
export function DecimalField(
  options: FieldOptions & { readonly min: number; readonly max: number },
): PropertyDecorator {
  const { label, min, max } = options;
  const message = `${label}须为 ${min} 至 ${max} 的数，最多两位小数`;
  return field(
    options,
    { type: 'number', minimum: min, maximum: max, multipleOf: 0.01 },
    IsNumber({ maxDecimalPlaces: 2 }, { message }),
    Min(min, { message }),
    Max(max, { message }),
  );
}

/** CNY ≥ 0 with at most two decimals, as text, so that no digit is lost. */
export function AmountField(options: FieldOptions): PropertyDecorator {
  const { label } = options;
  return field(
    options,
    { type: 'string', pattern: String.raw`^\d{1,12}(\.\d{1,2})?$` },
    ValidateBy(
      { name: 'isAmount', validator: { validate: (value) => amountOf(value) !== null } },
      { message: `${label}须为不小于 0 的金额，最多两位小数` },
    ),
    Transform(({ value }: { value: unknown }) => amountOf(value) ?? value),
  );
}

function amountOf(value: unknown): string | null {
  return typeof value === 'number' || typeof value === 'string' ? parseAmount(String(value)) : null;
}
