import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { REVIEW_CHECKLIST } from '../../../domain/application/review-checklist.js';
import { levelLabel } from '../../../domain/application/review-route.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { ApplicationRecords } from '../../../infra/database/application-records.js';
import type { ReviewTaskRow } from '../../../infra/database/entities/application.entity.js';
import { ReviewDeskRecords, type DeskRow } from '../../../infra/database/review-desk-records.js';
import { ReviewFacts } from '../../../infra/database/review-facts.js';
import { openSnapshot } from '../../../infra/database/snapshot-content.js';
import { PersonalData } from '../../../infra/personal-data/personal-data.js';
import {
  hasInHand,
  renderApplication,
  renderFile,
  renderHint,
} from '../applications/application-rendering.js';
import { keyset, page } from '../http/keyset.js';
import type { DeskQuery } from './review.dto.js';
import type { DeskItem, DeskPage, ReviewTaskView } from './review.views.js';

/** What a reviewer sees: his lists, and a task with all that it is decided on. */
@Injectable()
export class ReviewDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: ReviewDeskRecords,
    private readonly facts: ReviewFacts,
    private readonly applications: ApplicationRecords,
    private readonly personalData: PersonalData,
  ) {}

  async list(actor: Actor, query: DeskQuery): Promise<DeskPage> {
    const { limit, after } = keyset(query);
    const rows = await this.tasks.list(actor, query.view ?? 'UNCLAIMED', limit, after);
    return page(rows, limit, (row) => [row.queued_at, row.id], renderDeskItem);
  }

  /** One line of the lists. */
  async item(actor: Actor, taskId: string): Promise<DeskItem> {
    return renderDeskItem(await this.tasks.item(actor, taskId));
  }

  /** The same, for whoever may have its personal data in full; else the reasons against it. */
  async readInHand(actor: Actor, taskId: string): Promise<ReviewTaskView> {
    const task = await this.tasks.inScope(actor, taskId);
    await this.facts.assertReveals(this.dataSource.manager, actor, task);
    return this.show(actor, task);
  }

  async read(actor: Actor, taskId: string): Promise<ReviewTaskView> {
    return this.show(actor, await this.tasks.inScope(actor, taskId));
  }

  private async show(actor: Actor, task: ReviewTaskRow): Promise<ReviewTaskView> {
    const snapshot = await this.tasks.snapshotOf(task);
    const dossier = await this.applications.dossier(actor, task.applicationId);
    const actions = await this.facts.taskActions(this.dataSource.manager, actor, task);
    return {
      taskId: task.id,
      level: task.level,
      round: task.round,
      status: task.status,
      dueOn: task.dueOn,
      overdue: task.overdue,
      permitEndsOn: task.permitEndsOn,
      atRisk: task.atRisk,
      claimNo: task.claimNo,
      claimedByMe: task.assigneeId === actor.accountId,
      holdsClaim: hasInHand(actor, task),
      snapshotNo: snapshot.snapshotNo,
      decision: task.decision,
      allowedActions: actions.map(({ action, refusal }) =>
        refusal === null ? { action, allowed: true } : { action, allowed: false, reason: refusal },
      ),
      checklist: REVIEW_CHECKLIST,
      systemHints: snapshot.hints.map(renderHint),
      files: snapshot.files.map((file) => renderFile(file, dossier.scanChecks)),
      content: openSnapshot(snapshot.contentSealed, this.personalData),
      application: renderApplication(actor, dossier),
    };
  }
}

function renderDeskItem(row: DeskRow): DeskItem {
  return {
    taskId: row.id,
    applicationId: row.application_id,
    applicationNo: row.application_no,
    type: row.type,
    level: row.level,
    levelLabel: levelLabel(row.level),
    round: row.round,
    status: row.status,
    personName: row.person_name,
    unitName: row.unit_name,
    receivedAt: row.received_at.toISOString(),
    dueOn: row.due_on,
    overdue: row.overdue,
    permitEndsOn: row.permit_ends_on,
    atRisk: row.at_risk,
    claimNo: row.claim_no,
    assigneeName: row.assignee_name,
    decision: row.decision,
  };
}
