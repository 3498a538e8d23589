import { ValidateBy } from 'class-validator';

/** An element or part that does not go with the others, the field of it that answers, and what is wrong. */
export type ListFault = readonly [element: object, field: string, message: string];

/** What was found wrong with the fields of an element by looking at its whole list. */
const found = new WeakMap<object, Map<string, string>>();

/** On a list: names elements that do not go with the others. A list is looked at before its elements. */
export function LookAcross(faults: (elements: readonly unknown[]) => Iterable<ListFault>): PropertyDecorator {
  return look((value) => (Array.isArray(value) ? faults(value) : []));
}

/** On a part: names what in it does not go with the rest of its form. A part is looked at before its fields. */
export function LookAround(faults: (form: object) => Iterable<ListFault>): PropertyDecorator {
  return look((_, form) => faults(form));
}

function look(faults: (value: unknown, form: object) => Iterable<ListFault>): PropertyDecorator {
  const validate = (value: unknown, context?: { readonly object: object }): boolean => {
    for (const [element, field, message] of context === undefined ? [] : faults(value, context.object)) {
      const fields = found.get(element) ?? new Map<string, string>();
      found.set(element, fields.set(field, message));
    }
    return true; // a fault of the list itself would hide those of its elements
  };
  return ValidateBy({ name: 'lookAcross', validator: { validate } });
}

/** On a field that may have to answer for what `LookAcross` or `LookAround` has found. */
export function AnswersForList(): PropertyDecorator {
  return ValidateBy({
    name: 'answersForList',
    validator: {
      validate: (_, context) => context === undefined || !found.get(context.object)?.has(context.property),
      defaultMessage: (context) => (context && found.get(context.object)?.get(context.property)) ?? '',
    },
  });
}
