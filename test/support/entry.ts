import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { SignatureAlgorithm } from '../../domain/identity/certificate-sign-in.js';
import type { EntrantRole } from '../../domain/identity/entrant.js';
import type { QrMethod } from '../../domain/identity/login-method.js';
import { usccCheckCharacter } from '../../domain/identity/uscc.js';
import type { TrialCondition } from '../../infra/identity/trial/trial-authority.js';
import type { ChallengeView, TicketView } from '../../services/api/entry/entry.views.js';
import type { WalletMessageView, WalletSignatureView } from '../../services/api/entry/trial-wallet.views.js';
import type { SessionView } from '../../services/api/identity/identity.views.js';
import { ApiClient, type Answer } from './api-client.js';
import { succeeded } from './people.js';
import type { Stack } from './stack.js';

export interface KeyOptions {
  readonly algorithm?: SignatureAlgorithm;
  readonly condition?: TrialCondition;
}

export const bound = (binding: string) => ({ key: null, headers: { 'sign-in-binding': binding } });

/** A unit's USB key, played by the trial wallet. */
export async function signText(
  visitor: ApiClient,
  uscc: string,
  text: string,
  { algorithm = 'ECDSA_P256_SHA256', condition = 'GOOD' }: KeyOptions = {},
): Promise<WalletSignatureView> {
  const asked = { uscc, unitName: '试用单位', algorithm, condition, pin: '123456', text };
  return succeeded(await visitor.post<WalletSignatureView>('/api/v1/trial/wallet/signatures', asked));
}

export async function newChallenge(visitor: ApiClient): Promise<ChallengeView> {
  return succeeded(await visitor.post<ChallengeView>('/api/v1/certificate-challenges'));
}

export function answerChallenge(
  visitor: ApiClient,
  { id, binding }: Pick<ChallengeView, 'id' | 'binding'>,
  signed: object,
): Promise<Answer<SessionView>> {
  return visitor.post(`/api/v1/certificate-challenges/${id}/session`, signed, bound(binding));
}

/** 证书登录 as a browser with the key in it does it. */
export async function enterByKey(
  stack: Stack,
  uscc: string,
  options: KeyOptions = {},
): Promise<Answer<SessionView>> {
  const visitor = new ApiClient(stack.apiUrl);
  const challenge = await newChallenge(visitor);
  return answerChallenge(visitor, challenge, await signText(visitor, uscc, challenge.text, options));
}

export function clientOf(stack: Stack, answer: Answer<SessionView>): ApiClient {
  assert.equal(answer.status, 201, answer.bytes.toString('utf8'));
  return new ApiClient(stack.apiUrl, answer.body.token);
}

export interface PhoneOwner {
  readonly uscc: string;
  readonly unitName?: string;
  readonly personName: string;
  readonly idNo: string;
  readonly role: EntrantRole;
}

export async function openTicket(visitor: ApiClient, method: QrMethod): Promise<TicketView> {
  return succeeded(await visitor.post<TicketView>('/api/v1/sign-in-tickets', { method }, { key: null }));
}

/** A phone, played by the trial wallet. */
export class TestPhone {
  readonly name = randomUUID();

  constructor(
    private readonly visitor: ApiClient,
    private readonly method: QrMethod,
    private readonly owner: PhoneOwner,
  ) {}

  async scanMessage(qrText: string): Promise<WalletMessageView> {
    return this.message({ kind: 'SCANNED', qrText });
  }

  async confirmMessage(qrText: string, number: string): Promise<WalletMessageView> {
    const identity = { unitName: '试用单位', idType: 'RESIDENT_ID', ...this.owner };
    return this.message({ kind: 'CONFIRMED', qrText, number, identity });
  }

  tell({ provider, message }: WalletMessageView): Promise<Answer<void>> {
    return this.visitor.post(`/api/v1/identity-providers/${provider}/messages`, { message }, { key: null });
  }

  async scan(qrText: string): Promise<Answer<void>> {
    return this.tell(await this.scanMessage(qrText));
  }

  async confirm(qrText: string, number: string): Promise<Answer<void>> {
    return this.tell(await this.confirmMessage(qrText, number));
  }

  private async message(said: object): Promise<WalletMessageView> {
    const body = { method: this.method, phone: this.name, ...said };
    return succeeded(await this.visitor.post<WalletMessageView>('/api/v1/trial/wallet/messages', body));
  }
}

export function redeem(
  visitor: ApiClient,
  { id, binding }: Pick<TicketView, 'id' | 'binding'>,
): Promise<Answer<SessionView>> {
  return visitor.post(`/api/v1/sign-in-tickets/${id}/session`, undefined, bound(binding));
}

/** 扫码登录 from the code on the screen to the session. */
export async function enterByPhone(
  stack: Stack,
  method: QrMethod,
  owner: PhoneOwner,
): Promise<Answer<SessionView>> {
  const visitor = new ApiClient(stack.apiUrl);
  const ticket = await openTicket(visitor, method);
  const phone = new TestPhone(visitor, method, owner);
  succeeded(await phone.scan(ticket.qrText));
  succeeded(await phone.confirm(ticket.qrText, ticket.number));
  return redeem(visitor, ticket);
}

/** A unit that the registry knows, with a complete profile where it says so. */
export async function registeredUnit(
  stack: Stack,
  { prefix = '91110108MA', isComplete = true } = {},
): Promise<{ readonly id: string; readonly uscc: string }> {
  const id = randomUUID();
  const body = prefix + String(Math.floor(Math.random() * 1e7)).padStart(17 - prefix.length, '0');
  const uscc = body + usccCheckCharacter(body);
  await stack.sql(
    `insert into unit (id, uscc, name, registered_address, unit_type, account_status)
     values ($1, $2, $3, '北京市海淀区学院路30号', $4, $5)`,
    [
      id,
      uscc,
      `试验单位${uscc.slice(-6)}`,
      prefix.startsWith('12') ? 'PUBLIC_INSTITUTION' : 'ENTERPRISE',
      isComplete ? 'COMPLETE' : 'INCOMPLETE',
    ],
  );
  return { id, uscc };
}
