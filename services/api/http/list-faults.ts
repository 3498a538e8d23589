import { ValidateBy } from 'class-validator';

/** What was found wrong with an element by looking at its whole list. */
const found = new WeakMap<object, string>();

/** On a list: names elements that do not go with the others. A list is looked at before its elements. */
export function LookAcross(
  faults: (elements: readonly unknown[]) => Iterable<readonly [object, string]>,
): PropertyDecorator {
  const validate = (value: unknown): boolean => {
    for (const [element, fault] of Array.isArray(value) ? faults(value) : []) found.set(element, fault);
    return true; // a fault of the list itself would hide those of its elements
  };
  return ValidateBy({ name: 'lookAcross', validator: { validate } });
}

/** On the element's field that answers for what `LookAcross` has found. */
export function AnswersForList(): PropertyDecorator {
  return ValidateBy({
    name: 'answersForList',
    validator: {
      validate: (_, context) => context === undefined || !found.has(context.object),
      defaultMessage: (context) => (context && found.get(context.object)) ?? '',
    },
  });
}
