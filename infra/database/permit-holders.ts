import type { PermitRow } from './entities/permit.entity.js';
import type { Audience } from './notices.js';

/** Who hears of a permit: the person, and the unit while it has one. */
export function permitHolders({ employeeId, unitId }: Pick<PermitRow, 'employeeId' | 'unitId'>): Audience[] {
  const holder: Audience = { kind: 'EMPLOYEE', id: employeeId };
  return unitId === null ? [holder] : [holder, { kind: 'UNIT', id: unitId }];
}
