import { Injectable } from '@nestjs/common';
import type { BusinessType } from '../../../domain/application/business-type.js';
import { draftForm, editedForm, isDraftedType } from '../../../domain/application/draft-form.js';
import type { StatedChange } from '../../../domain/application/info-changes.js';
import { mayInitiate } from '../../../domain/authority/initiator.js';
import { courseOf } from '../../../infra/database/application-course.js';
import { ApplicationDrafts } from '../../../infra/database/application-drafts.js';
import { ApplicationRecords } from '../../../infra/database/application-records.js';
import type { ApplicationPayload } from '../../../infra/database/entities/application.entity.js';
import {
  FactTransactions,
  type FactContext,
  type FactRequest,
} from '../../../infra/database/fact-transaction.js';
import { hasAskedUnit } from '../../../infra/database/historical-requests.js';
import { hasLinkOfUnit, linkedUnitId } from '../../../infra/database/person-dossier.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import type { DraftApplicationDto, EditApplicationDto } from './application.dto.js';
import { renderApplication } from './application-rendering.js';
import type { ApplicationView } from './application.views.js';

/** Drafts of every kind of business: begun, changed, begun again after a rejection (domain.md §4.5). */
@Injectable()
export class ApplicationDraftsService {
  constructor(
    private readonly transactions: FactTransactions,
    private readonly drafts: ApplicationDrafts,
    private readonly records: ApplicationRecords,
  ) {}

  async draft(request: FactRequest, body: DraftApplicationDto): Promise<ApplicationView> {
    const { type, permitType, ...form } = body;
    accepted(mayInitiate(request.actor.role, type));
    accepted(draftForm(type, permitType, form), type);
    const id = await this.transactions.run(request, async (context) => {
      const subject = await subjectOf(context, type, form.employeeId ?? null, form.historical === true);
      return this.drafts.draft(context, {
        type,
        permitType,
        ...subject,
        payload: payloadOf(form),
        changes: changesOf(form),
      });
    });
    return this.read(request, id);
  }

  async edit(
    request: FactRequest,
    id: string,
    version: number,
    body: EditApplicationDto,
  ): Promise<ApplicationView> {
    const { type } = courseOf(await this.records.initiatedBy(request.actor, id));
    if (isDraftedType(type)) accepted(editedForm(type, { ...body }), type);
    await this.transactions.run(request, (context) =>
      this.drafts.edit(context, id, version, payloadOf(body), changesOf(body)),
    );
    return this.read(request, id);
  }

  async reinitiate(request: FactRequest, id: string): Promise<ApplicationView> {
    await this.records.initiatedBy(request.actor, id);
    const made = await this.transactions.run(request, (context) => this.drafts.reinitiate(context, id));
    return this.read(request, made);
  }

  private async read({ actor }: FactRequest, id: string): Promise<ApplicationView> {
    return renderApplication(actor, await this.records.dossier(actor, id));
  }
}

/** Whom the business is about: the employee himself at his unit, an employee of the unit, or the unit. */
async function subjectOf(
  { manager, actor }: FactContext,
  type: BusinessType,
  employeeId: string | null,
  isHistorical: boolean,
): Promise<{ readonly unitId: string; readonly employeeId: string | null }> {
  if (actor.employeeId !== null) {
    const unitId = await linkedUnitId(manager, actor.employeeId);
    if (unitId === null) throw Refused.because('ASSOC_NOT_ACTIVE');
    return { unitId, employeeId: actor.employeeId };
  }
  const { unitId } = actor;
  if (unitId === null) throw Refused.because('FORBIDDEN_ACTION', { type });
  const knows = isHistorical ? hasAskedUnit : hasLinkOfUnit;
  if (employeeId !== null && !(await knows(manager, employeeId, unitId))) {
    throw Refused.because('FORBIDDEN_SCOPE');
  }
  return { unitId, employeeId };
}

/** Only what was sent; person and changes stand in columns of their own. */
function payloadOf({
  employeeId: _,
  changes: __,
  ...form
}: EditApplicationDto & { employeeId?: unknown }): ApplicationPayload {
  return Object.fromEntries(
    Object.entries(form).filter(([, value]) => value !== undefined && value !== null),
  );
}

function changesOf({ changes }: EditApplicationDto): StatedChange[] | null {
  if (changes === undefined || changes === null) return null;
  return changes.map(({ field, to, reason }) => ({ field, to: to ?? null, reason: reason ?? null }));
}
