import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../../domain/authority/actor.js';
import type { ProfileStep } from '../../../domain/unit/account-lifecycle.js';
import { capitalIsNamed, contactsAreApart } from '../../../domain/unit/contacts.js';
import { isProfileStep, maySaveStep, maySubmitProfile } from '../../../domain/unit/profile-steps.js';
import {
  FactTransactions,
  type FactContext,
  type FactRequest,
} from '../../../infra/database/fact-transaction.js';
import { currentFiles } from '../../../infra/database/person-dossier.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import { keepStandingNotices } from '../../../infra/database/standing-notices.js';
import { recordUnitChange } from '../../../infra/database/unit-attachments.js';
import {
  changesPrimaryHandler,
  lockUnit,
  readDrafts,
  recordUnitAction,
  saveDraft,
  writeContacts,
  writeProfile,
  type ContactsContent,
  type SavedSteps,
  type StepContents,
} from '../../../infra/database/unit-profile-records.js';
import { readWholeUnit } from '../../../infra/database/unit-records.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import type { ContactsDto, GeneralStepDto, QualificationsStepDto } from './profile.dto.js';
import { renderWholeUnit } from './profile-rendering.js';
import type { UnitProfileView } from './profile.views.js';

/** 信息完善 and 维护业务经办人信息 (domain.md §4.1, S-05, S-11). */
@Injectable()
export class UnitProfileService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly personalData: PersonalData,
  ) {}

  async read(actor: Actor): Promise<UnitProfileView> {
    const { manager } = this.dataSource;
    const unitId = unitOf(actor);
    const drafts = await readDrafts(manager, this.personalData, unitId);
    return renderWholeUnit(await readWholeUnit(manager, unitId), drafts, this.personalData);
  }

  saveGeneral(request: FactRequest, body: GeneralStepDto): Promise<UnitProfileView> {
    return this.save(request, 'GENERAL', {
      ...body,
      registeredCapital: body.registeredCapital ?? null,
      annualTax: body.annualTax ?? null,
      employeeCount: body.employeeCount ?? null,
      postcode: body.postcode ?? null,
      email: body.email ?? null,
    });
  }

  saveQualifications(
    request: FactRequest,
    { qualifications }: QualificationsStepDto,
  ): Promise<UnitProfileView> {
    const content = qualifications.map((each) => ({
      ...each,
      validUntil: each.validUntil ?? null,
      approvalNo: each.approvalNo ?? null,
    }));
    return this.save(request, 'QUALIFICATIONS', content);
  }

  saveHandlers(request: FactRequest, body: ContactsDto): Promise<UnitProfileView> {
    return this.save(request, 'HANDLERS', accepted(contactsAreApart<ContactsContent>(body)));
  }

  saveAttachments(request: FactRequest, confirmed: boolean): Promise<UnitProfileView> {
    return this.save(request, 'ATTACHMENTS', { confirmed });
  }

  /** Preview and submit: every step saved, the certificate uploaded; then the home page opens. */
  async submit(request: FactRequest): Promise<UnitProfileView> {
    await this.act(request, async (context, unitId) => {
      const unit = await lockUnit(context.manager, unitId);
      const saved = await readDrafts(context.manager, this.personalData, unitId);
      const files = await currentFiles(context.manager, 'UNIT', unitId);
      const hasCertificate = files.some((file) => file.catalogueCode === 'UNIT_CERT');
      accepted(maySubmitProfile(Object.keys(saved).filter(isProfileStep), hasCertificate));
      if (isWhole(saved)) await writeProfile(context, this.personalData, unitId, saved);
      await recordUnitAction(context, unit, 'submitProfile');
      await keepStandingNotices(context.manager, context.now, [{ unitId, isNews: true }]);
    });
    return this.read(request.actor);
  }

  /** Effective at once. */
  async editContacts(request: FactRequest, body: ContactsDto): Promise<UnitProfileView> {
    const contacts = accepted(contactsAreApart<ContactsContent>(body));
    await this.act(request, async (context, unitId) => {
      const unit = await lockUnit(context.manager, unitId);
      await recordUnitAction(context, unit, 'editContacts', { handlers: contacts.handlers.length });
      if (await changesPrimaryHandler(context.manager, this.personalData, unitId, contacts)) {
        await recordUnitChange(context.manager, unitId, context.now.today, 'primaryHandlerChangedOn');
      }
      await writeContacts(context, this.personalData, unitId, contacts);
      await keepStandingNotices(context.manager, context.now, [{ unitId, isNews: false }]);
    });
    return this.read(request.actor);
  }

  private async save<Step extends ProfileStep>(
    request: FactRequest,
    step: Step,
    content: StepContents[Step],
  ): Promise<UnitProfileView> {
    await this.act(request, async (context, unitId) => {
      const unit = await lockUnit(context.manager, unitId);
      if ('registeredCapital' in content) accepted(capitalIsNamed(unit.unitType, content.registeredCapital));
      const saved = await readDrafts(context.manager, this.personalData, unitId);
      accepted(maySaveStep(step, Object.keys(saved).filter(isProfileStep)));
      await recordUnitAction(context, unit, 'saveStep', { step });
      await saveDraft(context, this.personalData, unitId, step, content);
    });
    return this.read(request.actor);
  }

  private act(
    request: FactRequest,
    act: (context: FactContext, unitId: string) => Promise<void>,
  ): Promise<string> {
    const unitId = unitOf(request.actor);
    return this.facts.run(request, async (context) => {
      await act(context, unitId);
      return unitId;
    });
  }
}

function isWhole(saved: SavedSteps): saved is Required<SavedSteps> {
  return saved.GENERAL !== undefined && saved.QUALIFICATIONS !== undefined && saved.HANDLERS !== undefined;
}

function unitOf({ unitId }: Actor): string {
  if (unitId === null) throw Refused.because('FORBIDDEN_ACTION');
  return unitId;
}
