import type {
  HeldPeriod,
  PermitBusinessFacts,
  PermitStanding,
} from '../../../domain/application/permit-business.js';
import { isAttachmentCode, type AttachmentCode } from '../../../domain/attachment/catalogue.js';
import { shanghaiDateOf } from '../../../domain/calendar/instant.js';
import { knownDate, laterDate, type PlainDate } from '../../../domain/calendar/plain-date.js';
import { effectiveStatus } from '../../../domain/permit/expiry.js';
import { contractOfApplication } from '../application-contract.js';
import { associationStatusOf } from '../association-records.js';
import { courseOf } from '../application-course.js';
import { applicationInFlight } from '../application-in-flight.js';
import { ApplicationRow, type SnapshotFile } from '../entities/application.entity.js';
import { PermitRow } from '../entities/permit.entity.js';
import { firstContractMonth, insuranceRecords } from '../new-application-facts.js';
import { permitStatusOf } from '../permit-course.js';
import { fileCounts, readDossier, readPastDossier, type PersonDossier } from '../person-dossier.js';
import { absorbableChange } from './absorbed-change.js';
import type { HandlingContext } from './business-handling.js';
import { readEntry } from './entry-facts.js';

export interface PermitBusiness {
  readonly dossier: PersonDossier;
  readonly permit: PermitRow | null;
  readonly facts: PermitBusinessFacts;
}

/** Turns the rows about a person, his permit and his unit into the facts that the rules judge (domain.md §7). */
export async function readPermitBusiness(
  context: HandlingContext,
  application: ApplicationRow,
  { absorbs, submittedAt }: { readonly absorbs: boolean; readonly submittedAt: Date },
): Promise<PermitBusiness> {
  const { manager, now, personalData } = context;
  const { employeeId, unitId, permitId } = application;
  if (employeeId === null) throw new Error(`application ${application.id} names no person`);
  const dossier =
    application.payload.historical === true
      ? await readPastDossier(manager, employeeId, await contractOfApplication(manager, application.id))
      : await readDossier(manager, employeeId, unitId);
  const permit = permitId === null ? null : await manager.findOneByOrFail(PermitRow, { id: permitId });
  const { unit, facts: entry } = await readEntry(context, application);
  const { association, contract } = dossier;
  const absorbed = absorbs ? await absorbableChange(manager, application) : null;
  return {
    dossier,
    permit,
    facts: {
      entry,
      permitType: courseOf(application).permitType,
      today: now.today,
      submittedOn: shanghaiDateOf(submittedAt.getTime()),
      inFlight: await applicationInFlight(manager, employeeId, [
        application.id,
        ...(absorbed === null ? [] : [absorbed.id]),
      ]),
      permit: permit === null ? null : await permitStanding(context, permit, unitId),
      uscc: unit.uscc,
      associationStatus: association === null ? null : associationStatusOf(association),
      contract:
        contract === null
          ? null
          : {
              startDate: knownDate(contract.startDate),
              endDate: contract.endDate === null ? null : knownDate(contract.endDate),
            },
      holdsProfessionalTitle: dossier.education?.holdsProfessionalTitle ?? false,
      hasFamilyMembers: dossier.familyMembers.length > 0,
      catalogue: await context.catalogueOf(application),
      fileCounts: fileCounts(dossier.files),
      uploadedOn: newestUploads(dossier.files),
      firstContractMonth: await firstContractMonth(manager, employeeId),
      records: insuranceRecords(dossier, personalData),
      chain: application.payload.chain ?? null,
    },
  };
}

/** The permit as it stands by its date, with the window and the employers of its life. */
async function permitStanding(
  { manager, now, windowOf }: HandlingContext,
  permit: PermitRow,
  unitId: string,
): Promise<PermitStanding> {
  const validUntil = knownDate(permit.validUntil);
  const history = await manager.query<HeldPeriod[]>(
    `select u.uscc, u.name as "unitName", to_char(h.from_day, 'YYYY-MM-DD') as "from", to_char(h.to_day, 'YYYY-MM-DD') as "to"
       from permit_unit_period h join unit u on u.id = h.unit_id where h.permit_id = $1 order by h.from_day`,
    [permit.id],
  );
  return {
    permitNo: permit.permitNo,
    status: effectiveStatus(permitStatusOf(permit), validUntil, now.epochMs),
    validFrom: knownDate(permit.validFrom),
    validUntil,
    suspendedOn: permit.suspendedOn === null ? null : knownDate(permit.suspendedOn),
    isOfThisUnit: permit.unitId === unitId,
    window: await windowOf(permit),
    unitHistory: history,
  };
}

/** What the renewal carries is not in its way. */
function newestUploads(files: readonly SnapshotFile[]): Partial<Record<AttachmentCode, PlainDate>> {
  const newest: Partial<Record<AttachmentCode, PlainDate>> = {};
  for (const { catalogueCode, uploadedOn } of files) {
    if (!isAttachmentCode(catalogueCode)) continue;
    const day = knownDate(uploadedOn);
    newest[catalogueCode] = laterDate(newest[catalogueCode] ?? day, day);
  }
  return newest;
}
