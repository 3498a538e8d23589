import type { FieldDifference } from '../../../domain/application/content-comparison.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { readsWholeNumbers } from '../../../domain/authority/whole-numbers.js';
import type {
  ApplicationComparison,
  ComparedWith,
} from '../../../infra/database/business/compared-content.js';
import type { ScanChecks } from '../../../infra/database/scan-check-records.js';
import { renderFile } from './application-rendering.js';
import { maskedText } from './masked-text.js';
import type { ComparedFieldView, ComparisonView } from './comparison.views.js';

/** Numbers are whole or masked as the application shows them (R4). */
export function renderComparison(
  { role }: Actor,
  against: ComparedWith,
  comparison: ApplicationComparison,
  checks: ScanChecks,
): ComparisonView {
  const { hasBefore, beforeRound, employeeUpdated, fields, newFiles } = comparison;
  return {
    against,
    hasBefore,
    beforeRound,
    employeeUpdated,
    fields: readsWholeNumbers(role) ? fields : fields.map(masked),
    newFiles: newFiles.map(({ file }) => renderFile(file, checks)),
  };
}

function masked(difference: FieldDifference): ComparedFieldView {
  const { field, before, now } = difference;
  return { ...difference, before: maskedText(field, before), now: maskedText(field, now) };
}
