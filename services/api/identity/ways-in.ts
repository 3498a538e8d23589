import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProgramTokenRecords } from '../../../infra/database/program-token-records.js';
import { SessionRecords, type SessionEnd } from '../../../infra/database/session-records.js';

/** What lets somebody in as an account without a sign-in: its open sessions and its programs' tokens. */
@Injectable()
export class WaysIn {
  constructor(
    private readonly sessions: SessionRecords,
    private readonly programs: ProgramTokenRecords,
  ) {}

  /** All but the session that is named. Gives how many ended. */
  async endAll(
    manager: EntityManager,
    accountId: string,
    reason: SessionEnd,
    except: string | null = null,
  ): Promise<{ readonly endedSessions: number; readonly revokedTokens: number }> {
    return {
      endedSessions: await this.sessions.endAll(manager, accountId, reason, except),
      revokedTokens: await this.programs.revokeAll(manager, accountId),
    };
  }
}
