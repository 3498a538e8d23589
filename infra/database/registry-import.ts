import { randomUUID } from 'node:crypto';
import { noticeText } from '../../domain/notice/notice-catalogue.js';
import type { UnitAccountStatus } from '../../domain/unit/account-lifecycle.js';
import { RegistryImportRow, UnitRow } from './entities/unit.entity.js';
import type { FactContext } from './fact-transaction.js';
import { recordNames } from './name-search.js';
import { giveNotice } from './notices.js';
import { keepStandingNotices } from './standing-notices.js';
import { recordUnitChange } from './unit-attachments.js';
import { recordUnitAction } from './unit-profile-records.js';

/** What the market registry says of one unit; the source key names this message of it. */
export interface RegistryUpdate {
  readonly sourceKey: string;
  readonly uscc: string;
  readonly name: string;
  readonly registeredAddress: string;
  readonly unitType: string;
}

export interface RegistryImport {
  readonly applied: number;
  /** Messages that had been taken before: nothing happens twice. */
  readonly known: number;
}

/** New units begin INCOMPLETE; known ones get what the registry owns, and N-24 (domain.md §4.1). */
export async function importRegistry(
  context: FactContext,
  updates: readonly RegistryUpdate[],
): Promise<RegistryImport> {
  let applied = 0;
  for (const update of updates) if (await applyUpdate(context, update)) applied += 1;
  return { applied, known: updates.length - applied };
}

async function applyUpdate(context: FactContext, update: RegistryUpdate): Promise<boolean> {
  const { manager, now } = context;
  const { sourceKey, ...fields } = update;
  if (await manager.existsBy(RegistryImportRow, { sourceKey })) return false;
  const known = await manager.findOne(UnitRow, {
    where: { uscc: fields.uscc },
    lock: { mode: 'pessimistic_write' },
  });
  const unitId = known?.id ?? randomUUID();
  if (known === null) {
    const accountStatus: UnitAccountStatus = 'INCOMPLETE';
    await manager.insert(UnitRow, { id: unitId, ...fields, accountStatus });
    await context.audit({
      action: 'unit.create',
      entity: 'unit',
      entityId: unitId,
      after: { ...fields, accountStatus },
    });
  } else {
    const { name, registeredAddress } = known;
    await recordUnitAction(context, known, 'updateFromRegistry', {
      ...fields,
      before: { name, registeredAddress },
    });
    await manager.update(UnitRow, { id: unitId }, fields);
    const isChanged = Object.entries(fields).some(([field, value]) => Reflect.get(known, field) !== value);
    if (isChanged) await recordUnitChange(manager, unitId, now.today, 'unitChangedOn');
    await keepStandingNotices(manager, now, [{ unitId, isNews: false }]);
    await giveNotice(
      manager,
      now,
      {
        code: 'N-24',
        subject: `registry:${sourceKey}`,
        body: noticeText('N-24', { matter: '单位登记信息' }),
        businessRef: {},
      },
      [{ kind: 'UNIT', id: unitId }],
    );
  }
  await recordNames(manager, 'UNIT', [{ id: unitId, name: fields.name }]);
  await manager.insert(RegistryImportRow, { sourceKey, unitId, fields });
  return true;
}
