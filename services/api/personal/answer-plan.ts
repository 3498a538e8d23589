import type { OpenAPIObject } from '@nestjs/swagger';
import { PERSONAL_KINDS, type PersonalKind } from '../../../domain/authority/personal-fields.js';
import { CLAIM_MARK, PERSONAL_MARK, type FieldMark, type KindMark } from './personal-mark.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Described = Schemas[string];
type Schema = Exclude<Described, { $ref: string }>;

interface ObjectPlan {
  readonly form: 'OBJECT';
  /** Every part that the description names; null: nothing in it is personal. */
  readonly parts: ReadonlyMap<string, AnswerPlan | null>;
  /** The part that says whether the reader has the task in hand. */
  readonly claim: string | null;
}

/** Where personal data stand in an answer, as its description says it. */
export type AnswerPlan =
  | { readonly form: 'TEXT'; readonly mark: KindMark | FieldMark }
  | { readonly form: 'LIST'; readonly each: AnswerPlan }
  | ObjectPlan;

/** The plans of a description; made once, then only read. */
export class PlannedAnswers {
  private readonly ofViews = new Map<string, AnswerPlan | null>();
  private readonly begun = new Set<string>();

  constructor(private readonly schemas: Schemas) {}

  /** Null: nothing in it is personal. */
  ofSchema(described: Described): AnswerPlan | null {
    return needed(this.planned(described));
  }

  ofView(name: string): AnswerPlan | null {
    return needed(this.plannedView(name));
  }

  /** With the parts of objects that hold nothing personal, which another form of the same answer may need. */
  private planned(described: Described): AnswerPlan | null {
    if ('$ref' in described) return this.plannedView(described.$ref.split('/').at(-1) ?? '');
    const mark = markOf(described);
    if (mark !== null) return { form: 'TEXT', mark };
    if (described.items !== undefined) {
      const each = this.ofSchema(described.items);
      return each && { form: 'LIST', each };
    }
    const forms = [described.allOf, described.oneOf, described.anyOf].flatMap((each) => each ?? []);
    return merged([...forms.map((each) => this.planned(each)), this.ofProperties(described)]);
  }

  private plannedView(name: string): AnswerPlan | null {
    const known = this.ofViews.get(name);
    if (known !== undefined) return known;
    const schema = this.schemas[name];
    if (schema === undefined) throw new Error(`the description knows no view ${name}`);
    if (this.begun.has(name)) throw new Error(`${name} holds itself, and its inner ones have no plan yet`);
    this.begun.add(name);
    const plan = this.planned(schema);
    this.ofViews.set(name, plan);
    return plan;
  }

  private ofProperties({ properties }: Schema): ObjectPlan | null {
    if (properties === undefined) return null;
    const parts = new Map<string, AnswerPlan | null>();
    let claim: string | null = null;
    for (const [name, each] of Object.entries(properties)) {
      parts.set(name, this.ofSchema(each));
      if (Reflect.get(each, CLAIM_MARK) === true) claim = name;
    }
    return { form: 'OBJECT', parts, claim };
  }
}

function needed(plan: AnswerPlan | null): AnswerPlan | null {
  const isPlain = plan?.form === 'OBJECT' && [...plan.parts.values()].every((part) => part === null);
  return isPlain ? null : plan;
}

/** Of the ways that an answer may look, one: what is personal in any of them is personal. */
function merged(plans: readonly (AnswerPlan | null)[]): AnswerPlan | null {
  const known = plans.filter((plan) => plan !== null);
  const objects = known.filter((plan) => plan.form === 'OBJECT');
  if (objects.length < 2) return known[0] ?? null;
  const parts = new Map<string, AnswerPlan | null>();
  for (const [name, part] of objects.flatMap((plan) => [...plan.parts])) {
    parts.set(name, parts.get(name) ?? part);
  }
  return { form: 'OBJECT', parts, claim: objects.find(({ claim }) => claim !== null)?.claim ?? null };
}

function markOf(schema: Schema): KindMark | FieldMark | null {
  const mark: unknown = Reflect.get(schema, PERSONAL_MARK);
  if (mark === undefined) return null;
  if (schema.type !== 'string') throw new Error(`${PERSONAL_MARK} stands on what is no text`);
  const named = new Map<string, unknown>(Object.entries(mark ?? {}));
  const [byField, kind, keeper] = ['byField', 'kind', 'keeper'].map((name) => named.get(name));
  if (typeof byField === 'string') return { byField };
  if (!isKind(kind)) throw new Error(`${PERSONAL_MARK} names no kind`);
  return { kind, class: PERSONAL_KINDS[kind].class, keeper: keeper === 'UNIT' ? 'UNIT' : 'PERSON' };
}

function isKind(name: unknown): name is PersonalKind {
  return typeof name === 'string' && Object.hasOwn(PERSONAL_KINDS, name);
}
