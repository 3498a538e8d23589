import { Injectable } from '@nestjs/common';
import type { MemberChange } from '../../../domain/authority/membership.js';
import type { FactContext } from '../../../infra/database/fact-transaction.js';
import { MemberRecords, type LockedMember } from '../../../infra/database/member-records.js';
import { SecondFactorRecords } from '../../../infra/database/second-factor-records.js';
import type { SessionEnd } from '../../../infra/database/session-records.js';
import { releaseTasksOf } from '../../../infra/database/task-assignment.js';
import { WaysIn } from './ways-in.js';

const ENDS: Readonly<Record<Exclude<MemberChange['kind'], 'ENABLE'>, SessionEnd>> = {
  ROLE: 'ROLE_CHANGED',
  DISABLE: 'ACCOUNT_DISABLED',
  RESET_SECOND_FACTOR: 'SECOND_FACTOR_RESET',
};

/** What a change does to the ways in of a member and to the tasks that he holds: it is true from his next request on. */
@Injectable()
export class MemberAccess {
  constructor(
    private readonly members: MemberRecords,
    private readonly waysIn: WaysIn,
    private readonly secondFactors: SecondFactorRecords,
  ) {}

  async apply(context: FactContext, { accountId }: LockedMember, change: MemberChange): Promise<void> {
    const { manager } = context;
    switch (change.kind) {
      case 'ENABLE':
        return this.members.setStatus(manager, accountId, 'ACTIVE');
      case 'ROLE':
        await this.members.setRole(manager, accountId, change.role);
        await releaseTasksOf(context, accountId);
        break;
      case 'DISABLE':
        await this.members.setStatus(manager, accountId, 'DISABLED');
        await releaseTasksOf(context, accountId);
        break;
      case 'RESET_SECOND_FACTOR':
        await this.secondFactors.reset(manager, accountId);
        break;
    }
    await this.waysIn.endAll(manager, accountId, ENDS[change.kind]);
  }
}
