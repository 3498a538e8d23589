import { In, Not, type EntityManager } from 'typeorm';
import { IN_FLIGHT_STATUSES, isInFlight } from '../../domain/application/lifecycle.js';
import type { InsuranceTaxRecord } from '../../domain/application/insurance.js';
import type { NewFacts } from '../../domain/application/new-eligibility.js';
import type { ApplicationBasis } from '../../domain/application/new-hints.js';
import { knownDate, knownMonth, type PlainDate, type PlainMonth } from '../../domain/calendar/plain-date.js';
import type { AssociationStatus } from '../../domain/employee/association-lifecycle.js';
import { missingProfileFields, missingTitleFields } from '../../domain/employee/profile-completeness.js';
import { effectiveStatus } from '../../domain/permit/expiry.js';
import { isLivePermit, LIVE_PERMIT_STATUSES } from '../../domain/permit/lifecycle.js';
import type { PermissionScope, PermissionStatus } from '../../domain/unit/permission-lifecycle.js';
import { isProfileComplete } from '../../domain/unit/account-lifecycle.js';
import type { UnitType } from '../../domain/unit/unit-type.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { courseOf } from './application-course.js';
import type { BusinessInstant } from './business-clock.js';
import { ApplicationRow } from './entities/application.entity.js';
import { PermitRow } from './entities/permit.entity.js';
import { BusinessPermissionRow, UnitRow } from './entities/unit.entity.js';
import { permitStatusOf } from './permit-course.js';
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
    inFlight: await otherInFlight(manager, application),
    associationStatus: (association?.status ?? null) as AssociationStatus | null,
    contract:
      contract === null
        ? null
        : {
            startDate: knownDate(contract.startDate),
            endDate: contract.endDate === null ? null : knownDate(contract.endDate),
          },
    missingProfileFields: missingProfileFields({
      ethnicity: employee.ethnicity,
      politicalStatus: employee.politicalStatus,
      maritalStatus: employee.maritalStatus,
      householdRegister: employee.householdRegisterSealed,
      currentAddress: employee.currentAddressSealed,
      hasEducation: education !== null,
    }),
    holdsProfessionalTitle: title.holdsProfessionalTitle,
    missingTitleFields: missingTitleFields(title),
    hasFamilyMembers: false,
    fileCounts: fileCounts(dossier.files),
    livePermitNo: await livePermitNo(manager, employee.id, now),
    firstContractMonth: firstContractMonth(dossier),
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

/** The first month in which a unit had the person under contract; null: none is recorded (domain.md §6.3 T7). */
export function firstContractMonth({ months }: Pick<PersonDossier, 'months'>): PlainMonth | null {
  const first = months.find((row) => row.contractUnitUscc !== null);
  return first === undefined ? null : knownMonth(first.month);
}

async function otherInFlight(
  manager: EntityManager,
  application: ApplicationRow,
): Promise<NewFacts['inFlight']> {
  if (application.employeeId === null) return null;
  const other = await manager.findOneBy(ApplicationRow, {
    employeeId: application.employeeId,
    id: Not(application.id),
    status: In([...IN_FLIGHT_STATUSES]),
  });
  return other === null ? null : { applicationNo: other.applicationNo, type: courseOf(other).type };
}

/** By effective status: a permit whose time is over does not bar a new one, even before its expiry is written down. */
async function livePermitNo(
  manager: EntityManager,
  employeeId: string,
  now: BusinessInstant,
): Promise<string | null> {
  const permits = await manager.findBy(PermitRow, { employeeId, status: In([...LIVE_PERMIT_STATUSES]) });
  const live = permits.find((each) =>
    isLivePermit(effectiveStatus(permitStatusOf(each), knownDate(each.validUntil), now.epochMs)),
  );
  return live?.permitNo ?? null;
}
