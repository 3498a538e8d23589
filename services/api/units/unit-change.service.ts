import { Injectable } from '@nestjs/common';
import {
  changesAtOnce,
  isReviewedField,
  isUnitField,
  UNIT_FIELDS,
  type FieldChange,
} from '../../../domain/unit/unit-fields.js';
import { NOTHING_DECLARED } from '../../../domain/application/declarations.js';
import { decide, refusal } from '../../../domain/refusal.js';
import { ApplicationDrafts } from '../../../infra/database/application-drafts.js';
import { ApplicationFacts } from '../../../infra/database/application-facts.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import { keepStandingNotices } from '../../../infra/database/standing-notices.js';
import { recordUnitChange } from '../../../infra/database/unit-attachments.js';
import { lockUnit, recordUnitAction } from '../../../infra/database/unit-profile-records.js';
import { editProfileAtOnce, readUnitFields } from '../../../infra/database/unit-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import type { EditUnitDto } from './profile.dto.js';
import type { UnitChangeView } from './profile.views.js';

/** 修改单位信息: some fields at once, the others through UNIT_INFO_CHANGE, the registry's never (domain.md §4.1). */
@Injectable()
export class UnitChangeService {
  constructor(
    private readonly facts: FactTransactions,
    private readonly drafts: ApplicationDrafts,
    private readonly applications: ApplicationFacts,
    private readonly personalData: PersonalData,
  ) {}

  async change(request: FactRequest, { selfChecked, ...sent }: EditUnitDto): Promise<UnitChangeView> {
    const { unitId } = request.actor;
    if (unitId === null) throw Refused.because('FORBIDDEN_ACTION');
    refuseRegistryFields(Object.keys(sent));
    const resource = await this.facts.run(request, async (context) => {
      const unit = await lockUnit(context.manager, unitId);
      const known = await readUnitFields(context.manager, this.personalData, unitId);
      const changes = Object.entries(sent).flatMap(([field, to]): FieldChange[] =>
        isUnitField(field) && to !== undefined && String(to) !== known[field]
          ? [{ field, from: known[field] ?? null, to: String(to) }]
          : [],
      );
      if (changes.length === 0) throw Refused.because('NO_CHANGE');
      const atOnce = changes.filter(({ field }) => isUnitField(field) && changesAtOnce(field));
      const reviewed = changes.filter(({ field }) => isUnitField(field) && isReviewedField(field));
      await recordUnitAction(context, unit, 'editUnit', { fields: changes.map(({ field }) => field) });
      await editProfileAtOnce(context.manager, this.personalData, unitId, atOnce);
      if (atOnce.length > 0) {
        await recordUnitChange(context.manager, unitId, context.now.today, 'unitChangedOn');
        await keepStandingNotices(context.manager, context.now, [{ unitId, isNews: false }]);
      }
      if (reviewed.length === 0) return unitId;
      const draft = {
        type: 'UNIT_INFO_CHANGE',
        permitType: 'BEIJING_WORK_RESIDENCE',
        unitId,
        employeeId: null,
        payload: { changes: reviewed },
        changes: null,
      } as const;
      const id = await this.drafts.draft(context, draft);
      const declared = { ...NOTHING_DECLARED, selfChecked: selfChecked ?? false };
      return this.applications.submit(context, id, declared);
    });
    return { applicationId: resource === unitId ? null : resource };
  }
}

function refuseRegistryFields(fields: readonly string[]): void {
  const refusals = fields
    .filter(isUnitField)
    .filter((field) => !changesAtOnce(field) && !isReviewedField(field))
    .map((field) =>
      refusal('UNIT_FIELD_REGISTRY_OWNED', { field, label: UNIT_FIELDS[field].label }, `/${field}`),
    );
  accepted(decide(refusals, true), 'UNIT_INFO_CHANGE');
}
