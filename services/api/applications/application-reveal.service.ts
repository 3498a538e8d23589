import { Injectable } from '@nestjs/common';
import { mayRevealApplication } from '../../../domain/application/allowed-actions.js';
import { courseOf } from '../../../infra/database/application-course.js';
import { lockApplication } from '../../../infra/database/application-lock.js';
import { ApplicationRecords } from '../../../infra/database/application-records.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { accepted } from '../../../infra/database/refused.js';
import { recordReveal } from '../../../infra/database/reveal-trail.js';
import type { RevealedView } from '../personal/reveal.views.js';
import { Revealing } from '../personal/revealing.js';
import { ApplicationReadingService } from './application-reading.service.js';
import type { RevealApplicationDto } from './application.dto.js';
import { renderApplication } from './application-rendering.js';
import { ApplicationView } from './application.views.js';

/** Personal data of an application in full, for its unit, as long as the application may still change. */
@Injectable()
export class ApplicationRevealService {
  constructor(
    private readonly records: ApplicationRecords,
    private readonly reading: ApplicationReadingService,
    private readonly revealing: Revealing,
  ) {}

  async reveal(request: FactRequest, id: string, body: RevealApplicationDto): Promise<RevealedView> {
    const { actor } = request;
    const dossier = await this.records.dossier(actor, id);
    accepted(mayRevealApplication(courseOf(dossier.application).status));
    const readable = [
      { at: '', view: ApplicationView, answer: renderApplication(actor, dossier) } as const,
      ...(await this.reading.readableComparison(actor, id, body.against)),
    ];
    return this.revealing.reveal(request, body, readable, async (context, revealed) => {
      const application = await lockApplication(context.manager, id);
      accepted(mayRevealApplication(courseOf(application).status));
      const { employeeId, applicationNo } = application;
      const about = { entity: 'application', entityId: id, employeeId, applicationNo } as const;
      await recordReveal(context, about, revealed);
      return id;
    });
  }
}
