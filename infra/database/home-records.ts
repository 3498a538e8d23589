import type { EntityManager } from 'typeorm';
import type { PermissionStatus } from '../../domain/unit/permission-lifecycle.js';
import type { UnitType } from '../../domain/unit/unit-type.js';
import { instantOf, type BusinessInstant } from './business-clock.js';

export interface TileContact {
  readonly name: string;
  readonly mobileSealed: string;
}

/** What the unit's home shows of the unit and its employees (domain.md §11 S-06, S-10). */
export interface UnitTile {
  readonly now: BusinessInstant;
  readonly name: string;
  readonly uscc: string;
  readonly unitType: UnitType;
  readonly officeAddress: string | null;
  readonly associationCode: string | null;
  readonly permissions: readonly PermissionStatus[];
  readonly handlers: readonly (TileContact & { readonly primary: boolean })[];
  readonly emergencyContact: TileContact | null;
  readonly pendingCount: number;
  readonly activeCount: number;
}

/** One statement, the business clock included. */
export async function readUnitTile(manager: EntityManager, unitId: string): Promise<UnitTile> {
  const [row] = await manager.query<[Omit<UnitTile, 'now'> & { readonly at: Date }]>(
    `select business_now() as at, u.name, u.uscc, u.unit_type as "unitType", p.office_address as "officeAddress",
            u.association_code as "associationCode",
            array(select b.status from business_permission b where b.unit_id = u.id) as permissions,
            coalesce((select jsonb_agg(jsonb_build_object('name', h.name, 'mobileSealed', h.mobile_sealed,
                                                          'primary', h.is_primary) order by h.is_primary desc, h.id)
                        from unit_handler h where h.unit_id = u.id), '[]') as handlers,
            (select jsonb_build_object('name', c.name, 'mobileSealed', c.mobile_sealed)
               from emergency_contact c where c.unit_id = u.id) as "emergencyContact",
            (select count(*)::int from association s where s.unit_id = u.id and s.status = 'PENDING') as "pendingCount",
            (select count(*)::int from association s where s.unit_id = u.id and s.status = 'ACTIVE') as "activeCount"
       from unit u left join unit_profile p on p.unit_id = u.id where u.id = $1`,
    [unitId],
  );
  const { at, ...tile } = row;
  return { ...tile, now: instantOf(at) };
}
