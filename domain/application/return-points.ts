import { isAttachmentCode, slotTraits } from '../attachment/catalogue.js';
import { refusal, type Refusal } from '../refusal.js';
import { INFO_FIELDS, isInfoField } from './info-changes.js';

/** What a return asks for, point by point: bound to a field of the content or to a file slot. Source: domain.md §4.5. */
export const POINT_KINDS = { FIELD: '填写内容', SLOT: '附件' } as const;
export type PointKind = keyof typeof POINT_KINDS;

export const POINT_STATE_LABELS = { OPEN: '待答复', ANSWERED: '已答复', ACCEPTED: '已认可' } as const;

/** Fields besides those that may be changed by an application of their own. */
const OTHER_FIELDS: Readonly<Record<string, string>> = {
  applicationBasis: '申请依据',
  insuranceMonths: '社会保险和个人所得税记录',
};

export interface StatedPoint {
  readonly kind: PointKind;
  readonly target: string;
  readonly text: string;
}

export interface StatedAnswer {
  readonly pointId: string;
  readonly answer: string;
}

/** The Chinese name of what a point is bound to, or null where there is no such thing. */
export function pointTargetLabel(kind: PointKind, target: string): string | null {
  if (kind === 'SLOT') return isAttachmentCode(target) ? slotTraits(target).name : null;
  if (isInfoField(target)) return INFO_FIELDS[target].label;
  return OTHER_FIELDS[target] ?? null;
}

/** Every fault of the points of a decision, with its pointer; only a RETURN carries points. Source: domain.md §4.5. */
export function pointFaults(points: readonly StatedPoint[], isReturn: boolean): Refusal[] {
  if (points.length > 0 && !isReturn) return [fault('仅退回修改可列出待修改事项', '/points')];
  return points.flatMap(({ kind, target }, index) => {
    const isKnown = pointTargetLabel(kind, target) !== null;
    const isRepeated = points.findIndex((each) => each.kind === kind && each.target === target) < index;
    return [
      ...(isKnown ? [] : [fault('没有该项内容或附件', `/points/${index}/target`)]),
      ...(isRepeated ? [fault('事项重复', `/points/${index}/target`)] : []),
    ];
  });
}

/** Each open point must be answered, and nothing else is. Source: domain.md §4.5 "Itemised return". */
export function answerFaults(
  open: readonly { readonly id: string; readonly text: string }[],
  answers: readonly StatedAnswer[],
): Refusal[] {
  const strange = answers.flatMap(({ pointId, answer }, index) => [
    ...(open.some(({ id }) => id === pointId)
      ? []
      : [fault('没有该待答复事项', `/answers/${index}/pointId`)]),
    ...(answer.trim() === '' ? [fault('请填写答复', `/answers/${index}/answer`)] : []),
  ]);
  const missing = open.filter(({ id }) => answers.every(({ pointId }) => pointId !== id));
  return [...strange, ...missing.map(({ id, text }) => fault(`待答复：${text}`, '/answers', id))];
}

function fault(detail: string, pointer: string, pointId?: string): Refusal {
  return refusal('VALIDATION_FAILED', { detail, ...(pointId !== undefined && { pointId }) }, pointer);
}

/** The parts of a content that the points unlock; empty points unlock everything. */
export interface Unlocked {
  readonly fields: ReadonlySet<string>;
  readonly slots: ReadonlySet<string>;
}

export function unlockedBy(points: readonly Pick<StatedPoint, 'kind' | 'target'>[]): Unlocked | null {
  if (points.length === 0) return null;
  const targets = (kind: PointKind) =>
    new Set(points.filter((each) => each.kind === kind).map(({ target }) => target));
  return { fields: targets('FIELD'), slots: targets('SLOT') };
}
