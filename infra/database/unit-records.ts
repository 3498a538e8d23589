import type { EntityManager } from 'typeorm';
import type { PermissionScope, PermissionStatus } from '../../domain/unit/permission-lifecycle.js';
import type { FieldChange, UnitField } from '../../domain/unit/unit-fields.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import {
  EmergencyContactRow,
  UnitHandlerRow,
  UnitProfileRow,
  UnitQualificationRow,
  UnitRow,
} from './entities/unit.entity.js';

export interface PermissionRecord {
  readonly permit_type: string;
  readonly status: PermissionStatus;
  readonly scope: PermissionScope;
  readonly department_name: string;
  readonly opened_on: string | null;
  readonly cancelled_on: string | null;
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
    `select p.permit_type, p.status, p.scope, d.name as department_name, to_char(p.opened_on, 'YYYY-MM-DD') as opened_on,
            to_char(p.cancelled_on, 'YYYY-MM-DD') as cancelled_on
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

export interface WholeUnit {
  readonly unit: UnitRow;
  readonly profile: UnitProfileRow | null;
  readonly handlers: readonly UnitHandlerRow[];
  readonly emergencyContact: EmergencyContactRow | null;
  readonly qualifications: readonly UnitQualificationRow[];
}

/** 单位完整信息 (S-11). */
export async function readWholeUnit(manager: EntityManager, unitId: string): Promise<WholeUnit> {
  const { unit, profile, handlers, emergencyContact } = await readUnit(manager, unitId);
  const qualifications = await manager.find(UnitQualificationRow, {
    where: { unitId },
    order: { issuedOn: 'ASC', id: 'ASC' },
  });
  return { unit, profile, handlers, emergencyContact, qualifications };
}

/** The fields that 修改 compares with, as text. */
export async function readUnitFields(
  manager: EntityManager,
  personalData: PersonalData,
  unitId: string,
): Promise<Partial<Record<UnitField, string | null>>> {
  const { phoneSealed, ...profile } = await manager.findOneByOrFail(UnitProfileRow, { unitId });
  const plain = Object.entries({ ...profile, phone: personalData.open(phoneSealed) });
  return Object.fromEntries(plain.map(([name, value]) => [name, value === null ? null : String(value)]));
}

/** What needs no department's look takes effect in the act's own transaction. */
export async function editProfileAtOnce(
  manager: EntityManager,
  personalData: PersonalData,
  unitId: string,
  changes: readonly FieldChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const columns = Object.fromEntries(
    changes.map(({ field, to }) =>
      field === 'phone' ? ['phoneSealed', personalData.seal(to ?? '')] : [field, to],
    ),
  );
  await manager.update(UnitProfileRow, { unitId }, { ...columns, version: () => 'version + 1' });
}
