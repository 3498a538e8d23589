import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LEGACY_PERMIT_COLUMNS } from '../../domain/legacy/legacy-permits.js';
import { LEGACY_UNIT_COLUMNS } from '../../domain/legacy/legacy-units.js';
import type { Stack } from './stack.js';

/** The operator's import of a CSV with these rows; gives what it printed. */
export async function importLegacy(
  stack: Stack,
  kind: 'units' | 'permits',
  rows: readonly object[],
  ...flags: readonly string[]
): Promise<string> {
  const columns = Object.keys(kind === 'units' ? LEGACY_UNIT_COLUMNS : LEGACY_PERMIT_COLUMNS);
  const lines = rows.map((row) => columns.map((name) => String(Reflect.get(row, name) ?? '')).join(','));
  const folder = await mkdtemp(path.join(tmpdir(), 'juzheng-import-'));
  try {
    const file = path.join(folder, `${kind}.csv`);
    await writeFile(file, [columns.join(','), ...lines].join('\n'));
    return await stack.admin('import', kind, '--file', file, ...flags);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function legacyUnit(uscc: string) {
  return {
    sourceKey: `old-unit-${uscc}`,
    uscc,
    name: '北京旧城科技有限公司',
    registeredAddress: '北京市海淀区学院路30号',
    unitType: 'ENTERPRISE',
    permitType: 'BEIJING_WORK_RESIDENCE',
    department: '海淀区人社局',
    openedOn: '2008-04-26',
  } as const;
}
