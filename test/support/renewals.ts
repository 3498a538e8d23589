import assert from 'node:assert/strict';
import { knownDate } from '../../domain/calendar/plain-date.js';
import type { ApplicationView } from '../../services/api/applications/application.views.js';
import type { AssociationView } from '../../services/api/associations/association.views.js';
import type { AttachmentListView } from '../../services/api/attachments/attachment.views.js';
import type { ClockView } from '../../services/api/operations/clock.dto.js';
import type { Answer, ApiClient, Upload } from './api-client.js';
import { granted, linkedPerson, type Cast } from './cast.js';
import {
  insuranceMonths,
  pdfUpload,
  readUnit,
  slotUpload,
  succeeded,
  type LinkedEmployee,
} from './people.js';

export interface PermitHolder extends LinkedEmployee {
  readonly employeeId: string;
  readonly permitId: string;
}

/** A person with a permit that was granted today; three years later it ends. */
export async function permitHolder(cast: Cast): Promise<PermitHolder> {
  const person = await linkedPerson(cast);
  const { permitId } = await granted(cast, person);
  const { employeeId } = await linkOf(cast.unit, person);
  assert.ok(permitId);
  return { ...person, employeeId, permitId };
}

export async function linkOf(unit: ApiClient, { associationId }: LinkedEmployee): Promise<AssociationView> {
  return succeeded(await unit.get<AssociationView>(`/api/v1/associations/${associationId}`));
}

/** Files and months as a renewal that is submitted today asks for them. */
export async function prepareRenewal(person: PermitHolder, unit: ApiClient): Promise<void> {
  const { today } = succeeded(await person.client.get<ClockView>('/api/v1/clock'));
  const { uscc } = await readUnit(unit);
  const months = insuranceMonths(uscc, knownDate(today));
  succeeded(await person.client.put('/api/v1/employees/me/insurance-months', { months }));
  const renewed = await slotUpload('更新', '更新');
  for (const code of ['EMP_INTEGRITY_STATEMENT', 'EMP_INCOME']) await renewFile(person.client, code, renewed);
}

/** Puts a new file in the place of the slot's only one. */
export async function renewFile(client: ApiClient, code: string, renewed?: Upload): Promise<void> {
  const { items } = succeeded(await client.get<AttachmentListView>('/api/v1/attachments'));
  const [old] = items.find((slot) => slot.code === code)?.files ?? [];
  const { file } = renewed ?? (await pdfUpload('更新'));
  const fields = old === undefined ? {} : { replaces: old.fileId };
  succeeded(await client.upload<unknown>(`/api/v1/attachments/${code}/files`, { file, fields }));
}

export async function draftRenewal(unit: ApiClient, { employeeId }: PermitHolder): Promise<ApplicationView> {
  const draft = { type: 'RENEWAL', permitType: 'BEIJING_WORK_RESIDENCE', employeeId };
  return succeeded(await unit.post<ApplicationView>('/api/v1/applications', draft));
}

export const RENEWAL_DECLARED = { selfChecked: true, verifiedOnEmployeeSide: true } as const;

export function submitRenewal(
  unit: ApiClient,
  id: string,
  declared: object = {},
): Promise<Answer<ApplicationView>> {
  return unit.post(`/api/v1/applications/${id}/submission`, { ...RENEWAL_DECLARED, ...declared });
}

/** Drafted and submitted. */
export async function renewalOf(
  unit: ApiClient,
  person: PermitHolder,
  declared: object = {},
): Promise<Answer<ApplicationView>> {
  const { id } = await draftRenewal(unit, person);
  return submitRenewal(unit, id, declared);
}
