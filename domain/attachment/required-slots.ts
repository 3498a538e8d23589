import type { PermitType } from '../application/business-type.js';
import { addDays, type PlainDate } from '../calendar/plain-date.js';
import {
  ATTACHMENT_CODES,
  slotTraits,
  type AttachmentCatalogue,
  type AttachmentCode,
  type AttachmentPurpose,
  type RequirementCondition,
} from './catalogue.js';

/** What decides about the slots that are only required sometimes; `changed…` concern the information changes. */
export interface RequirementFacts {
  readonly permitType: PermitType;
  readonly holdsProfessionalTitle: boolean;
  readonly hasFamilyMembers: boolean;
  readonly changesPhoto?: boolean;
  readonly changesEducation?: boolean;
  readonly changesAddress?: boolean;
  readonly changesTitle?: boolean;
  readonly changesFamily?: boolean;
}

/** A file that was uploaded less than these days before O still counts as renewed. Source: domain.md §8. */
const RENEWED_BEFORE_OPENING_DAYS = 30;

/** The slots that must hold files for a purpose, in the order of the catalogue. Source: domain.md §8. */
export function requiredSlots(
  purpose: AttachmentPurpose,
  facts: RequirementFacts,
  catalogue: AttachmentCatalogue,
): AttachmentCode[] {
  return ATTACHMENT_CODES.filter((code) => {
    const condition = catalogue[code].requiredFor[purpose];
    return condition !== undefined && holds(condition, facts);
  });
}

/** Of the required slots those with fewer files than they need. */
export function missingSlots(
  required: readonly AttachmentCode[],
  fileCounts: Readonly<Partial<Record<AttachmentCode, number>>>,
  catalogue: AttachmentCatalogue,
): AttachmentCode[] {
  return required.filter((code) => (fileCounts[code] ?? 0) < catalogue[code].minFiles);
}

/** Of the uploaded slots those whose files are too old for a renewal in the window that opens on O. Source: domain.md §8. */
export function slotsNotRenewed(
  uploadedOn: Readonly<Partial<Record<AttachmentCode, PlainDate>>>,
  opensOn: PlainDate,
): AttachmentCode[] {
  const earliest = addDays(opensOn, -RENEWED_BEFORE_OPENING_DAYS);
  return ATTACHMENT_CODES.filter((code) => {
    const day = uploadedOn[code];
    return slotTraits(code).renewAtRenewal && day !== undefined && day < earliest;
  });
}

/** The Chinese names, as refusals list them. */
export function slotNames(codes: readonly AttachmentCode[]): string[] {
  return codes.map((code) => slotTraits(code).name);
}

function holds(condition: RequirementCondition, facts: RequirementFacts): boolean {
  switch (condition) {
    case 'ALWAYS':
      return true;
    case 'HOLDS_TITLE':
      return facts.holdsProfessionalTitle;
    case 'TITLE_CHANGES':
      return facts.holdsProfessionalTitle && facts.changesTitle === true;
    case 'PHOTO_CHANGES':
      return facts.changesPhoto === true;
    case 'EDUCATION_CHANGES':
      return facts.changesEducation === true;
    case 'ADDRESS_CHANGES':
      return facts.changesAddress === true;
    case 'OVERSEAS_RETURNEE':
      return facts.permitType === 'OVERSEAS_RETURNEE_WORK_RESIDENCE';
    case 'HAS_FAMILY':
      return facts.hasFamilyMembers;
    case 'FAMILY_CHANGES':
      return facts.hasFamilyMembers && facts.changesFamily === true;
  }
}
