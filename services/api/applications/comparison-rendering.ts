import type {
  ApplicationComparison,
  ComparedWith,
} from '../../../infra/database/business/compared-content.js';
import type { ScanChecks } from '../../../infra/database/scan-check-records.js';
import { renderFile } from './application-rendering.js';
import type { ComparisonView } from './comparison.views.js';

export function renderComparison(
  holdsClaim: boolean,
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
    holdsClaim,
    fields,
    newFiles: newFiles.map(({ file }) => renderFile(file, checks)),
  };
}
