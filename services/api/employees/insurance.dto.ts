import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { plainMonth } from '../../../domain/calendar/plain-date.js';
import { parseUscc } from '../../../domain/identity/uscc.js';
import { FlagField, ListField, ParsedField } from '../http/fields.js';

const MAX_MONTHS = 120;
const USCC_EXAMPLE = '91110108MA01C2D36P';

export class InsuranceMonthDto {
  @ParsedField({ label: '月份', parse: plainMonth, example: '2021-07' })
  month!: string;

  @ParsedField({ label: '社保缴纳单位', parse: parseUscc, optional: true, example: USCC_EXAMPLE })
  insuranceUnitUscc?: string | null;

  @FlagField({ label: '社保是否缴纳', example: true })
  insurancePaid!: boolean;

  @ParsedField({ label: '个税扣缴单位', parse: parseUscc, optional: true, example: USCC_EXAMPLE })
  taxUnitUscc?: string | null;

  @AmountField('应税收入')
  taxableIncome!: string;

  @ParsedField({ label: '劳动合同单位', parse: parseUscc, optional: true, example: USCC_EXAMPLE })
  contractUnitUscc?: string | null;
}

export class SaveInsuranceMonthsDto {
  @ListField({ label: '社会保险及个税月份', of: () => InsuranceMonthDto, max: MAX_MONTHS })
  @EachMonthOnce()
  months!: InsuranceMonthDto[];
}

/** CNY from 0 up with at most two decimals, as number or text; normalised to text, so that no digit is lost. */
function AmountField(label: string): PropertyDecorator {
  const message = `${label}须为不小于 0 的金额，最多两位小数`;
  return applyDecorators(
    ApiProperty({
      description: label,
      type: String,
      pattern: String.raw`^\d{1,12}(\.\d{1,2})?$`,
      example: '15000.00',
    }),
    ValidateBy(
      { name: 'isAmount', validator: { validate: (value) => parseAmount(value) !== null } },
      { message },
    ),
    Transform(({ value }: { value: unknown }) => parseAmount(value) ?? value),
  );
}

function parseAmount(value: unknown): string | null {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  return whole === undefined ? null : `${BigInt(whole)}.${fraction.padEnd(2, '0')}`;
}

function EachMonthOnce(): PropertyDecorator {
  const repeated = (value: unknown): string[] => {
    const months = (Array.isArray(value) ? value : []).map((each: unknown) =>
      each instanceof InsuranceMonthDto ? String(each.month) : '',
    );
    return months.filter((month, index) => month !== '' && months.indexOf(month) < index);
  };
  return ValidateBy({
    name: 'eachMonthOnce',
    validator: {
      validate: (value) => repeated(value).length === 0,
      defaultMessage: (context) => `月份重复：${repeated(context?.value).join('、')}`,
    },
  });
}
