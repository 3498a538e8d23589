import { entryRules } from '../../../domain/application/entry-checks.js';
import {
  permissionApplyHints,
  permissionApplyRules,
  type PermissionApplyFacts,
} from '../../../domain/application/permission-eligibility.js';
import { COMMITMENT_LETTER_TAG } from '../../../domain/attachment/catalogue.js';
import { knownDate } from '../../../domain/calendar/plain-date.js';
import { isPermissionActive } from '../../../domain/unit/permission-lifecycle.js';
import type { ApplicationRow } from '../entities/application.entity.js';
import { AttachmentFileRow } from '../entities/attachment.entity.js';
import { DepartmentRow } from '../entities/department.entity.js';
import { UnitProfileRow } from '../entities/unit.entity.js';
import { permissionStatusOf } from '../permission-transition.js';
import { Refused } from '../refused.js';
import type { BusinessHandling, HandlingContext } from './business-handling.js';
import { readEntry } from './entry-facts.js';
import { freezeUnit, readUnitBusiness } from './unit-business.js';

/** 申请业务办理权限, FULL or LIMITED, also the upgrade from one to the other (domain.md §4.3, §7.2). */
export const permissionApplyHandling: BusinessHandling = {
  async judgeDraft(context, application) {
    const { facts } = await readEntry(context, application);
    return { rules: entryRules(facts), hints: [] };
  },

  async judgeSubmission(context, application) {
    const facts = await readFacts(context, application);
    return { rules: permissionApplyRules(facts), hints: permissionApplyHints(facts, context.policy) };
  },

  /** The status that a withdrawal gives back is the one before the first submission. */
  async declare(context, application) {
    if (application.round > 0) return {};
    const { permission } = await readEntry(context, application);
    return { permissionBefore: permission === null ? 'NOT_OPENED' : permissionStatusOf(permission) };
  },

  /** An open permission keeps its department; a first one goes to the one asked for, else to that of the tax district. */
  async supervisingDepartment(context, application) {
    const { manager } = context;
    const { unitId, permitType, payload } = application;
    const { permission } = await readEntry(context, application);
    if (permission !== null && isPermissionActive(permissionStatusOf(permission)))
      return permission.supervisingDepartmentId;
    if (payload.departmentId !== undefined) return payload.departmentId;
    const { taxDistrict } = await manager.findOneByOrFail(UnitProfileRow, { unitId });
    const department = await manager.findOneBy(
      DepartmentRow,
      permitType === 'OVERSEAS_RETURNEE_WORK_RESIDENCE'
        ? { level: 'CENTRE' }
        : { level: 'DISTRICT', district: taxDistrict },
    );
    if (department === null) {
      throw Refused.because('VALIDATION_FAILED', { detail: '请选择上级申报单位' }, '/departmentId');
    }
    return department.id;
  },

  async freeze(context, application) {
    return freezeUnit(context, application, await readUnitBusiness(context, application));
  },

  unitLevel: null,
};

async function readFacts(
  context: HandlingContext,
  application: ApplicationRow,
): Promise<PermissionApplyFacts> {
  const { unit, facts } = await readUnitBusiness(context, application);
  const { payload } = application;
  const profile = await context.manager.findOneBy(UnitProfileRow, { unitId: unit.id });
  const amount = (text: string | null | undefined): number | null => (text ? Number(text) : null);
  return {
    ...facts,
    requestedScope: payload.requestedScope ?? 'FULL',
    meetsNewConditions: payload.meetsNewConditions ?? false,
    hasCommitmentLetter: await context.manager
      .createQueryBuilder(AttachmentFileRow, 'f')
      .where(`f.owner_kind = 'UNIT' and f.owner_id = :id and f.removed_at is null`, { id: unit.id })
      .andWhere('f.catalogue_code = :code and f.tag = :tag', {
        code: 'UNIT_OTHER',
        tag: COMMITMENT_LETTER_TAG,
      })
      .getExists(),
    registeredCapital: amount(profile?.registeredCapital),
    annualTax: amount(profile?.annualTax),
    establishedOn: profile === null ? null : knownDate(profile.establishedOn),
  };
}
