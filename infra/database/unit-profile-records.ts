import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { nextStatus } from '../../domain/lifecycle.js';
import {
  UNIT_ACCOUNT_LIFECYCLE,
  type ProfileStep,
  type UnitAccountAction,
  type UnitAccountStatus,
} from '../../domain/unit/account-lifecycle.js';
import { isProfileStep } from '../../domain/unit/profile-steps.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import {
  EmergencyContactRow,
  UnitHandlerRow,
  UnitProfileDraftRow,
  UnitProfileRow,
  UnitQualificationRow,
  UnitRow,
} from './entities/unit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { Refused } from './refused.js';

export interface GeneralContent {
  readonly officeAddress: string;
  readonly registrationDistrict: string;
  readonly taxDistrict: string;
  readonly establishedOn: string;
  readonly registeredCapital: string | null;
  readonly annualTax: string | null;
  readonly industry: string;
  readonly employeeCount: number | null;
  readonly legalRepName: string;
  readonly legalRepIdType: string;
  readonly legalRepIdNo: string;
  readonly legalRepMobile: string;
  readonly phone: string;
  readonly postcode: string | null;
  readonly email: string | null;
  readonly meetsNewConditions: boolean;
}

export type QualificationContent = Omit<UnitQualificationRow, 'id' | 'unitId'>;

export interface ContactsContent {
  readonly handlers: readonly {
    readonly name: string;
    readonly idType: string;
    readonly idNo: string;
    readonly mobile: string;
    readonly primary: boolean;
  }[];
  readonly emergencyContact: { readonly name: string; readonly mobile: string };
}

/** What each step of the wizard keeps between logins. */
export interface StepContents {
  readonly GENERAL: GeneralContent;
  readonly QUALIFICATIONS: readonly QualificationContent[];
  readonly HANDLERS: ContactsContent;
  readonly ATTACHMENTS: { readonly confirmed: boolean };
}

export type SavedSteps = { readonly [Step in ProfileStep]?: StepContents[Step] };

/** The unit, locked, in a status that knows the action; the row's status is written by `recordUnitAction` only. */
export async function lockUnit(manager: EntityManager, unitId: string): Promise<UnitRow> {
  return manager.findOneOrFail(UnitRow, { where: { id: unitId }, lock: { mode: 'pessimistic_write' } });
}

/** The one place that changes a unit's account status; refuses what the table does not know. */
export async function recordUnitAction(
  { manager, now, audit }: FactContext,
  unit: UnitRow,
  action: UnitAccountAction,
  after: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const before = unit.accountStatus;
  const status = nextStatus<UnitAccountStatus, UnitAccountAction>(UNIT_ACCOUNT_LIFECYCLE, before, action);
  if (status === null) throw Refused.because('STATE_NOT_ALLOWED', { status: before });
  await manager.update(
    UnitRow,
    { id: unit.id, version: unit.version },
    { accountStatus: status, version: unit.version + 1, updatedAt: now.at },
  );
  await audit({
    action: `unit.${action}`,
    entity: 'unit',
    entityId: unit.id,
    before: { accountStatus: before },
    after: { accountStatus: status, ...after },
  });
}

/** The drafts of the wizard; they are kept across logins until the profile is submitted. */
export async function readDrafts(
  manager: EntityManager,
  personalData: PersonalData,
  unitId: string,
): Promise<SavedSteps> {
  const rows = await manager.findBy(UnitProfileDraftRow, { unitId });
  const saved = rows.flatMap(({ step, contentSealed }) =>
    isProfileStep(step) ? [[step, personalData.openJson(contentSealed)] as const] : [],
  );
  return Object.fromEntries(saved); // each was sealed by saveDraft under its own step
}

export async function saveDraft<Step extends ProfileStep>(
  { manager, now }: FactContext,
  personalData: PersonalData,
  unitId: string,
  step: Step,
  content: StepContents[Step],
): Promise<void> {
  await manager.upsert(
    UnitProfileDraftRow,
    { unitId, step, contentSealed: personalData.sealJson(content), savedAt: now.at },
    ['unitId', 'step'],
  );
}

/** The whole profile at once; the drafts go with it. */
export async function writeProfile(
  context: FactContext,
  personalData: PersonalData,
  unitId: string,
  saved: Required<SavedSteps>,
): Promise<void> {
  const { manager } = context;
  const { legalRepIdNo, legalRepMobile, phone, ...general } = saved.GENERAL;
  await manager.upsert(
    UnitProfileRow,
    {
      unitId,
      ...general,
      phoneSealed: personalData.seal(phone),
      legalRepIdNoSealed: personalData.seal(legalRepIdNo),
      legalRepMobileSealed: personalData.seal(legalRepMobile),
    },
    ['unitId'],
  );
  await manager.delete(UnitQualificationRow, { unitId });
  for (const qualification of saved.QUALIFICATIONS) {
    await manager.insert(UnitQualificationRow, { id: randomUUID(), unitId, ...qualification });
  }
  await writeContacts(context, personalData, unitId, saved.HANDLERS);
  await manager.delete(UnitProfileDraftRow, { unitId });
}

/** Whether the primary handler would be another person, or one with another document. Source: domain.md §6.3 T8. */
export async function changesPrimaryHandler(
  manager: EntityManager,
  personalData: PersonalData,
  unitId: string,
  { handlers }: ContactsContent,
): Promise<boolean> {
  const before = await manager.findOneBy(UnitHandlerRow, { unitId, isPrimary: true });
  const after = handlers.find(({ primary }) => primary);
  if (before === null || after === undefined) return before !== null || after !== undefined;
  const { name, idType, idNoSealed } = before;
  return name !== after.name || idType !== after.idType || personalData.open(idNoSealed) !== after.idNo;
}

/** Handlers and emergency contact as a whole: effective at once (domain.md §4.1). */
export async function writeContacts(
  { manager }: FactContext,
  personalData: PersonalData,
  unitId: string,
  { handlers, emergencyContact }: ContactsContent,
): Promise<void> {
  await manager.delete(UnitHandlerRow, { unitId });
  for (const { name, idType, idNo, mobile, primary } of handlers) {
    await manager.insert(UnitHandlerRow, {
      id: randomUUID(),
      unitId,
      name,
      idType,
      idNoSealed: personalData.seal(idNo),
      mobileSealed: personalData.seal(mobile),
      isPrimary: primary,
    });
  }
  const { name, mobile } = emergencyContact;
  await manager.upsert(EmergencyContactRow, { unitId, name, mobileSealed: personalData.seal(mobile) }, [
    'unitId',
  ]);
}
