import { Injectable } from '@nestjs/common';
import { mayReadPerson } from '../../../domain/employee/association-lifecycle.js';
import { associationStatusOf, lockAssociation } from '../../../infra/database/association-records.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { accepted } from '../../../infra/database/refused.js';
import { recordReveal } from '../../../infra/database/reveal-trail.js';
import type { RevealDto } from '../personal/reveal.dto.js';
import type { RevealedView } from '../personal/reveal.views.js';
import { Revealing } from '../personal/revealing.js';
import { AssociationDetailView } from './association.views.js';
import { UnitAssociationsService } from './unit-associations.service.js';

/** Personal data of an employee in full, for the unit that he works at or asks. */
@Injectable()
export class AssociationRevealService {
  constructor(
    private readonly associations: UnitAssociationsService,
    private readonly revealing: Revealing,
  ) {}

  async reveal(request: FactRequest, id: string, body: RevealDto): Promise<RevealedView> {
    const answer = await this.associations.detail(request.actor, id);
    const readable = [{ at: '', view: AssociationDetailView, answer } as const];
    return this.revealing.reveal(request, body, readable, async (context, revealed) => {
      const association = await lockAssociation(context.manager, id);
      accepted(mayReadPerson(associationStatusOf(association)));
      const { employeeId } = association;
      const about = { entity: 'association', entityId: id, employeeId, applicationNo: null } as const;
      await recordReveal(context, about, revealed);
      return id;
    });
  }
}
