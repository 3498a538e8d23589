import { AsyncLocalStorage } from 'node:async_hooks';
import type { PlainDate } from '../../../domain/calendar/plain-date.js';

const dated = new WeakSet<object>();
const day = new AsyncLocalStorage<PlainDate>();

/** On a form some of whose checks depend on the business date: it is read before the checks and told to them. */
export function Dated(): ClassDecorator {
  return (form) => void dated.add(form);
}

export function isDated(form: object | undefined): boolean {
  return form !== undefined && dated.has(form);
}

export function onFormDay<T>(today: PlainDate, check: () => Promise<T>): Promise<T> {
  return day.run(today, check);
}

/** The business date of a form that is `Dated`. */
export function formDay(): PlainDate {
  const today = day.getStore();
  if (today === undefined) throw new Error('a form whose checks need the date is not marked as Dated');
  return today;
}
