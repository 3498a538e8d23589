import { isProfileComplete, PROFILE_STEPS } from '../../../domain/unit/account-lifecycle.js';
import { currentStep, isProfileStep, STEP_ORDER } from '../../../domain/unit/profile-steps.js';
import type {
  ContactsContent,
  GeneralContent,
  QualificationContent,
  SavedSteps,
} from '../../../infra/database/unit-profile-records.js';
import type { WholeUnit } from '../../../infra/database/unit-records.js';
import type { PersonalData } from '../../../infra/personal-data/personal-data.js';
import type { UnitProfileView } from './profile.views.js';

/** N-01, with 【退出人才业务办理平台】 and 【去完善】. */
const POPUP = '您还未完善单位信息，请先完善';

export function renderWholeUnit(
  whole: WholeUnit,
  drafts: SavedSteps,
  personalData: PersonalData,
): UnitProfileView {
  const { unit } = whole;
  const isComplete = isProfileComplete(unit.accountStatus);
  const saved = Object.keys(drafts).filter(isProfileStep);
  return {
    unitId: unit.id,
    name: unit.name,
    uscc: unit.uscc,
    registeredAddress: unit.registeredAddress,
    accountStatus: unit.accountStatus,
    popup: isComplete ? null : POPUP,
    currentStep: isComplete ? null : currentStep(saved),
    steps: STEP_ORDER.map((step) => ({
      step,
      label: PROFILE_STEPS[step],
      saved: isComplete || saved.includes(step),
    })),
    general: isComplete ? generalOf(whole, personalData) : (drafts.GENERAL ?? null),
    qualifications: isComplete ? whole.qualifications.map(withoutIds) : (drafts.QUALIFICATIONS ?? []),
    contacts: isComplete ? contactsOf(whole, personalData) : (drafts.HANDLERS ?? null),
  };
}

function generalOf({ profile }: WholeUnit, personalData: PersonalData): GeneralContent | null {
  if (profile === null) return null;
  const { unitId: _, version: __, phoneSealed, legalRepIdNoSealed, legalRepMobileSealed, ...plain } = profile;
  const opened = (sealed: string | null): string => (sealed === null ? '' : personalData.open(sealed));
  return {
    ...plain,
    legalRepIdType: plain.legalRepIdType ?? '',
    phone: opened(phoneSealed),
    legalRepIdNo: opened(legalRepIdNoSealed),
    legalRepMobile: opened(legalRepMobileSealed),
  };
}

function contactsOf(
  { handlers, emergencyContact }: WholeUnit,
  personalData: PersonalData,
): ContactsContent | null {
  if (emergencyContact === null) return null;
  return {
    handlers: handlers.map(({ name, idType, idNoSealed, mobileSealed, isPrimary }) => ({
      name,
      idType,
      idNo: personalData.open(idNoSealed),
      mobile: personalData.open(mobileSealed),
      primary: isPrimary,
    })),
    emergencyContact: {
      name: emergencyContact.name,
      mobile: personalData.open(emergencyContact.mobileSealed),
    },
  };
}

function withoutIds({
  id: _,
  unitId: __,
  ...qualification
}: WholeUnit['qualifications'][number]): QualificationContent {
  return qualification;
}
