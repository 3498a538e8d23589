import type { EntityManager } from 'typeorm';
import { isAttachmentCode, type AttachmentCode } from '../../domain/attachment/catalogue.js';
import { staleSlots, type UnitChanges } from '../../domain/attachment/staleness.js';
import { knownDate, type PlainDate } from '../../domain/calendar/plain-date.js';
import { UnitRow } from './entities/unit.entity.js';

interface SlotDays {
  readonly unit_id: string;
  readonly data_changed_on: string | null;
  readonly primary_handler_changed_on: string | null;
  /** The newest upload of each slot that holds files, by code. */
  readonly uploaded_on: Readonly<Record<string, string>>;
}

/** When the data behind a unit's attachments changed last (domain.md §6.3 T8). */
export async function readUnitChanges(manager: EntityManager, unitId: string): Promise<UnitChanges> {
  const { dataChangedOn, primaryHandlerChangedOn } = await manager.findOneByOrFail(UnitRow, { id: unitId });
  return changesOf(dataChangedOn, primaryHandlerChangedOn);
}

/** What T8 asks these units to upload again; a unit that is not named has nothing to renew. */
export async function staleSlotsOfUnits(
  manager: EntityManager,
  unitIds: readonly string[],
  today: PlainDate,
): Promise<ReadonlyMap<string, readonly AttachmentCode[]>> {
  const rows = await manager.query<SlotDays[]>(
    `select u.id as unit_id, to_char(u.data_changed_on, 'YYYY-MM-DD') as data_changed_on,
            to_char(u.primary_handler_changed_on, 'YYYY-MM-DD') as primary_handler_changed_on,
            jsonb_object_agg(f.catalogue_code, to_char(f.day, 'YYYY-MM-DD')) as uploaded_on
       from unit u cross join lateral (
              select catalogue_code, max(uploaded_on) as day from attachment_file
               where owner_kind = 'UNIT' and owner_id = u.id and removed_at is null group by catalogue_code) f
      where u.id = any($1) group by u.id`,
    [unitIds],
  );
  return new Map(
    rows.map((row) => {
      const changes = changesOf(row.data_changed_on, row.primary_handler_changed_on);
      return [row.unit_id, staleSlots(daysOf(row.uploaded_on), today, changes)];
    }),
  );
}

/** Marks the day of a change of the data that attachments prove. */
export async function recordUnitChange(
  manager: EntityManager,
  unitId: string,
  today: PlainDate,
  what: keyof UnitChanges,
): Promise<void> {
  const column = what === 'unitChangedOn' ? 'dataChangedOn' : 'primaryHandlerChangedOn';
  await manager.update(UnitRow, { id: unitId }, { [column]: today });
}

function changesOf(unitChangedOn: string | null, primaryHandlerChangedOn: string | null): UnitChanges {
  const day = (text: string | null): PlainDate | null => (text === null ? null : knownDate(text));
  return { unitChangedOn: day(unitChangedOn), primaryHandlerChangedOn: day(primaryHandlerChangedOn) };
}

function daysOf(uploadedOn: Readonly<Record<string, string>>): Partial<Record<AttachmentCode, PlainDate>> {
  return Object.fromEntries(
    Object.entries(uploadedOn).flatMap(([code, day]) =>
      isAttachmentCode(code) ? [[code, knownDate(day)] as const] : [],
    ),
  );
}
