import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { PermitType } from '../../../domain/application/business-type.js';
import type { SheetFault, Placed } from '../../../domain/sheet/sheet-rows.js';
import { LEGACY_PERMISSION, readLegacyUnits, type LegacyUnit } from '../../../domain/legacy/legacy-units.js';
import type { UnitAccountStatus } from '../../../domain/unit/account-lifecycle.js';
import { DepartmentRow } from '../entities/department.entity.js';
import { BusinessPermissionRow, UnitRow } from '../entities/unit.entity.js';
import { recordNames } from '../name-search.js';
import { ensureAssociationCode } from '../permission-transition.js';
import { importLegacy, type Judged, type LegacyContext, type LegacyReport } from './legacy-import.js';

interface UnitPlan {
  readonly unit: LegacyUnit;
  readonly supervisingDepartmentId: string;
}

/** Legacy units: ACTIVE, FULL, with their old opening day and a code, without any application (domain.md §4.3, AC-29). */
export function importLegacyUnits(
  context: LegacyContext,
  sheet: readonly (readonly string[])[],
  isTrial: boolean,
): Promise<LegacyReport> {
  const read = readLegacyUnits(sheet, context.now.today);
  return importLegacy(context, read, { kind: 'UNIT', judge, take }, isTrial);
}

/** The department that handles permits of the type; null: there is none of that name. */
export async function departmentNamed(
  manager: EntityManager,
  name: string,
  permitType: PermitType,
): Promise<string | null> {
  const department = await manager.findOneBy(DepartmentRow, { name });
  return department !== null && department.permitTypes.includes(permitType) ? department.id : null;
}

async function judge(
  { manager }: LegacyContext,
  { row, ...unit }: Placed<LegacyUnit>,
): Promise<Judged<UnitPlan>> {
  const { uscc, permitType } = unit;
  const faults: SheetFault[] = [];
  const supervisingDepartmentId = await departmentNamed(manager, unit.department, permitType);
  if (supervisingDepartmentId === null) {
    faults.push({ row, column: 'department', detail: `没有办理该类证件的主管部门“${unit.department}”` });
  }
  const known = await manager.findOneBy(UnitRow, { uscc });
  const unitId = known?.id;
  if (unitId !== undefined && (await manager.existsBy(BusinessPermissionRow, { unitId, permitType }))) {
    faults.push({ row, column: 'permitType', detail: '单位已有该类证件的业务办理权限或申请' });
  }
  return faults.length > 0 || supervisingDepartmentId === null
    ? { faults }
    : { plan: { unit, supervisingDepartmentId } };
}

async function take(context: LegacyContext, { unit, supervisingDepartmentId }: UnitPlan): Promise<string> {
  const { manager, audit } = context;
  const unitId = await unitOf(context, unit);
  const { permitType, openedOn } = unit;
  const permission = { unitId, permitType, ...LEGACY_PERMISSION, supervisingDepartmentId, openedOn };
  const id = randomUUID();
  await manager.insert(BusinessPermissionRow, { id, ...permission });
  await ensureAssociationCode(manager, unitId);
  await audit({
    action: 'permission.import',
    entity: 'business_permission',
    entityId: id,
    after: permission,
  });
  return unitId;
}

/** The registry owns name and address of a unit that is known already. */
async function unitOf({ manager, audit }: LegacyContext, unit: LegacyUnit): Promise<string> {
  const { uscc, name, registeredAddress, unitType } = unit;
  const known = await manager.findOne(UnitRow, { where: { uscc }, lock: { mode: 'pessimistic_write' } });
  if (known !== null) {
    await manager.update(UnitRow, { id: known.id }, { legacyOpened: true, version: known.version + 1 });
    return known.id;
  }
  const id = randomUUID();
  const accountStatus: UnitAccountStatus = 'INCOMPLETE';
  const columns = { uscc, name, registeredAddress, unitType, accountStatus, legacyOpened: true };
  await manager.insert(UnitRow, { id, ...columns });
  await recordNames(manager, 'UNIT', [{ id, name }]);
  await audit({ action: 'unit.import', entity: 'unit', entityId: id, after: columns });
  return id;
}
