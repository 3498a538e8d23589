import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PERMIT_TYPE_LABELS } from '../../../domain/application/business-type.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { UNIT_ACCOUNT_STATUS_LABELS } from '../../../domain/unit/account-lifecycle.js';
import { shownAssociationCode } from '../../../domain/unit/association-code.js';
import {
  PERMISSION_SCOPES,
  PERMISSION_STATUS_LABELS,
  permissionCommands,
} from '../../../domain/unit/permission-lifecycle.js';
import { UNIT_TYPE_LABELS } from '../../../domain/unit/unit-type.js';
import { Refused } from '../../../infra/database/refused.js';
import { listUnits, type UnitListRow } from '../../../infra/database/unit-lists.js';
import { readUnit, type PermissionRecord } from '../../../infra/database/unit-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { keyset, page } from '../http/keyset.js';
import { labelOf } from '../http/labels.js';
import type { UnitQuery } from './unit-query.dto.js';
import type { PermissionView, UnitListItem, UnitPage, UnitView } from './unit.views.js';

@Injectable()
export class UnitsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  async mine({ unitId }: Actor): Promise<UnitView> {
    if (unitId === null) throw Refused.because('FORBIDDEN_ACTION');
    const { unit, profile, handlers, emergencyContact, permissions, counts } = await readUnit(
      this.dataSource.manager,
      unitId,
    );
    const contact = ({ name, mobileSealed }: { name: string; mobileSealed: string }) => ({
      name,
      mobile: this.personalData.open(mobileSealed),
    });
    return {
      id: unit.id,
      name: unit.name,
      uscc: unit.uscc,
      officeAddress: profile?.officeAddress ?? null,
      unitType: unit.unitType,
      unitTypeLabel: labelOf(UNIT_TYPE_LABELS, unit.unitType),
      accountStatus: unit.accountStatus,
      accountStatusLabel: labelOf(UNIT_ACCOUNT_STATUS_LABELS, unit.accountStatus),
      associationCode: shownAssociationCode(
        unit.associationCode,
        permissions.map(({ status }) => status),
      ),
      handlers: handlers.map((handler) => ({ ...contact(handler), primary: handler.isPrimary })),
      emergencyContact: emergencyContact === null ? null : contact(emergencyContact),
      permissions: permissions.map(renderPermission),
      pendingCount: counts.pending,
      activeCount: counts.active,
    };
  }

  async list(actor: Actor, query: UnitQuery): Promise<UnitPage> {
    const { limit, after } = keyset(query);
    const filter = { limit, after, name: query.name ?? null };
    const rows = await listUnits(this.dataSource.manager, actor, filter);
    return page(rows, limit, (row) => [row.created_at, row.id], renderListItem);
  }
}

function renderListItem(row: UnitListRow): UnitListItem {
  return {
    id: row.id,
    name: row.name,
    uscc: row.uscc,
    registeredAddress: row.registered_address,
    unitType: row.unit_type,
    unitTypeLabel: labelOf(UNIT_TYPE_LABELS, row.unit_type),
    accountStatus: row.account_status,
    accountStatusLabel: labelOf(UNIT_ACCOUNT_STATUS_LABELS, row.account_status),
  };
}

function renderPermission(permission: PermissionRecord): PermissionView {
  const { permit_type, status, scope, department_name, opened_on, cancelled_on } = permission;
  return {
    permitType: permit_type,
    permitTypeLabel: labelOf(PERMIT_TYPE_LABELS, permit_type),
    status,
    statusLabel: labelOf(PERMISSION_STATUS_LABELS, status),
    scope,
    scopeLabel: labelOf(PERMISSION_SCOPES, scope),
    supervisingDepartment: department_name,
    openedOn: opened_on,
    cancelledOn: cancelled_on,
    allowedActions: permissionCommands(status, scope),
  };
}
