import { decide, refusal, type Decision, type Refusal } from '../refusal.js';
import { PROFILE_STEPS, type ProfileStep } from './account-lifecycle.js';

/** The steps of 信息完善 in their order. */
export const STEP_ORDER = Object.keys(PROFILE_STEPS).filter(isProfileStep);

export function isProfileStep(name: string): name is ProfileStep {
  return Object.hasOwn(PROFILE_STEPS, name);
}

/** The steps that must be saved before this one; steps saved earlier stay editable. Source: domain.md §4.1. */
export function maySaveStep(step: ProfileStep, saved: readonly ProfileStep[]): Decision<ProfileStep> {
  const before = STEP_ORDER.slice(0, STEP_ORDER.indexOf(step));
  return decide(missing(before, saved), step);
}

/** Whether the profile may be submitted: every step saved and the unit's certificate uploaded. Source: domain.md §4.1. */
export function maySubmitProfile(saved: readonly ProfileStep[], hasCertificate: boolean): Decision<true> {
  const steps = missing(STEP_ORDER, saved);
  const isNamed = steps.some((each) => each.facts['step'] === 'ATTACHMENTS');
  const certificate = hasCertificate || isNamed ? [] : [missingStep('ATTACHMENTS')];
  return decide([...steps, ...certificate], true);
}

/** The step that the wizard opens: the first that is not saved, the last when all are. */
export function currentStep(saved: readonly ProfileStep[]): ProfileStep {
  return STEP_ORDER.find((step) => !saved.includes(step)) ?? 'ATTACHMENTS';
}

function missing(wanted: readonly ProfileStep[], saved: readonly ProfileStep[]): Refusal[] {
  return wanted.filter((step) => !saved.includes(step)).map(missingStep);
}

function missingStep(step: ProfileStep): Refusal {
  return refusal('PROFILE_STEP_MISSING', { step, label: PROFILE_STEPS[step] });
}
