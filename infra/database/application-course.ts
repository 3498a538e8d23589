import type { ReviewState } from '../../domain/application/advance.js';
import type { BusinessType, PermitType } from '../../domain/application/business-type.js';
import type { ApplicationStatus } from '../../domain/application/lifecycle.js';
import type { ReviewLevel } from '../../domain/application/review-route.js';
import type { ApplicationRow, ReviewTaskRow } from './entities/application.entity.js';

/** A row as the domain reads it. The CHECK constraints of the table hold these unions. */
export interface ApplicationCourse extends ReviewState {
  readonly type: BusinessType;
  readonly permitType: PermitType;
}

export function courseOf(row: ApplicationRow): ApplicationCourse {
  return {
    type: row.type as BusinessType,
    permitType: row.permitType as PermitType,
    status: row.status as ApplicationStatus,
    round: row.round,
    passed: row.passed,
  };
}

/** The level names of a row as the domain reads them. */
export function levelOf(row: ReviewTaskRow): ReviewLevel {
  return row.level as ReviewLevel;
}

/** Whose policy and routes count for an application: its department's, before its submission that of its unit. */
export function placeOf({
  supervisingDepartmentId,
  unitId,
  permitType,
}: Pick<ApplicationRow, 'supervisingDepartmentId' | 'unitId' | 'permitType'>) {
  return { departmentId: supervisingDepartmentId ?? null, unitId, permitType };
}
