import { Injectable } from '@nestjs/common';
import { toString as drawQr } from 'qrcode';
import { DataSource } from 'typeorm';
import { roleOfEntrant } from '../../../domain/identity/entrant.js';
import type { QrMethod } from '../../../domain/identity/login-method.js';
import {
  isTicketOver,
  judgeConfirmation,
  judgeRedemption,
  judgeScan,
  ticketState,
} from '../../../domain/identity/sign-in-ticket.js';
import { refusal } from '../../../domain/refusal.js';
import { recordAudit } from '../../../infra/database/audit-trail.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { hashOf } from '../../../infra/database/hashed-token.js';
import { Refused } from '../../../infra/database/refused.js';
import { TicketRecords, type KnownTicket } from '../../../infra/database/ticket-records.js';
import { UnitEntryRecords } from '../../../infra/database/unit-entry-records.js';
import { IdentityProviders, type ProviderMessage } from '../../../infra/identity/identity-provider.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import { recordSignInRefusal } from '../identity/sign-in-refusal.js';
import type { SessionView } from '../identity/identity.views.js';
import { EntryDesk } from './entry-desk.js';
import { renderTicketState, type TicketStateView, type TicketView } from './entry.views.js';

/** Sign-in by a code on the screen (domain.md §12): opened by a browser, confirmed by a phone, redeemed by that browser. */
@Injectable()
export class TicketsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tickets: TicketRecords,
    private readonly entries: UnitEntryRecords,
    private readonly providers: IdentityProviders,
    private readonly desk: EntryDesk,
    private readonly personalData: PersonalData,
  ) {}

  /** AUTH_METHOD_DISABLED where no provider speaks for the phones. */
  async open(method: QrMethod): Promise<TicketView> {
    const provider = this.providers.forMethod(method);
    if (provider === null) throw Refused.because('AUTH_METHOD_DISABLED', { method });
    const { code, binding, number, ...ticket } = await this.tickets.open(method);
    const qrText = provider.codeText(code);
    return {
      ...renderTicketState({ ...ticket, state: 'WAITING', isOver: false }),
      qrText,
      qrSvg: await drawQr(qrText, { type: 'svg', errorCorrectionLevel: 'M' }),
      number,
      binding,
    };
  }

  /** FORBIDDEN_SCOPE for a code that is not there and for another browser's alike. */
  async ticket(id: string, binding: string): Promise<KnownTicket> {
    const ticket = await this.tickets.ofBrowser(id, binding);
    if (ticket === null) throw Refused.because('FORBIDDEN_SCOPE');
    return ticket;
  }

  async state(id: string, binding: string): Promise<TicketStateView> {
    return renderTicketState(await this.ticket(id, binding));
  }

  /** What a provider tells of a phone; a message that is not its own says nothing. */
  async receive(providerName: string, message: string, ip: string): Promise<void> {
    const provider = this.providers.named(providerName);
    if (provider === null) throw Refused.because('AUTH_METHOD_DISABLED');
    const said = await provider.read(message);
    const isMeant = said !== null && provider.methods.includes(methodOf(said));
    if (!isMeant) throw Refused.because('VALIDATION_FAILED', { detail: '消息无法核验' }, '/message');
    const refused = await this.dataSource.transaction(async (manager) => {
      const ticket = await this.tickets.lockOfPhone(manager, said.code);
      if (ticket === null) return refusal('AUTH_QR_EXPIRED');
      const phone = hashOf(said.phone);
      const judged =
        said.kind === 'SCANNED'
          ? judgeScan(ticket, said.method)
          : judgeConfirmation(ticket, { method: said.identity.method, number: said.number, phone });
      if (judged.refusal !== null) {
        const isEndedNow = isTicketOver(judged.state) && !isTicketOver(ticketState(ticket));
        if (isEndedNow) await this.tickets.ended(manager, ticket);
        await recordSignInRefusal(manager, null, ip, judged.refusal, { ticket: ticket.id, said: said.kind });
        return judged.refusal;
      }
      if (said.kind === 'SCANNED') {
        await this.tickets.scanned(manager, ticket, phone);
        return null;
      }
      const { uscc, idType, idNo, role, authLevel, at } = said.identity;
      await this.tickets.confirmed(manager, ticket, said.identity);
      await recordAudit(manager, 'SYSTEM', await readBusinessClock(manager), {
        action: 'signInTicket.confirm',
        entity: 'sign_in_ticket',
        entityId: ticket.id,
        after: {
          provider: providerName,
          uscc,
          idType,
          idNo: this.personalData.digest(idNo),
          role,
          authLevel,
          at,
          ip,
        },
      });
      return null;
    });
    if (refused !== null) throw new Refused([refused]);
  }

  /** Once, by the browser that asked. The code is used up whatever comes of it. */
  async redeem(id: string, binding: string, ip: string): Promise<SessionView> {
    const { method } = await this.ticket(id, binding);
    return this.desk.admit({ method, ip, proof: { ticket: id } }, async (manager) => {
      const locked = await this.tickets.lockOfBrowser(manager, id, binding);
      if (locked === null) return { refusal: refusal('FORBIDDEN_SCOPE') };
      const { ticket, identity } = locked;
      const judged = judgeRedemption(ticket);
      if (judged.refusal !== null) return { refusal: judged.refusal };
      await this.tickets.ended(manager, ticket);
      if (identity === null) return { refusal: refusal('AUTH_QR_EXPIRED') };
      const unit = await this.entries.lockUnit(manager, identity.uscc);
      if (unit === null) return { refusal: refusal('AUTH_NOT_AUTHORIZED_BY_UNIT') };
      const authorized = await this.entries.authorizedRoles(manager, unit.id, identity);
      const entrant = method === 'CERT_QR' ? null : identity;
      return { unit, entrant, role: roleOfEntrant(identity, authorized) };
    });
  }
}

function methodOf(said: ProviderMessage): QrMethod {
  return said.kind === 'SCANNED' ? said.method : said.identity.method;
}
