import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { parseInstant } from '../../../domain/calendar/instant.js';
import { moveBusinessClock, readClockState } from '../../../infra/database/business-clock.js';
import { DailyNotices } from '../../../infra/database/daily-notices.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { promiseTimeMoved } from '../../../infra/database/outbox.js';
import { ReferenceRecords } from '../../../infra/database/reference-records.js';
import type { ClockView, MoveClockDto } from './clock.dto.js';

/** The one row of the clock, as what an act changes. */
const CLOCK_ID = '00000000-0000-0000-0000-000000000001';

@Injectable()
export class ClockService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly facts: FactTransactions,
    private readonly references: ReferenceRecords,
  ) {}

  async read(): Promise<ClockView> {
    const { now, frozen } = await readClockState(this.dataSource.manager);
    return { now: now.at.toISOString(), today: now.today, frozen };
  }

  async move(request: FactRequest, body: MoveClockDto): Promise<ClockView> {
    await this.facts.run(request, async ({ manager, audit }) => {
      const at = new Date(parseInstant(body.at) ?? Number.NaN);
      const frozen = body.frozen ?? false;
      await moveBusinessClock(manager, at, frozen);
      await promiseTimeMoved(manager);
      await new DailyNotices(this.references).runWithin(manager);
      const after = { at: at.toISOString(), frozen };
      await audit({ action: 'clock.move', entity: 'clock', entityId: null, after });
      return CLOCK_ID;
    });
    return this.read();
  }
}
