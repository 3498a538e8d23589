import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { refusal, type Refusal } from '../../../domain/refusal.js';
import { mayInvite } from '../../../domain/authority/invitation.js';
import { AccountRecords } from '../../../infra/database/account-records.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { InvitationRecords } from '../../../infra/database/invitation-records.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import { hashPassword } from '../../../infra/identity/password.js';
import type { AcceptanceDto, InvitationDto } from './identity.dto.js';
import { renderAccount, renderInvitation, type AccountView, type InvitationView } from './identity.views.js';
import { userNameTaken } from './registration.service.js';

/** The audit trail's word for how the invited came. */
const LOGIN_METHOD = 'INVITATION';

/** Department staff come by invitation (domain.md §12). */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly facts: FactTransactions,
    private readonly dataSource: DataSource,
    private readonly invitations: InvitationRecords,
    private readonly accounts: AccountRecords,
  ) {}

  async invite(request: FactRequest, body: InvitationDto): Promise<InvitationView> {
    const { actor } = request;
    const { role, personName } = body;
    const departmentId = body.departmentId ?? actor.departmentId;
    if (departmentId === null) {
      throw Refused.because('VALIDATION_FAILED', { detail: '请选择部门' }, '/departmentId');
    }
    const id = await this.facts.run(request, async ({ manager, audit }) => {
      const department = await this.invitations.department(manager, departmentId);
      accepted(mayInvite(actor, role, department));
      const invitation = { role, departmentId, personName, invitedBy: actor.accountId };
      const made = await this.invitations.add(manager, invitation);
      await audit({
        action: 'invitation.create',
        entity: 'invitation',
        entityId: made,
        after: { role, departmentId, personName },
      });
      return made;
    });
    return renderInvitation(await this.invitations.details(id));
  }

  /** A name that is taken leaves the invitation open. Nothing is hashed for a token that is none. */
  async accept({ token, userName, password }: AcceptanceDto, ip: string): Promise<AccountView> {
    if (!(await this.invitations.isOpen(token))) throw new Refused([invitationOver()]);
    const passwordHash = await hashPassword(password);
    const made = await this.dataSource.transaction(async (manager) => {
      const now = await readBusinessClock(manager);
      const invitation = await this.invitations.take(manager, token);
      if (invitation === null) throw new Refused([invitationOver()]);
      const { role, departmentId, personName } = invitation;
      const accountId = await this.accounts.add(manager, {
        userName,
        passwordHash,
        personName,
        role,
        departmentId,
      });
      if (accountId === null) throw new Refused([userNameTaken()]);
      const place = { unitId: null, employeeId: null, departmentId };
      await recordAudit(
        manager,
        { accountId, role, personName, ...place, loginMethod: LOGIN_METHOD, ip },
        now,
        {
          action: 'invitation.accept',
          entity: 'invitation',
          entityId: invitation.id,
          after: { accountId, role, departmentId },
        },
      );
      return accountId;
    });
    return renderAccount(await this.accounts.profile(made));
  }
}

function invitationOver(): Refusal {
  return refusal('VALIDATION_FAILED', { detail: '邀请码无效、已使用或已过期' }, '/token');
}
