import { plainMonth } from '../../../domain/calendar/plain-date.js';
import { parseUscc } from '../../../domain/identity/uscc.js';
import { AmountField, ChoiceField, FlagField, ListField, ParsedField } from '../http/fields.js';
import { AnswersForList, LookAcross, type ListFault } from '../http/list-faults.js';

const MAX_MONTHS = 120;
const USCC_EXAMPLE = '91110108MA01C2D36P';

export class InsuranceMonthDto {
  @ParsedField({ label: '月份', parse: plainMonth, example: '2021-07' })
  @AnswersForList()
  month!: string;

  @ParsedField({ label: '社保缴纳单位', parse: parseUscc, optional: true, example: USCC_EXAMPLE })
  insuranceUnitUscc?: string | null;

  @FlagField({ label: '社保是否缴纳', example: true })
  insurancePaid!: boolean;

  @ParsedField({ label: '个税扣缴单位', parse: parseUscc, optional: true, example: USCC_EXAMPLE })
  taxUnitUscc?: string | null;

  @AmountField({ label: '应税收入', example: '15000.00' })
  taxableIncome!: string;

  @ParsedField({ label: '劳动合同单位', parse: parseUscc, optional: true, example: USCC_EXAMPLE })
  contractUnitUscc?: string | null;
}

export class SaveInsuranceMonthsDto {
  @ListField({ label: '社会保险及个税月份', of: () => InsuranceMonthDto, max: MAX_MONTHS })
  @LookAcross(repeatedMonths)
  months!: InsuranceMonthDto[];
}

export class InsuranceImportDto {
  /** The check alone: the answer is the same, and nothing is written. */
  @ChoiceField({ label: '仅检查', of: ['true', 'false'], optional: true, example: 'true' })
  dryRun?: 'true' | 'false';
}

/** A month stands once in a list (domain.md §3.3 InsuranceTaxRecord). */
function repeatedMonths(elements: readonly unknown[]): ListFault[] {
  const seen = new Set<string>();
  return elements.flatMap((each) => {
    if (!(each instanceof InsuranceMonthDto) || typeof each.month !== 'string') return [];
    if (seen.has(each.month)) return [[each, 'month', `月份 ${each.month} 重复`] as const];
    seen.add(each.month);
    return [];
  });
}
