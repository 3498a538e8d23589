import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import {
  isPasswordStrongEnough,
  MAX_PASSWORD_LENGTH,
  parseUserName,
} from '../../../domain/identity/credentials.js';
import { ID_TYPE_LABELS, type IdType } from '../../../domain/identity/id-number.js';
import { identifyPerson } from '../../../domain/identity/identified-person.js';
import { ParsedField } from '../http/fields.js';
import { formDay } from '../http/form-day.js';

export function NewUserNameField(): PropertyDecorator {
  return ParsedField({ label: '用户名', parse: parseUserName, example: 'li.ming' });
}

/** As it is typed: blanks at its ends belong to it. */
export function PasswordField(): PropertyDecorator {
  const message = `密码须为 1 至 ${MAX_PASSWORD_LENGTH} 个字符`;
  const hasLength = (value: unknown): boolean =>
    typeof value === 'string' && value.length >= 1 && value.length <= MAX_PASSWORD_LENGTH;
  return applyDecorators(
    ApiProperty({ description: '密码', type: 'string', format: 'password', maxLength: MAX_PASSWORD_LENGTH }),
    ValidateBy({ name: 'isPassword', validator: { validate: hasLength } }, { message }),
  );
}

/** Stands in a form with `userName`. */
export function NewPasswordField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      description: '密码',
      type: 'string',
      format: 'password',
      minLength: 10,
      maxLength: MAX_PASSWORD_LENGTH,
    }),
    ValidateBy(
      {
        name: 'isStrongEnough',
        validator: {
          validate: (value, args) =>
            typeof value === 'string' && isPasswordStrongEnough(value, text(args?.object, 'userName') ?? ''),
        },
      },
      { message: `密码须为 10 至 ${MAX_PASSWORD_LENGTH} 个字符，且不能与用户名相同` },
    ),
  );
}

/** One of `idNo`, `birthDate` and `sex`, which are judged together with `idType` (domain.md §3.1); in `Dated` forms. */
export function PersonField(options: {
  readonly label: string;
  readonly optional?: boolean;
  readonly example: string;
}): PropertyDecorator {
  const { label, optional = false, example } = options;
  return applyDecorators(
    ApiProperty({ description: label, type: 'string', required: !optional, nullable: optional, example }),
    ValidateBy({
      name: 'fitsPerson',
      validator: {
        validate: (value, args) =>
          (typeof value === 'string' || (optional && (value === undefined || value === null))) &&
          fault(args?.object, args?.property ?? '') === null,
        defaultMessage: (args) => fault(args?.object, args?.property ?? '') ?? `${label}格式不正确`,
      },
    }),
  );
}

/** Null as well where the kind of the number is not known: that fault is the kind's. */
function fault(form: object | undefined, property: string): string | null {
  const idType = text(form, 'idType');
  if (form === undefined || idType === null || !isIdType(idType)) return null;
  const given: unknown = Reflect.get(form, property);
  if (given !== undefined && given !== null && typeof given !== 'string') return '须为文字';
  const decision = identifyPerson(
    { idType, idNo: text(form, 'idNo') ?? '', birthDate: text(form, 'birthDate'), sex: text(form, 'sex') },
    formDay(),
  );
  if (decision.accepted) return null;
  const found = decision.refusals.find(({ pointer }) => pointer === `/${property}`);
  return found === undefined ? null : String(found.facts['detail']);
}

function text(form: object | undefined, property: string): string | null {
  const value: unknown = form === undefined ? null : Reflect.get(form, property);
  return typeof value === 'string' ? value : null;
}

function isIdType(value: string): value is IdType {
  return Object.hasOwn(ID_TYPE_LABELS, value);
}
