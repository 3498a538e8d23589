import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Undefined when the file is missing or was cut short. */
export function readStoredJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whole or not at all: written beside its place and renamed. */
export function storeJson(file: string, value: unknown, mode = 0o644): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(draft, file);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
