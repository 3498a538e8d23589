import type { DataSource } from 'typeorm';
import type { Actor } from '../../domain/authority/actor.js';
import { mayInitiate } from '../../domain/authority/initiator.js';
import type { BusinessType, PermitType } from '../../domain/application/business-type.js';
import { remainingLimits } from '../../domain/application/advance.js';
import { IN_FLIGHT_STATUSES, type ApplicationStatus } from '../../domain/application/lifecycle.js';
import type { ReviewLevel, ReviewRoute } from '../../domain/application/review-route.js';
import { isOpenTask } from '../../domain/application/review-task.js';
import { estimatedEnd } from '../../domain/application/urgency.js';
import { shanghaiDateOf } from '../../domain/calendar/instant.js';
import type { WorkCalendar } from '../../domain/calendar/work-calendar.js';
import { applicationScope, scopedRow } from './actor-scope.js';
import { courseOf, placeOf } from './application-course.js';
import { ApplicationRow, ApplicationSnapshotRow, ReviewTaskRow } from './entities/application.entity.js';
import type { FieldChange } from '../../domain/unit/unit-fields.js';
import type { PersonalData } from '../personal-data/personal-data.js';
import { openChanges } from './business/approved-content.js';
import { IssuedDocumentRow } from './entities/permit.entity.js';
import { namedLike } from './name-search.js';
import type { ReferenceRecords } from './reference-records.js';
import { accepted } from './refused.js';
import { openSnapshot } from './snapshot-content.js';
import type { ReturnPointRow } from './entities/return-point.entity.js';
import { pointsOf } from './return-points.js';
import { scanChecksOf, type ScanChecks } from './scan-check-records.js';

export interface ApplicationListRow {
  readonly id: string;
  readonly application_no: string;
  readonly type: BusinessType;
  readonly permit_type: PermitType;
  readonly status: ApplicationStatus;
  readonly round: number;
  readonly open_level: ReviewLevel | null;
  readonly awaits_conclusion: boolean;
  readonly person_name: string | null;
  readonly id_no_sealed: string | null;
  readonly unit_name: string;
  readonly submitted_at: Date | null;
  readonly due_on: string | null;
  readonly created_at: Date;
  readonly last_opinion: string | null;
}

export interface ApplicationFilter {
  readonly limit: number;
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly inFlight: boolean;
  readonly openLevel: string | null;
  /** Applications of the unit itself, or about its employees; null: both. */
  readonly subject: 'EMPLOYEE' | 'UNIT' | null;
  /** Part of the name of person or unit, its pinyin or its initials. */
  readonly name: string | null;
}

export interface ApplicationDossier {
  readonly application: ApplicationRow;
  readonly route: ReviewRoute;
  readonly personName: string | null;
  readonly unitName: string;
  readonly departmentName: string | null;
  /** The department that is asked for. */
  readonly newDepartmentName: string | null;
  readonly permitNo: string | null;
  readonly tasks: readonly ReviewTaskRow[];
  readonly snapshots: readonly ApplicationSnapshotRow[];
  readonly documents: readonly IssuedDocumentRow[];
  /** As the reviewers have them; of a draft as they are stated. */
  readonly changes: readonly FieldChange[];
  /** What returns asked for, and the answers. */
  readonly points: readonly ReturnPointRow[];
  /** If every department level that is left uses its limit; null: none is open. */
  readonly estimatedEndOn: string | null;
  /** Of the files of every snapshot. */
  readonly scanChecks: ScanChecks;
}

