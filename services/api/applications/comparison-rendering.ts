import type { ComparedField, FieldDifference } from '../../../domain/application/content-comparison.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { maskIdNumber } from '../../../domain/identity/id-number.js';
import type {
  ApplicationComparison,
  ComparedWith,
} from '../../../infra/database/business/compared-content.js';
import type { ScanChecks } from '../../../infra/database/scan-check-records.js';
import { renderFile } from './application-rendering.js';
import type { ComparedFieldView, ComparisonView } from './comparison.views.js';

/** The person and the departments see whole numbers, as the application shows them; the unit sees them masked (R4). */
export function renderComparison(
  { unitId }: Actor,
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
    fields: fields.map((each) => (unitId === null ? each : masked(each))),
    newFiles: newFiles.map(({ file }) => renderFile(file, checks)),
  };
}

function masked(difference: FieldDifference): ComparedFieldView {
  const { field, before, now } = difference;
  return { ...difference, before: maskedText(field, before), now: maskedText(field, now) };
}

function maskedText(field: ComparedField, text: string | null): string | null {
  if (text === null) return null;
  if (field === 'idNo') return maskIdNumber(text);
  if (field !== 'familyMembers') return text;
  return JSON.stringify(JSON.parse(text), (name, value: unknown) =>
    name === 'idNo' && typeof value === 'string' ? maskIdNumber(value) : value,
  );
}
