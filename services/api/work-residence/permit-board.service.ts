import { Injectable, type StreamableFile } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PERMIT_TYPES } from '../../../domain/application/business-type.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { addDays, knownDate } from '../../../domain/calendar/plain-date.js';
import {
  boardEvents,
  BOARD_EVENTS,
  type BoardEvent,
  type BoardPermit,
} from '../../../domain/permit/permit-board.js';
import { isSuspendedPermit, PERMIT_STATUS_LABELS } from '../../../domain/permit/lifecycle.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import { FARTHEST_LAST_DAY } from '../../../infra/database/permit-window.js';
import {
  listUnitPermits,
  withWindows,
  type UnitPermitKind,
  type UnitPermitRow,
} from '../../../infra/database/work-residence-records.js';
import { CALENDAR_MEDIA_TYPE, writeCalendar } from '../../../infra/documents/event-calendar.js';
import { writeSheets, XLSX_MEDIA_TYPE, type SheetCell } from '../../../infra/sheets/write-sheet.js';
import { sentFile } from '../http/sent-file.js';
import type { BoardQuery } from './work-residence.dto.js';
import type { BoardEventView, BoardView } from './work-residence.views.js';
import { unitOf } from './work-residence.service.js';

interface ListedPermit extends BoardPermit {
  readonly row: UnitPermitRow;
}
type ListedEvent = BoardEvent<ListedPermit>;

/** More than any unit has; a board is one answer, not pages. */
const MOST_PERMITS = 10_000;
const KINDS = ['VALID', 'SUSPENDED'] as const satisfies readonly UnitPermitKind[];
const COLUMNS: readonly (readonly [string, number, (event: BoardEventView) => string])[] = [
  ['日期', 14, ({ on }) => on],
  ['事项', 16, ({ kindLabel }) => kindLabel],
  ['姓名', 14, ({ name }) => name],
  ['工作居住证类型', 26, ({ permitTypeLabel }) => permitTypeLabel],
  ['工作居住证编号', 20, ({ permitNo }) => permitNo],
  ['证件状态', 12, ({ permitStatusLabel }) => permitStatusLabel],
  ['证件有效期至', 14, ({ validUntil }) => validUntil],
  ['说明', 40, ({ note }) => note],
];

/** The days of a unit's permits in a period: on the screen, as a sheet, as a calendar; no ID numbers anywhere. */
@Injectable()
export class PermitBoardService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRecords,
  ) {}

  async read(actor: Actor, query: BoardQuery): Promise<BoardView> {
    const { from, to } = query;
    return { from, to, events: (await this.events(actor, query)).map(renderEvent) };
  }

  async sheet(actor: Actor, query: BoardQuery): Promise<StreamableFile> {
    const events = (await this.events(actor, query)).map(renderEvent);
    const heading = COLUMNS.map(([text]): SheetCell => ({ text, look: 'HEADING' }));
    const rows = events.map((event) => COLUMNS.map(([, , show]) => ({ text: show(event) })));
    const columnWidths = COLUMNS.map(([, width]) => width);
    const bytes = await writeSheets([{ name: '证件看板', rows: [heading, ...rows], columnWidths }]);
    await this.recordExport(actor, query, 'XLSX', events.length);
    const file = { fileName: `证件看板 ${query.from} 至 ${query.to}.xlsx`, mediaType: XLSX_MEDIA_TYPE };
    return sentFile(bytes, file, 'attachment');
  }

  async calendar(actor: Actor, query: BoardQuery): Promise<StreamableFile> {
    const { at } = await readBusinessClock(this.dataSource.manager);
    const entries = (await this.events(actor, query)).map((event) => {
      const { kindLabel, name, permitNo, permitTypeLabel, validUntil, note } = renderEvent(event);
      const { id } = event.permit.row;
      return {
        uid: `${id}-${event.kind.toLowerCase()}-${validUntil}@juzheng`,
        day: event.on,
        title: `${kindLabel}：${name}`,
        text: `${permitTypeLabel} ${permitNo}，有效期至 ${validUntil}${note === '' ? '' : `。${note}`}`,
      };
    });
    const text = writeCalendar('工作居住证', at, entries);
    await this.recordExport(actor, query, 'ICS', entries.length);
    const file = { fileName: `证件日历 ${query.from} 至 ${query.to}.ics`, mediaType: CALENDAR_MEDIA_TYPE };
    return sentFile(Buffer.from(text, 'utf8'), file, 'attachment');
  }

  /** Who took how much of which period out of the system, before it leaves. */
  private recordExport(
    actor: Actor,
    { from, to }: BoardQuery,
    format: 'XLSX' | 'ICS',
    rows: number,
  ): Promise<void> {
    return this.dataSource.transaction(async (manager) =>
      recordAudit(manager, actor, await readBusinessClock(manager), {
        action: 'permitBoard.export',
        entity: 'unit',
        entityId: unitOf(actor),
        after: { format, from, to, rows },
      }),
    );
  }

  private async events(actor: Actor, query: BoardQuery): Promise<ListedEvent[]> {
    const { manager } = this.dataSource;
    const unitId = unitOf(actor);
    const { today } = await readBusinessClock(manager);
    const period = { from: knownDate(query.from), to: knownDate(query.to) };
    const validity = { from: period.from, until: addDays(period.to, FARTHEST_LAST_DAY) };
    const filter = { limit: MOST_PERMITS, after: null, validity, name: null };
    const permits: ListedPermit[] = [];
    for (const status of KINDS) {
      const rows = await listUnitPermits(manager, unitId, status, today, filter);
      for (const row of await withWindows(manager, this.references, unitId, rows)) {
        permits.push({ row, status, validUntil: knownDate(row.valid_until), window: row.window });
      }
    }
    return boardEvents(permits, period);
  }
}

function renderEvent({ kind, on, permit }: ListedEvent): BoardEventView {
  const { row, status, window } = permit;
  const notes = [
    ...(isSuspendedPermit(status) && kind === 'LAST_DAY' ? ['聘用单位变更的最晚申请日'] : []),
    ...(window.provisional && kind === 'LAST_DAY' ? ['节假日安排尚未公布，日期待定'] : []),
    ...(row.application_no === null ? [] : [`在办业务 ${row.application_no}`]),
  ];
  return {
    on,
    kind,
    kindLabel: BOARD_EVENTS[kind],
    permitId: row.id,
    name: row.holder_name,
    permitTypeLabel: PERMIT_TYPES[row.permit_type].label,
    permitNo: row.permit_no,
    permitStatusLabel: PERMIT_STATUS_LABELS[status],
    validUntil: row.valid_until,
    note: notes.join('；'),
  };
}
