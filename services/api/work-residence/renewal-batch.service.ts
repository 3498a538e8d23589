import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PermitType } from '../../../domain/application/business-type.js';
import { NOTHING_DECLARED, type Declarations } from '../../../domain/application/declarations.js';
import type { Refusal } from '../../../domain/refusal.js';
import { ApplicationDrafts } from '../../../infra/database/application-drafts.js';
import { ApplicationFacts } from '../../../infra/database/application-facts.js';
import {
  FactTransactions,
  type FactContext,
  type FactRequest,
} from '../../../infra/database/fact-transaction.js';
import { Refused } from '../../../infra/database/refused.js';
import { renewablePermits, type RenewablePermit } from '../../../infra/database/work-residence-records.js';
import { renderRefusal } from '../applications/application-rendering.js';
import type { RenewalBatchDto } from './work-residence.dto.js';
import type { RenewalBatchItemView, RenewalBatchView } from './work-residence.views.js';
import { unitOf } from './work-residence.service.js';

/**
 * 批量续签: each person is a fact of his own with a key of his own, derived from the request's. What is refused stops no
 * other; the same request sent again finds what stands, and tries again what was refused.
 */
@Injectable()
export class RenewalBatchService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: FactTransactions,
    private readonly drafts: ApplicationDrafts,
    private readonly facts: ApplicationFacts,
  ) {}

  async submit(request: FactRequest, { permitIds, ...body }: RenewalBatchDto): Promise<RenewalBatchView> {
    const unitId = unitOf(request.actor);
    await this.claim(request, unitId, permitIds.length);
    const declared: Declarations = {
      ...NOTHING_DECLARED,
      selfChecked: body.selfChecked ?? false,
      verifiedOnEmployeeSide: body.verifiedOnEmployeeSide ?? false,
      acknowledgeLate: body.acknowledgeLate ?? false,
      absorb: body.absorb ?? false,
    };
    const items: RenewalBatchItemView[] = [];
    for (const permitId of permitIds) items.push(await this.renew(request, unitId, permitId, declared));
    const submitted = items.filter(({ result }) => result === 'SUBMITTED').length;
    return { submitted, refused: items.length - submitted, items };
  }

  /** The key belongs to this request as a whole: with other permits or declarations it is refused. */
  private async claim(request: FactRequest, unitId: string, permits: number): Promise<void> {
    await this.transactions.run(request, async ({ audit }) => {
      await audit({ action: 'renewal.submitBatch', entity: 'unit', entityId: unitId, after: { permits } });
      return unitId;
    });
  }

  private async renew(
    request: FactRequest,
    unitId: string,
    permitId: string,
    declared: Declarations,
  ): Promise<RenewalBatchItemView> {
    const { manager } = this.dataSource;
    const [permit] = await renewablePermits(manager, unitId, permitId);
    if (permit === undefined) return refusedItem(permitId, null, Refused.because('FORBIDDEN_SCOPE').refusals);
    try {
      const id = await this.transactions.run(itemRequest(request, permitId, declared), (context) =>
        this.submitOne(context, unitId, permit, declared),
      );
      const [done] = await manager.query<{ application_no: string }[]>(
        'select application_no from application where id = $1',
        [id],
      );
      const application = { applicationId: id, applicationNo: done?.application_no ?? null };
      return { ...named(permitId, permit), result: 'SUBMITTED', ...application, refusals: [] };
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      return refusedItem(permitId, permit, refused.refusals);
    }
  }

  /** The unit's draft, if it has begun one, else a new one; a refusal leaves neither draft nor number. */
  private async submitOne(
    context: FactContext,
    unitId: string,
    permit: RenewablePermit,
    declared: Declarations,
  ): Promise<string> {
    const draftId = permit.draft_id ?? (await this.drafts.draft(context, draftOf(unitId, permit)));
    return this.facts.submit(context, draftId, declared);
  }
}

function draftOf(unitId: string, { permit_type, employee_id }: RenewablePermit) {
  const about: { readonly permitType: PermitType; readonly employeeId: string } = {
    permitType: permit_type,
    employeeId: employee_id,
  };
  return { type: 'RENEWAL', unitId, ...about, payload: {}, changes: null } as const;
}

function itemRequest(request: FactRequest, permitId: string, declared: Declarations): FactRequest {
  const asked = JSON.stringify([permitId, declared]);
  return {
    ...request,
    key: `${request.key}:${permitId}`,
    requestHash: createHash('sha256').update(asked).digest('hex'),
  };
}

function refusedItem(
  permitId: string,
  permit: RenewablePermit | null,
  refusals: readonly Refusal[],
): RenewalBatchItemView {
  return {
    ...named(permitId, permit),
    result: 'REFUSED',
    applicationId: null,
    applicationNo: null,
    refusals: refusals.map(renderRefusal),
  };
}

function named(permitId: string, permit: RenewablePermit | null) {
  return { permitId, permitNo: permit?.permit_no ?? null, name: permit?.holder_name ?? null };
}
