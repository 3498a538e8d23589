import type { EntityManager } from 'typeorm';
import { EmergencyContactRow, UnitHandlerRow, UnitProfileRow, UnitRow } from './entities/unit.entity.js';

export interface PermissionRecord {
  readonly permit_type: string;
  readonly status: string;
  readonly scope: string;
  readonly department_name: string;
  readonly opened_on: string | null;
}

export interface UnitRecord {
  readonly unit: UnitRow;
  readonly profile: UnitProfileRow | null;
  readonly handlers: readonly UnitHandlerRow[];
  readonly emergencyContact: EmergencyContactRow | null;
  readonly permissions: readonly PermissionRecord[];
  /** 待确认关联人数 and 在职员工人数 (domain.md §11 S-06). */
  readonly counts: { readonly pending: number; readonly active: number };
}

export async function readUnit(manager: EntityManager, unitId: string): Promise<UnitRecord> {
  return {
    unit: await manager.findOneByOrFail(UnitRow, { id: unitId }),
    profile: await manager.findOneBy(UnitProfileRow, { unitId }),
    handlers: await manager.find(UnitHandlerRow, {
      where: { unitId },
      order: { isPrimary: 'DESC', id: 'ASC' },
    }),
    emergencyContact: await manager.findOneBy(EmergencyContactRow, { unitId }),
    permissions: await permissionsOf(manager, unitId),
    counts: await associationCounts(manager, unitId),
  };
}

function permissionsOf(manager: EntityManager, unitId: string): Promise<PermissionRecord[]> {
  return manager.query<PermissionRecord[]>(
    `select p.permit_type, p.status, p.scope, d.name as department_name, to_char(p.opened_on, 'YYYY-MM-DD') as opened_on
       from business_permission p join department d on d.id = p.supervising_department_id
      where p.unit_id = $1 order by p.permit_type`,
    [unitId],
  );
}

async function associationCounts(manager: EntityManager, unitId: string): Promise<UnitRecord['counts']> {
  const [counts] = await manager.query<[UnitRecord['counts']]>(
    `select (count(*) filter (where status = 'PENDING'))::int as pending,
            (count(*) filter (where status = 'ACTIVE'))::int as active
       from association where unit_id = $1 and status in ('PENDING', 'ACTIVE')`,
    [unitId],
  );
  return counts;
}
