import type { EntityManager } from 'typeorm';
import { identifyPerson, type IdentifiedPerson } from '../../../domain/identity/identified-person.js';
import { readBusinessClock } from '../../../infra/database/business-clock.js';
import { accepted } from '../../../infra/database/refused.js';
import type { StatedIdentityDto } from './stated-identity.dto.js';

/** Who the form states, on the business day of today; VALIDATION_FAILED with every fault (domain.md §3.1). */
export async function statedPerson(
  manager: EntityManager,
  { name, idType, idNo, birthDate, sex }: StatedIdentityDto,
): Promise<IdentifiedPerson & { readonly name: string }> {
  const { today } = await readBusinessClock(manager);
  const stated = { idType, idNo, birthDate: birthDate ?? null, sex: sex ?? null };
  return { name, ...accepted(identifyPerson(stated, today)) };
}
