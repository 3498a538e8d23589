import type { DataSource } from 'typeorm';
import { REVIEW_LEVELS, type ReviewLevel } from '../../domain/application/review-route.js';
import type { Actor } from '../../domain/authority/actor.js';
import { scopedRow, taskScope } from './actor-scope.js';
import { ApplicationSnapshotRow, ReviewTaskRow } from './entities/application.entity.js';
import { Refused } from './refused.js';

export const DESK_VIEWS = ['UNCLAIMED', 'CLAIMED', 'MINE', 'OVERDUE', 'DONE'] as const;
export type DeskView = (typeof DESK_VIEWS)[number];

export interface DeskRow {
  readonly id: string;
  readonly application_id: string;
  readonly application_no: string;
  readonly type: string;
  readonly level: ReviewLevel;
  readonly round: number;
  readonly status: string;
  readonly person_name: string | null;
  readonly unit_name: string;
  readonly received_at: Date;
  readonly due_on: string;
  readonly overdue: boolean;
  readonly permit_ends_on: string | null;
  readonly at_risk: boolean;
  readonly queued_at: Date;
  readonly claim_no: number;
  readonly assignee_name: string | null;
  readonly decision: string | null;
}

/** What each list holds beside department and level; `$6` is the reviewer. */
const VIEW_CONDITIONS: Readonly<Record<DeskView, string>> = {
  UNCLAIMED: `t.status = 'OPEN' and t.assignee_id is null and $6::uuid is not null`,
  CLAIMED: `t.status = 'OPEN' and t.assignee_id is not null and $6::uuid is not null`,
  MINE: `t.status = 'OPEN' and t.assignee_id = $6`,
  OVERDUE: `t.status = 'OPEN' and t.overdue and $6::uuid is not null`,
  DONE: `t.status = 'DECIDED' and t.decided_by = $6`,
};

const LINE = `
  select t.id, t.application_id, a.application_no, a.type, t.level, t.round, t.status, e.name as person_name,
         u.name as unit_name, t.received_at, to_char(t.due_on, 'YYYY-MM-DD') as due_on, t.overdue, t.claim_no,
         to_char(t.permit_ends_on, 'YYYY-MM-DD') as permit_ends_on, t.at_risk, t.queued_at,
         c.person_name as assignee_name, t.decision
    from review_task t join application a on a.id = t.application_id join unit u on u.id = a.unit_id
    left join employee e on e.id = a.employee_id left join account c on c.id = t.assignee_id`;

/** The tasks of one department, by the levels that the reviewer's role decides (domain.md §2, S-19). */
export class ReviewDeskRecords {
  constructor(private readonly dataSource: DataSource) {}

  /** What is at risk first, then the oldest, by keyset; one row more than asked tells that there is more. */
  list(
    actor: Actor,
    view: DeskView,
    limit: number,
    after: { readonly at: string; readonly id: string } | null,
  ): Promise<DeskRow[]> {
    const scope = taskScope(actor);
    return this.dataSource.query<DeskRow[]>(
      `${LINE} where (${scope.sql}) and t.level = any($2) and ${VIEW_CONDITIONS[view]}
          and ($4::timestamptz is null or (t.queued_at, t.id) > ($4, $5::uuid))
        order by t.queued_at, t.id limit $3`,
      [scope.parameter, levelsOf(actor), limit + 1, after?.at ?? null, after?.id ?? null, actor.accountId],
    );
  }

  async item(actor: Actor, taskId: string): Promise<DeskRow> {
    const [row] = await this.dataSource.query<DeskRow[]>(`${LINE} where t.department_id = $1 and t.id = $2`, [
      actor.departmentId,
      taskId,
    ]);
    if (row === undefined) throw Refused.because('FORBIDDEN_SCOPE');
    return row;
  }

  /** A task of the reviewer's own department; a foreign and a missing one get the same answer (R1). */
  inScope(actor: Actor, taskId: string): Promise<ReviewTaskRow> {
    return scopedRow(this.dataSource.manager, ReviewTaskRow, 't', taskScope(actor), taskId);
  }

  /** What the decision is made on: the newest snapshot of the task's round. */
  async snapshotOf(task: ReviewTaskRow): Promise<ApplicationSnapshotRow> {
    return this.dataSource.manager.findOneOrFail(ApplicationSnapshotRow, {
      where: { applicationId: task.applicationId, round: task.round },
      order: { snapshotNo: 'DESC' },
    });
  }
}

/** An administrator of the department sees every level of it. */
export function levelsOf(actor: Actor): ReviewLevel[] {
  const all = Object.keys(REVIEW_LEVELS) as ReviewLevel[];
  return actor.role === 'DEPARTMENT_ADMIN'
    ? all
    : all.filter((level) => REVIEW_LEVELS[level].role === actor.role);
}