/** What people read of applications, within their scope; never the engine (design.md §1). */
export class ApplicationRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly references: ReferenceRecords,
    private readonly personalData: PersonalData,
  ) {}

  /** The row, or FORBIDDEN_SCOPE: a foreign and a missing one get the same answer (R1). */
  inScope(actor: Actor, id: string): Promise<ApplicationRow> {
    return scopedRow(this.dataSource.manager, ApplicationRow, 'a', applicationScope(actor), id);
  }

  /** As `inScope`, for its initiator's side only. Scope first: what is not his to see is not his to hear of (R1). */
  async initiatedBy(actor: Actor, id: string): Promise<ApplicationRow> {
    const application = await this.inScope(actor, id);
    accepted(mayInitiate(actor.role, courseOf(application).type));
    return application;
  }

  /** Whether the actor has the application's open task in hand. */
  holdsClaim({ accountId }: Actor, id: string): Promise<boolean> {
    const { manager } = this.dataSource;
    return manager.existsBy(ReviewTaskRow, { applicationId: id, status: 'OPEN', assigneeId: accountId });
  }

  async dossier(actor: Actor, id: string): Promise<ApplicationDossier> {
    const application = await this.inScope(actor, id);
    const { manager } = this.dataSource;
    const { type, permitType } = courseOf(application);
    const inForce = await this.references.versionsInForce(manager, placeOf(application));
    const version = application.routeVersion ?? inForce.routes;
    const [names] = await this.dataSource.query<
      [
        {
          person: string | null;
          unit: string;
          department: string | null;
          new_department: string | null;
          permit_no: string | null;
        },
      ]
    >(
      `select e.name as person, u.name as unit, d.name as department, n.name as new_department, p.permit_no
         from application a join unit u on u.id = a.unit_id left join employee e on e.id = a.employee_id
         left join department d on d.id = a.supervising_department_id left join permit p on p.id = a.permit_id
         left join department n on n.id = (a.payload ->> 'departmentId')::uuid
        where a.id = $1`,
      [id],
    );
    const snapshots = await manager.find(ApplicationSnapshotRow, {
      where: { applicationId: id },
      order: { snapshotNo: 'ASC' },
    });
    const route = await this.references.route(manager, version, type, permitType);
    const tasks = await manager.find(ReviewTaskRow, {
      where: { applicationId: id },
      order: { receivedAt: 'ASC', round: 'ASC' },
    });
    return {
      application,
      route,
      tasks,
      estimatedEndOn: estimatedEndOf(
        application,
        route,
        tasks,
        await this.references.calendarInForce(manager),
      ),
      personName: names.person,
      unitName: names.unit,
      departmentName: names.department,
      newDepartmentName: names.new_department,
      permitNo: names.permit_no,
      snapshots,
      points: await pointsOf(manager, id),
      changes: changesOf(application, snapshots.at(-1), this.personalData),
      scanChecks: await scanChecksOf(
        manager,
        snapshots.flatMap(({ files }) => files.map(({ sha256 }) => sha256)),
      ),
      documents: await manager.find(IssuedDocumentRow, {
        where: { applicationId: id },
        order: { issuedAt: 'ASC' },
      }),
    };
  }

  /** Newest first, by keyset; one row more than asked tells that there is more. */
  list(actor: Actor, filter: ApplicationFilter): Promise<ApplicationListRow[]> {
    const scope = applicationScope(actor);
    const parameters: unknown[] = [
      scope.parameter,
      filter.limit + 1,
      filter.after?.at ?? null,
      filter.after?.id ?? null,
      filter.inFlight,
      [...IN_FLIGHT_STATUSES],
      filter.openLevel,
      filter.subject,
    ];
    const named = filter.name === null ? 'true' : `a.id in (${applicationsNamed(filter.name, parameters)})`;
    return this.dataSource.query<ApplicationListRow[]>(
      `select a.id, a.application_no, a.type, a.permit_type, a.status, a.round, t.level as open_level,
              a.status = 'IN_REVIEW' and t.id is null as awaits_conclusion, e.name as person_name,
              e.id_no_sealed, u.name as unit_name,
              a.submitted_at, to_char(a.due_on, 'YYYY-MM-DD') as due_on, a.created_at, o.opinion as last_opinion
         from application a join unit u on u.id = a.unit_id left join employee e on e.id = a.employee_id
         left join review_task t on t.application_id = a.id and t.status = 'OPEN'
         left join lateral (select opinion from review_task r where r.application_id = a.id and r.opinion is not null
                             order by r.decided_at desc, r.round desc, r.decision = 'PASS' limit 1) o on true
        where (${scope.sql}) and ($3::timestamptz is null or (a.created_at, a.id) < ($3, $4::uuid))
          and (not $5 or a.status = any($6)) and ($7::text is null or t.level = $7)
          and ($8::text is null or ($8 = 'EMPLOYEE') = (a.employee_id is not null)) and ${named}
        order by a.created_at desc, a.id desc limit $2`,
      parameters,
    );
  }
}

/** One half by person, one by unit: each is found by its own index. */
function applicationsNamed(text: string, parameters: unknown[]): string {
  const person = namedLike('PERSON', 'x.employee_id', text, parameters);
  const unit = namedLike('UNIT', 'x.unit_id', text, parameters);
  return `select x.id from application x where ${person} union select x.id from application x where ${unit}`;
}

function estimatedEndOf(
  application: ApplicationRow,
  route: ReviewRoute,
  tasks: readonly ReviewTaskRow[],
  calendar: WorkCalendar,
): string | null {
  const open = tasks.find(({ status, departmentId }) => isOpenTask(status) && departmentId !== null);
  if (open === undefined) return null;
  const receivedOn = shanghaiDateOf(open.receivedAt.getTime());
  return estimatedEnd(receivedOn, remainingLimits(route, application), calendar);
}

function changesOf(
  application: ApplicationRow,
  current: ApplicationSnapshotRow | undefined,
  personalData: PersonalData,
): readonly FieldChange[] {
  if (current !== undefined) return openSnapshot(current.contentSealed, personalData).changes;
  const stated = openChanges(application.changesSealed, personalData);
  return [...(application.payload.changes ?? []), ...stated.map((change) => ({ ...change, from: null }))];
}
