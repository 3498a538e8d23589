import { In } from 'typeorm';
import { importedStatus, type LegacyPermit } from '../../../domain/legacy/legacy-permits.js';
import type { SheetFault, Placed } from '../../../domain/sheet/sheet-rows.js';
import { isLivePermit, isValidPermit, LIVE_PERMIT_STATUSES } from '../../../domain/permit/lifecycle.js';
import { isPermissionActive } from '../../../domain/unit/permission-lifecycle.js';
import { personIndex } from '../../personal-data/person-index.js';
import { AssociationRow, EmployeeRow } from '../entities/employee.entity.js';
import { PermitRow } from '../entities/permit.entity.js';
import { BusinessPermissionRow, UnitRow } from '../entities/unit.entity.js';
import { permissionStatusOf } from '../permission-transition.js';
import type { Judged, LegacyContext } from './legacy-import.js';
import { departmentNamed } from './legacy-units.js';

export interface PermitPlan {
  readonly permit: LegacyPermit;
  readonly unitId: string | null;
  readonly departmentId: string;
  /** The units of its history by their codes. */
  readonly historyUnits: ReadonlyMap<string, string>;
}

type Column = keyof LegacyPermit | 'idNo' | 'name' | 'unitHistory';
type Report = (column: Column, detail: string) => void;

/** What a row of legacy permits meets in the database, every fault of it (domain.md §4.6). */
export async function judgePermit(
  context: LegacyContext,
  { row, ...permit }: Placed<LegacyPermit>,
): Promise<Judged<PermitPlan>> {
  const { manager } = context;
  const faults: SheetFault[] = [];
  const report: Report = (column, detail) => void faults.push({ row, column, detail });
  if (await manager.existsBy(PermitRow, { permitNo: permit.permitNo })) {
    report('permitNo', '证件编号已存在');
  }
  const historyUnits = await unitsOfHistory(context, permit, report);
  const unitId = permit.unit === null ? null : await unitWithCode(context, permit.unit);
  const departmentId = await departmentOf(context, permit, unitId, report);
  await judgePerson(context, permit, unitId, report);
  return faults.length > 0 || departmentId === null
    ? { faults }
    : { plan: { permit, unitId, departmentId, historyUnits } };
}

async function unitsOfHistory(
  context: LegacyContext,
  { history }: LegacyPermit,
  report: Report,
): Promise<ReadonlyMap<string, string>> {
  const units = new Map<string, string>();
  for (const uscc of new Set(history.map((period) => period.uscc))) {
    const unitId = await unitWithCode(context, uscc);
    if (unitId === null) report('unitHistory', `没有单位 ${uscc}`);
    else units.set(uscc, unitId);
  }
  return units;
}

async function unitWithCode({ manager }: LegacyContext, uscc: string): Promise<string | null> {
  return (await manager.findOneBy(UnitRow, { uscc }))?.id ?? null;
}

/** Of the unit's permission; of the file where there is no unit. */
async function departmentOf(
  { manager }: LegacyContext,
  { permitType, unit, department }: LegacyPermit,
  unitId: string | null,
  report: Report,
): Promise<string | null> {
  if (unit === null) {
    const found = await departmentNamed(manager, department ?? '', permitType);
    if (found === null) report('department', `没有办理该类证件的主管部门“${department ?? ''}”`);
    return found;
  }
  const permission =
    unitId === null ? null : await manager.findOneBy(BusinessPermissionRow, { unitId, permitType });
  if (permission !== null && isPermissionActive(permissionStatusOf(permission))) {
    return permission.supervisingDepartmentId;
  }
  report('unit', `单位 ${unit} 没有该类证件的有效业务办理权限，请先导入单位`);
  return null;
}

async function judgePerson(
  { manager, now, personalData }: LegacyContext,
  permit: LegacyPermit,
  unitId: string | null,
  report: Report,
): Promise<void> {
  const { idType, idNo, name } = permit.person;
  const idNoIndex = personIndex(personalData, idType, idNo);
  const employee = await manager.findOneBy(EmployeeRow, { idType, idNoIndex });
  if (employee === null) return;
  if (employee.name !== name) report('name', '姓名与该证件号码已登记的人员不一致');
  const status = importedStatus(permit, now.epochMs);
  if (!isLivePermit(status)) return;
  const employeeId = employee.id;
  if (await manager.existsBy(PermitRow, { employeeId, status: In([...LIVE_PERMIT_STATUSES]) })) {
    report('idNo', '该人员已持有有效或挂起的证件');
  }
  if (!isValidPermit(status)) return;
  const open = await manager.findBy(AssociationRow, { employeeId, status: In(['PENDING', 'ACTIVE']) });
  if (open.some((each) => each.unitId !== unitId)) report('unit', '该人员已关联或申请关联其他单位');
}
