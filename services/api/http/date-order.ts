import { ValidateBy } from 'class-validator';
import { daysBetween, plainDate, type PlainDate } from '../../../domain/calendar/plain-date.js';
import { formDay } from './form-day.js';

/** A day that comes after the one of another field; where that is no date, the fault is the other field's own. */
export function DayAfter(other: string, message: string): PropertyDecorator {
  return inOrder(other, message, (earlier, later) => earlier < later);
}

/** A day that does not come before the one of another field. */
export function DayFrom(other: string, message: string): PropertyDecorator {
  return inOrder(other, message, (earlier, later) => earlier <= later);
}

/** A day at most so many days after the one of another field. */
export function WithinDays(other: string, days: number, message: string): PropertyDecorator {
  return inOrder(other, message, (earlier, later) => daysBetween(earlier, later) <= days);
}

/** A day that has come; in `Dated` forms. */
export function NotAfterToday(label: string): PropertyDecorator {
  const validate = (value: unknown): boolean => {
    const date = dateIn(value);
    return date === null || date <= formDay();
  };
  return ValidateBy({ name: 'notAfterToday', validator: { validate } }, { message: `${label}不能晚于今天` });
}

function inOrder(
  other: string,
  message: string,
  holds: (earlier: PlainDate, later: PlainDate) => boolean,
): PropertyDecorator {
  const validate = (value: unknown, context?: { readonly object: object }): boolean => {
    const earlier = dateIn(context === undefined ? null : Reflect.get(context.object, other));
    const later = dateIn(value);
    return earlier === null || later === null || holds(earlier, later);
  };
  return ValidateBy({ name: 'daysInOrder', validator: { validate } }, { message });
}

function dateIn(value: unknown): PlainDate | null {
  return typeof value === 'string' ? plainDate(value) : null;
}
