import type { PlainDate } from '../calendar/plain-date.js';
import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import type {
  AttachmentCatalogue,
  AttachmentCode,
  AttachmentPurpose,
  AttachmentSlotTraits,
  RequirementCondition,
} from './catalogue.js';

/** What a department may want otherwise; left out: as it was. */
export interface SlotChange {
  readonly code: AttachmentCode;
  readonly minFiles?: number;
  readonly maxFiles?: number;
  readonly maxBytes?: number;
  /** Empty: none. */
  readonly hintText?: string;
  /** All of them: a purpose that is not listed no longer asks for the slot. */
  readonly requiredFor?: readonly RequirementChange[];
}

export interface RequirementChange {
  readonly purpose: AttachmentPurpose;
  readonly condition: RequirementCondition;
}

/** Whole, so that a later change of the city's catalogue never alters a version that applications keep. */
export function changedCatalogue(
  base: AttachmentCatalogue,
  changes: readonly SlotChange[],
  effectiveFrom: PlainDate,
  today: PlainDate,
): Decision<AttachmentCatalogue> {
  const refusals: Refusal[] = effectiveFrom < today ? [fault('生效日期不得早于今日', '/effectiveFrom')] : [];
  if (changes.length === 0) refusals.push(fault('请列出要修改的附件项', '/slots'));
  const catalogue = { ...base };
  for (const [index, change] of changes.entries()) {
    const slot = changedSlot(base[change.code], change);
    const isRepeated = changes.findIndex(({ code }) => code === change.code) < index;
    const at = `/slots/${index}`;
    if (isRepeated) refusals.push(fault('附件项重复', `${at}/code`));
    refusals.push(...faultsOf(slot, change.requiredFor ?? [], at));
    catalogue[change.code] = slot;
  }
  return decide(refusals, catalogue);
}

function changedSlot(base: AttachmentSlotTraits, change: SlotChange): AttachmentSlotTraits {
  const { requiredFor, hintText, code: _, ...numbers } = change;
  return {
    ...base,
    ...numbers,
    ...(hintText !== undefined && { hintText: hintText === '' ? null : hintText }),
    ...(requiredFor !== undefined && {
      requiredFor: Object.fromEntries(requiredFor.map(({ purpose, condition }) => [purpose, condition])),
    }),
  };
}

/** What would make a slot that nobody can fill, or a requirement that nobody can meet. */
function faultsOf(
  { owner, minFiles, maxFiles, requiredFor }: AttachmentSlotTraits,
  requirements: readonly RequirementChange[],
  at: string,
): Refusal[] {
  const faults: Refusal[] = [];
  if (minFiles > maxFiles) faults.push(fault('最少文件数不得大于最多文件数', `${at}/maxFiles`));
  if (minFiles === 0 && Object.keys(requiredFor).length > 0)
    faults.push(fault('必需的附件项至少要有 1 个文件', `${at}/minFiles`));
  for (const [index, { purpose, condition }] of requirements.entries()) {
    const where = `${at}/requiredFor/${index}`;
    if (requirements.findIndex((each) => each.purpose === purpose) < index)
      faults.push(fault('事项重复', `${where}/purpose`));
    if (owner === 'UNIT' && condition !== 'ALWAYS')
      faults.push(fault('单位附件只能无条件必需', `${where}/condition`));
  }
  return faults;
}

function fault(detail: string, pointer: string): Refusal {
  return refusal('VALIDATION_FAILED', { detail }, pointer);
}
