import { randomUUID } from 'node:crypto';
import type { LegacyPermit } from '../../../domain/legacy/legacy-permits.js';
import { personIndex, personTailIndex } from '../../personal-data/person-index.js';
import { EmployeeRow } from '../entities/employee.entity.js';
import { recordNames } from '../name-search.js';
import type { LegacyContext } from './legacy-import.js';

/** The person of that number, found or made; registering later, he finds himself here (domain.md §4.6). */
export async function personOf(
  { manager, personalData, audit }: LegacyContext,
  person: LegacyPermit['person'],
): Promise<string> {
  const { idType, idNo, name, sex, birthDate, phone, ethnicity } = person;
  const idNoIndex = personIndex(personalData, idType, idNo);
  const known = await manager.findOneBy(EmployeeRow, { idType, idNoIndex });
  if (known !== null) return known.id;
  const id = randomUUID();
  await manager.insert(EmployeeRow, {
    id,
    name,
    sex,
    birthDate,
    phoneSealed: personalData.seal(phone),
    ethnicity,
    idType,
    idNoSealed: personalData.seal(idNo),
    idNoIndex,
    idNoTailIndex: personTailIndex(personalData, idNo),
  });
  await recordNames(manager, 'PERSON', [{ id, name }]);
  const digested = { idNo: personalData.digest(idNo), phone: personalData.digest(phone) };
  await audit({ action: 'person.import', entity: 'employee', entityId: id, after: { idType, ...digested } });
  return id;
}
