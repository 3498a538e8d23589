import { decide, refusal, type Decision } from '../refusal.js';

export interface ContactFacts {
  readonly handlers: readonly { readonly mobile: string; readonly primary: boolean }[];
  readonly emergencyContact: { readonly mobile: string };
}

/** The emergency contact must be reached where the primary handler is not. Source: domain.md §3.2, AC-55. */
export function contactsAreApart<Contacts extends ContactFacts>(
  contacts: Contacts,
  parent = '',
): Decision<Contacts> {
  const primary = contacts.handlers.find((handler) => handler.primary);
  const isSame = primary?.mobile === contacts.emergencyContact.mobile;
  const detail = '紧急联系人手机号码不得与主要经办人相同';
  const refused = isSame
    ? [refusal('VALIDATION_FAILED', { detail }, `${parent}/emergencyContact/mobile`)]
    : [];
  return decide(refused, contacts);
}

/** An enterprise names its registered capital. Source: domain.md §3.2. */
export function capitalIsNamed(unitType: string, registeredCapital: string | null): Decision<true> {
  const isMissing = unitType === 'ENTERPRISE' && registeredCapital === null;
  const detail = '企业须填写注册资本';
  return decide(isMissing ? [refusal('VALIDATION_FAILED', { detail }, '/registeredCapital')] : [], true);
}
