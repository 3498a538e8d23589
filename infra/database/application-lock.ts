import type { EntityManager } from 'typeorm';
import { ApplicationRow } from './entities/application.entity.js';
import { EmployeeRow } from './entities/employee.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import { UnitRow } from './entities/unit.entity.js';

const LOCK = { mode: 'pessimistic_write' } as const;

/** One lock order for all: the person, the permit, the unit, the application (design.md §2). */
export async function lockApplication(manager: EntityManager, id: string): Promise<ApplicationRow> {
  const { employeeId, unitId, permitId, type, permitType } = await manager.findOneByOrFail(ApplicationRow, {
    id,
  });
  if (type === 'SUPERVISING_DEPT_CHANGE') {
    await manager.find(PermitRow, {
      where: { unitId, permitType, status: 'VALID' },
      order: { id: 'ASC' },
      lock: LOCK,
    });
  }
  if (employeeId !== null)
    await manager.findOneOrFail(EmployeeRow, { where: { id: employeeId }, lock: LOCK });
  else await manager.findOneOrFail(UnitRow, { where: { id: unitId }, lock: LOCK });
  if (permitId !== null) await manager.findOneOrFail(PermitRow, { where: { id: permitId }, lock: LOCK });
  return manager.findOneOrFail(ApplicationRow, { where: { id }, lock: LOCK });
}
