import fc from 'fast-check';
import type { OpenAPIObject } from '@nestjs/swagger';
import { PERSONAL_KINDS, type PersonalKind } from '../../domain/authority/personal-fields.js';
import { ALL_ROLES } from '../../domain/authority/roles.js';
import { AnswerPlans } from '../../services/api/personal/answer-plans.js';
import { personal, personalByField, tellsClaim } from '../../services/api/personal/personal-mark.js';
import { revealedTexts, shownAnswer } from '../../services/api/personal/shown-answer.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const text = { type: 'string' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const SCHEMAS: Schemas = {
  Person: { properties: { name: text, idNo: { ...text, ...personal('idNo') } } },
  Unit: { properties: { name: text, phone: { ...text, ...personal('telephone', 'UNIT') } } },
  Change: { properties: { field: text, to: { ...text, ...personalByField('field') } } },
  Task: {
    properties: {
      id: text,
      inHand: { type: 'boolean', ...tellsClaim },
      born: { ...text, ...personal('birthDate') },
      person: { type: 'object', allOf: [ref('Person')] },
      changes: { type: 'array', items: ref('Change') },
    },
  },
};
class Task {}

/** A description of one route that answers with a view. */
function plansOf(schemas: Schemas, schema: Schemas[string]): AnswerPlans {
  const plans = new AnswerPlans();
  const content = { 'application/json': { schema } };
  const get = { operationId: 'Desk_read', responses: { 200: { description: '', content } } };
  plans.adopt({
    openapi: '3.0.0',
    info: { title: '', version: '' },
    paths: { '/desk': { get } },
    components: { schemas },
  });
  return plans;
}
const planOf = (schema: Schemas[string], schemas = SCHEMAS) =>
  plansOf(schemas, schema).ofHandler('Desk', 'read');

const ID = '110108198802290010';
const task = (inHand: boolean) => ({
  id: 't',
  inHand,
  born: '1988-02-29',
  person: { name: '王静', idNo: ID, shoeSize: '42' },
  changes: [
    { field: 'idNo', to: ID },
    { field: 'position', to: '工程师' },
    { field: 'shoeSize', to: '42' },
  ],
  note: ID,
});
const reviewer = { role: 'DISTRICT_FIRST_REVIEWER', holdsClaim: false } as const;

describe('an answer', () => {
  it('shows of an object with personal data only what is described, and no field that nobody knows', () => {
    expect(shownAnswer(planOf(ref('Task')), task(false), reviewer)).toEqual({
      id: 't',
      inHand: false,
      born: null,
      person: { name: '王静', idNo: '110108********0010' },
      changes: [
        { field: 'idNo', to: '110108********0010' },
        { field: 'position', to: '工程师' },
        { field: 'shoeSize', to: null },
      ],
    });
  });

  it('shows more to whom its flag says that he has the task in hand, and what he may have revealed by where it stands', () => {
    const plan = planOf(ref('Task'));
    expect(shownAnswer(plan, task(true), reviewer)).toMatchObject({
      born: '1988-02-29',
      person: { idNo: '110108********0010' },
    });
    const revealed = revealedTexts(plan, task(true), reviewer, ['IDENTITY_NUMBER']);
    expect(revealed).toEqual([
      { pointer: '/person/idNo', class: 'IDENTITY_NUMBER', value: ID },
      { pointer: '/changes/0/to', class: 'IDENTITY_NUMBER', value: ID },
    ]);
    expect(revealedTexts(plan, task(true), reviewer, ['CONTACT', 'ADDRESS'])).toEqual([]);
    expect(revealedTexts(plan, task(false), reviewer, ['IDENTITY_NUMBER'])).toEqual([]);
  });

  it('the flag of an outer object does not hold for one that has its own', () => {
    const schemas = {
      ...SCHEMAS,
      Outer: { properties: { inHand: { type: 'boolean', ...tellsClaim }, task: ref('Task') } },
    };
    const shown = shownAnswer(planOf(ref('Outer'), schemas), { inHand: true, task: task(false) }, reviewer);
    expect(shown).toMatchObject({ task: { born: null } });
  });

  it('without personal data passes as it is, whatever it is', () => {
    const plain = { properties: { id: text } };
    for (const answer of [{ id: 't', more: 1 }, null, undefined, 'text', [1]])
      expect(shownAnswer(planOf(plain), answer, reviewer)).toBe(answer);
  });

  it('of several forms masks what is personal in any of them, and drops nothing of the others', () => {
    const schemas = { ...SCHEMAS, Plain: { properties: { colour: text } } };
    const either = planOf({ oneOf: [ref('Person'), ref('Plain')] }, schemas);
    expect(shownAnswer(either, { colour: 'red' }, reviewer)).toEqual({ colour: 'red' });
    const plan = planOf({ oneOf: [ref('Person'), ref('Unit')] });
    expect(shownAnswer(plan, { name: '王静', idNo: ID }, reviewer)).toEqual({
      name: '王静',
      idNo: '110108********0010',
    });
    expect(shownAnswer(plan, { name: '单位', phone: '13800138000' }, reviewer)).toEqual({
      name: '单位',
      phone: '138****8000',
    });
  });

  it('never holds a text of a person in full unless the table opens it, whoever reads', () => {
    const kinds = Object.keys(PERSONAL_KINDS) as PersonalKind[];
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.constantFrom(null, ...ALL_ROLES),
        fc.stringMatching(/^[a-z0-9]{8,20}$/),
        (kind, role, value) => {
          const plan = planOf({
            properties: {
              list: { type: 'array', items: { properties: { it: { ...text, ...personal(kind) } } } },
            },
          });
          const shown = JSON.stringify(
            shownAnswer(plan, { list: [{ it: value }] }, { role, holdsClaim: false }),
          );
          const isOpen =
            role === 'EMPLOYEE' ||
            (role?.startsWith('UNIT') && ['birthDate', 'background', 'income'].includes(kind));
          expect(shown === JSON.stringify({ list: [{ it: value }] })).toBe(isOpen ?? false);
        },
      ),
    );
  });
});

describe('the plans', () => {
  it('refuse a mark on what is no text, one without a kind, and a view that holds itself', () => {
    const schema = (property: object) => ({ properties: { it: property } });
    expect(() => planOf(schema({ type: 'array', items: text, ...personal('idNo') }))).toThrow('no text');
    expect(() => planOf(schema({ ...text, 'x-personal': { kind: 'shoeSize' } }))).toThrow('no kind');
    const circle = { ...SCHEMAS, Circle: { properties: { inner: ref('Circle') } } };
    expect(() => planOf(ref('Circle'), circle)).toThrow('holds itself');
    expect(() => planOf(ref('Nothing'))).toThrow('no view Nothing');
  });

  it('answer nothing that is not described', () => {
    expect(() => plansOf(SCHEMAS, ref('Task')).ofHandler('Desk', 'write')).toThrow('not described');
    expect(() => new AnswerPlans().ofHandler('Desk', 'read')).toThrow('not described');
    expect(() => new AnswerPlans().ofView(Task)).toThrow('not described yet');
    expect(plansOf(SCHEMAS, ref('Task')).ofView(Task)).not.toBeNull();
  });
});
