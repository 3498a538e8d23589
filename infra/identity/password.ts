import { hash, verify } from '@node-rs/argon2';

/** Each hash takes a core and 19 MiB; more at once would starve everything else. */
const AT_ONCE = 2;
const waiting: (() => void)[] = [];
let running = 0;

/** Argon2id with the library's defaults (19 MiB, two passes). */
export function hashPassword(text: string): Promise<string> {
  return inTurn(() => hash(text));
}

export function passwordMatches(passwordHash: string, text: string): Promise<boolean> {
  return inTurn(() => verify(passwordHash, text));
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    // the place is handed over, not given back, while somebody waits
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
