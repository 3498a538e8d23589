import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/authority/actor.js';
import { mayChangeMember, type MemberChange } from '../../../domain/authority/membership.js';
import { FactTransactions, type FactRequest } from '../../../infra/database/fact-transaction.js';
import { InvitationRecords } from '../../../infra/database/invitation-records.js';
import { MemberRecords } from '../../../infra/database/member-records.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import { keyset, page } from '../http/keyset.js';
import type { MemberQuery } from './identity.dto.js';
import { MemberAccess } from './member-access.js';
import {
  renderMember,
  renderOpenInvitation,
  type MemberPage,
  type MemberView,
  type OpenInvitationPage,
} from './member.views.js';

/** The members of a department, by its administrator; of any, by an operator (domain.md §11 S-20). */
@Injectable()
export class MembersService {
  constructor(
    private readonly facts: FactTransactions,
    private readonly members: MemberRecords,
    private readonly invitations: InvitationRecords,
    private readonly access: MemberAccess,
  ) {}

  async list(actor: Actor, query: MemberQuery): Promise<MemberPage> {
    const { limit, after } = keyset(query);
    const rows = await this.members.list({ departmentId: departmentOf(actor, query), limit, after });
    return page(
      rows,
      limit,
      ({ createdAt, id }) => [createdAt, id],
      (row) => renderMember(row, actor.accountId),
    );
  }

  async read(actor: Actor, id: string): Promise<MemberView> {
    const member = await this.members.find(id, scopeOf(actor));
    if (member === null) throw Refused.because('FORBIDDEN_SCOPE');
    return renderMember(member, actor.accountId);
  }

  /** `expectedVersion` where the caller has named one. */
  async change(
    request: FactRequest,
    id: string,
    change: MemberChange,
    expectedVersion: number | null,
  ): Promise<MemberView> {
    const { actor } = request;
    await this.facts.run(request, async (context) => {
      const { manager, audit } = context;
      const member = await this.members.lock(manager, id);
      const others = member === null ? 0 : await this.members.otherAdministrators(manager, member);
      accepted(mayChangeMember(actor, member, change, others));
      if (member === null) throw Refused.because('FORBIDDEN_SCOPE');
      if (expectedVersion !== null && expectedVersion !== member.version) {
        throw Refused.because('VERSION_CONFLICT', { version: member.version });
      }
      await this.access.apply(context, member, change);
      await audit({
        action: ACTS[change.kind],
        entity: 'account',
        entityId: id,
        before: { role: member.role, active: member.active },
        after: { ...(change.kind === 'ROLE' && { role: change.role }) },
      });
      return id;
    });
    return this.read(actor, id);
  }

  async openInvitations(actor: Actor, query: MemberQuery): Promise<OpenInvitationPage> {
    const { limit, after } = keyset(query);
    const rows = await this.invitations.listOpen(departmentOf(actor, query), limit, after);
    return page(rows, limit, ({ createdAt, id }) => [createdAt, id], renderOpenInvitation);
  }

  async withdrawInvitation(request: FactRequest, id: string): Promise<void> {
    await this.facts.run(request, async ({ manager, audit }) => {
      const invitation = await this.invitations.lock(manager, id, scopeOf(request.actor));
      if (invitation === null) throw Refused.because('FORBIDDEN_SCOPE');
      if (!invitation.isOpen)
        throw Refused.because('STATE_NOT_ALLOWED', { detail: '邀请已使用、撤回或过期' });
      await this.invitations.withdraw(manager, id);
      await audit({ action: 'invitation.withdraw', entity: 'invitation', entityId: id });
      return id;
    });
  }
}

const ACTS: Readonly<Record<MemberChange['kind'], string>> = {
  ROLE: 'member.changeRole',
  DISABLE: 'member.disable',
  ENABLE: 'member.enable',
  RESET_SECOND_FACTOR: 'secondFactor.reset',
};
/** Null: every department. An administrator without one sees none. */
function scopeOf({ role, departmentId }: Actor): string | null {
  if (role !== 'DEPARTMENT_ADMIN') return null;
  if (departmentId === null) throw Refused.because('FORBIDDEN_SCOPE');
  return departmentId;
}

function departmentOf(actor: Actor, { departmentId: asked }: MemberQuery): string | null {
  const scope = scopeOf(actor);
  if (scope !== null && asked !== undefined && asked !== scope) throw Refused.because('FORBIDDEN_SCOPE');
  return scope ?? asked ?? null;
}
