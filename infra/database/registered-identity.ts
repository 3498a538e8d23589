import type { EntityManager } from 'typeorm';
import type { RegisteredIdentity } from '../../domain/employee/identity-correction.js';
import { personIndex, personTailIndex } from '../personal-data/person-index.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import type { BusinessInstant } from './business-clock.js';
import { EmployeeRow } from './entities/employee.entity.js';
import { AccountRow } from './entities/identity.entity.js';
import { recordNames } from './name-search.js';
import { expectOneRow } from './refused.js';

/** What else of a person may change with his identity. */
type ChangedAlong = Partial<Pick<EmployeeRow, 'ethnicity' | 'householdRegisterSealed'>>;

/** Keyed digests of who somebody was and is, for the audit trail. */
export interface IdentityDigests {
  readonly before: { readonly digest: string };
  readonly after: { readonly digest: string };
}

export function registeredIdentity(employee: EmployeeRow, personalData: PersonalData): RegisteredIdentity {
  const { name, sex, birthDate, idType, idNoSealed } = employee;
  return { name, sex, birthDate, idType, idNo: personalData.open(idNoSealed) };
}

/** The one place that changes who a registered person is: with his accounts, and what he is found by. */
export async function changeRegisteredIdentity(
  {
    manager,
    now,
    personalData,
  }: {
    readonly manager: EntityManager;
    readonly now: BusinessInstant;
    readonly personalData: PersonalData;
  },
  { id, version, name: nameBefore, idNoIndex: indexBefore }: EmployeeRow,
  { name, sex, birthDate, idType, idNo }: RegisteredIdentity,
  along: ChangedAlong = {},
): Promise<IdentityDigests> {
  const idNoIndex = personIndex(personalData, idType, idNo);
  const columns = {
    ...along,
    name,
    sex,
    birthDate,
    idType,
    idNoSealed: personalData.seal(idNo),
    idNoIndex,
    idNoTailIndex: personTailIndex(personalData, idNo),
    version: version + 1,
    updatedAt: now.at,
  };
  expectOneRow(await manager.update(EmployeeRow, { id, version }, columns));
  await manager.update(AccountRow, { employeeId: id }, { personName: name, personIndex: idNoIndex });
  await recordNames(manager, 'PERSON', [{ id, name }]);
  const digest = (...values: string[]) => ({ digest: personalData.digest(JSON.stringify(values)) });
  return { before: digest(nameBefore, indexBefore), after: digest(name, idNoIndex) };
}
