import { fieldKind } from '../../../domain/application/field-kinds.js';
import {
  PERSONAL_KINDS,
  shownTo,
  viewerOf,
  visibilityOf,
  type PersonalClass,
  type PersonalKind,
  type Viewer,
} from '../../../domain/authority/personal-fields.js';
import type { Role } from '../../../domain/authority/roles.js';
import type { AnswerPlan } from './answer-plan.js';
import type { FieldMark, KindMark } from './personal-mark.js';

/** Who reads an answer; `role` null: nobody signed in. */
export interface AnswerReader {
  readonly role: Role | null;
  readonly holdsClaim: boolean;
}

/** A text that the reader may have in full, and where it stands in the answer. */
export interface RevealedText {
  readonly pointer: string;
  readonly class: PersonalClass;
  readonly value: string;
}

type Part = Readonly<Record<string, unknown>>;

/** The answer as its reader may see it; of an object with personal data, the parts that are described and no others. */
export function shownAnswer(plan: AnswerPlan | null, answer: unknown, reader: AnswerReader): unknown {
  if (plan === null || answer === null || answer === undefined) return answer;
  switch (plan.form) {
    case 'LIST':
      return Array.isArray(answer) ? answer.map((each) => shownAnswer(plan.each, each, reader)) : null;
    case 'TEXT':
      // what it is, its neighbours tell (`shownPart`); without any it is shown to nobody
      return null;
    case 'OBJECT': {
      const part = partOf(answer);
      const inner = readerOf(plan.claim, part, reader);
      const shown: Record<string, unknown> = {};
      for (const [name, each] of plan.parts) {
        if (Object.hasOwn(part, name)) shown[name] = shownPart(each, name, part, inner);
      }
      return shown;
    }
  }
}

/** Every text of the classes that the reader sees masked and may have revealed. */
export function revealedTexts(
  plan: AnswerPlan | null,
  answer: unknown,
  reader: AnswerReader,
  classes: readonly PersonalClass[],
  parent = '',
): RevealedText[] {
  if (plan === null || answer === null || answer === undefined) return [];
  if (plan.form === 'LIST') {
    const list: readonly unknown[] = Array.isArray(answer) ? answer : [];
    return list.flatMap((each, index) =>
      revealedTexts(plan.each, each, reader, classes, `${parent}/${index}`),
    );
  }
  if (plan.form === 'TEXT') return [];
  const part = partOf(answer);
  const inner = readerOf(plan.claim, part, reader);
  return [...plan.parts].flatMap(([name, each]) => {
    const pointer = `${parent}/${name}`;
    if (each?.form !== 'TEXT') return revealedTexts(each, part[name], inner, classes, pointer);
    const [kind, viewer] = kindAndViewer(each.mark, part, inner);
    const value = part[name];
    if (kind === null || kind === 'OPEN' || typeof value !== 'string') return [];
    const { class: classOfKind } = PERSONAL_KINDS[kind];
    const isAsked = classes.includes(classOfKind) && visibilityOf(kind, viewer) === 'REVEALABLE';
    return isAsked ? [{ pointer, class: classOfKind, value }] : [];
  });
}

function shownPart(plan: AnswerPlan | null, name: string, part: Part, reader: AnswerReader): unknown {
  const value = part[name];
  if (plan?.form !== 'TEXT') return shownAnswer(plan, value, reader);
  const [kind, viewer] = kindAndViewer(plan.mark, part, reader);
  if (kind === 'OPEN') return value;
  return kind !== null && typeof value === 'string' ? shownTo(viewer, kind, value) : null;
}

/** A field that nobody knows has no kind, and nobody sees it. */
function kindAndViewer(
  mark: KindMark | FieldMark,
  part: Part,
  { role, holdsClaim }: AnswerReader,
): [PersonalKind | 'OPEN' | null, Viewer] {
  if ('kind' in mark) return [mark.kind, viewerOf(role, mark.keeper, holdsClaim)];
  const field = part[mark.byField];
  return [typeof field === 'string' ? fieldKind(field) : null, viewerOf(role, 'PERSON', holdsClaim)];
}

function readerOf(claim: string | null, part: Part, reader: AnswerReader): AnswerReader {
  return claim === null ? reader : { ...reader, holdsClaim: part[claim] === true };
}

function partOf(answer: unknown): Part {
  return typeof answer === 'object' && answer !== null ? { ...answer } : {};
}
