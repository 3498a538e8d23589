import { Refused } from '../../../infra/database/refused.js';

/** No form has more; what is nested by thousands ends whoever walks through it by calling himself. */
const MOST_LEVELS = 32;

/** Refuses before anything walks through it. */
export function assertShallow(body: unknown): void {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS) throw Refused.because('VALIDATION_FAILED', { detail: '内容层次过深' }, '');
    level = level.flatMap(partsOf);
  }
}

function partsOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
