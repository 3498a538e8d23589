import type { EntityManager } from 'typeorm';
import { isInFlight } from '../../domain/application/lifecycle.js';
import type { InsuranceTaxRecord } from '../../domain/application/insurance.js';
import type { NewFacts } from '../../domain/application/new-eligibility.js';
import type { ApplicationBasis } from '../../domain/application/new-hints.js';
import type { AttachmentCatalogue } from '../../domain/attachment/catalogue.js';
import {
  knownDate,
  knownMonth,
  monthOf,
  type PlainDate,
  type PlainMonth,
} from '../../domain/calendar/plain-date.js';
import type { AssociationStatus } from '../../domain/employee/association-lifecycle.js';
import { missingTitleFields } from '../../domain/employee/profile-completeness.js';
import type { PermissionScope, PermissionStatus } from '../../domain/unit/permission-lifecycle.js';
import { isProfileComplete } from '../../domain/unit/account-lifecycle.js';
import type { UnitType } from '../../domain/unit/unit-type.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { courseOf } from './application-course.js';
import { applicationInFlight } from './application-in-flight.js';
import type { BusinessInstant } from './business-clock.js';
import { missingInProfile } from './employee-records.js';
import { ApplicationRow } from './entities/application.entity.js';
import { BusinessPermissionRow, UnitRow } from './entities/unit.entity.js';
import { livePermitNo } from './permit-facts.js';
import { fileCounts, type PersonDossier } from './person-dossier.js';
import { permitRestrictionReasons } from './restriction-records.js';

/** Turns the rows about an applicant into the facts that the rules of NEW judge (domain.md §7). */
export async function readNewFacts(
  manager: EntityManager,
  personalData: PersonalData,
  application: ApplicationRow,
  dossier: PersonDossier,
  now: BusinessInstant,
  submittedOn: PlainDate,
  catalogue: AttachmentCatalogue,
): Promise<NewFacts> {
  const { permitType, status } = courseOf(application);
  const { employee, education, contract, association } = dossier;
  const unit = await manager.findOneByOrFail(UnitRow, { id: application.unitId });
  const permission = await manager.findOneBy(BusinessPermissionRow, { unitId: unit.id, permitType });
  const title = {
    holdsProfessionalTitle: education?.holdsProfessionalTitle ?? false,
    titleName: education?.titleName ?? null,
    titleLevel: education?.titleLevel ?? null,
    titleCertNo: education?.titleCertNo ?? null,
    titleDate: education?.titleDate ?? null,
  };
  return {
    entry: {
      type: 'NEW',
      signedIn: true,
      accountDisabled: false,
      // one that is made during review does not stop a running application (domain.md §7.1)
      restrictionReasons: isInFlight(status)
        ? []
        : await permitRestrictionReasons(manager, { unitId: unit.id, employeeId: employee.id }, now.today),
      unit: {
        profileComplete: isProfileComplete(unit.accountStatus),
        permission:
          permission === null
            ? null
            : { status: permission.status as PermissionStatus, scope: permission.scope as PermissionScope },
      },
    },
    permitType,
    today: now.today,
    submittedOn,
    inFlight: await applicationInFlight(manager, application.employeeId, [application.id]),
    associationStatus: (association?.status ?? null) as AssociationStatus | null,
    contract:
      contract === null
        ? null
        : {
            startDate: knownDate(contract.startDate),
            endDate: contract.endDate === null ? null : knownDate(contract.endDate),
          },
    missingProfileFields: missingInProfile(dossier, permitType),
    holdsProfessionalTitle: title.holdsProfessionalTitle,
    missingTitleFields: missingTitleFields(title),
    hasFamilyMembers: dossier.familyMembers.length > 0,
    catalogue,
    fileCounts: fileCounts(dossier.files),
    livePermitNo: await livePermitNo(manager, employee.id, now),
    firstContractMonth: await firstContractMonth(manager, employee.id),
    records: insuranceRecords(dossier, personalData),
    hints: {
      person: { sex: employee.sex === 'MALE' ? 'MALE' : 'FEMALE', birthDate: knownDate(employee.birthDate) },
      applicationBasis: (application.payload.applicationBasis ?? null) as ApplicationBasis | null,
      hasAcademicDegree: education !== null && education.academicDegree !== '无',
      hasWorkHistory: dossier.workHistory.length > 0,
      holdsProfessionalTitle: title.holdsProfessionalTitle,
      unitType: unit.unitType as UnitType,
      referenceMonthlyIncome: null,
    },
  };
}

/** The months of insurance, tax and contract with their income opened. */
export function insuranceRecords(
  { months }: Pick<PersonDossier, 'months'>,
  personalData: PersonalData,
): InsuranceTaxRecord[] {
  return months.map((row) => ({
    month: knownMonth(row.month),
    insuranceUnitUscc: row.insuranceUnitUscc,
    insurancePaid: row.insurancePaid,
    taxUnitUscc: row.taxUnitUscc,
    taxableIncome: Number(personalData.open(row.taxableIncomeSealed)),
    contractUnitUscc: row.contractUnitUscc,
  }));
}

/** Of all contracts in Beijing that the platform knows, whatever the unit; null before the first (domain.md §6.3 T7). */
export async function firstContractMonth(
  manager: EntityManager,
  employeeId: string,
): Promise<PlainMonth | null> {
  const [row] = await manager.query<[{ first: string | null }]>(
    `select to_char(min(c.start_date), 'YYYY-MM-DD') as first
       from labor_contract c join association a on a.id = c.association_id where a.employee_id = $1`,
    [employeeId],
  );
  return row.first === null ? null : monthOf(knownDate(row.first));
}
