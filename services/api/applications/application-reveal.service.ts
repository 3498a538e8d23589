import { Injectable } from '@nestjs/common';
import { isOpen } from '../../../domain/application/lifecycle.js';
import type { Actor } from '../../../domain/authority/actor.js';
import { courseOf } from '../../../infra/database/application-course.js';
import { ApplicationRecords } from '../../../infra/database/application-records.js';
import type { ApplicationRow } from '../../../infra/database/entities/application.entity.js';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { Refused } from '../../../infra/database/refused.js';
import { recordReveal } from '../../../infra/database/reveal-trail.js';
import type { RevealedView } from '../personal/reveal.views.js';
import { Revealing } from '../personal/revealing.js';
import { ApplicationReadingService } from './application-reading.service.js';
import type { RevealApplicationDto } from './application.dto.js';
import { ApplicationView } from './application.views.js';
import { ApplicationsService } from './applications.service.js';

/** Personal data of an application in full, for its unit, as long as the application may still change. */
@Injectable()
export class ApplicationRevealService {
  constructor(
    private readonly records: ApplicationRecords,
    private readonly applications: ApplicationsService,
    private readonly reading: ApplicationReadingService,
    private readonly revealing: Revealing,
  ) {}

  async reveal(request: FactRequest, id: string, body: RevealApplicationDto): Promise<RevealedView> {
    const { actor } = request;
    const { employeeId, applicationNo } = await this.open(actor, id);
    const readable = [
      { at: '', view: ApplicationView, answer: await this.applications.read(actor, id) } as const,
      ...(await this.reading.readableComparison(actor, id, body.against)),
    ];
    return this.revealing.reveal(request, body, readable, async (context, revealed) => {
      const about = { entity: 'application', entityId: id, employeeId, applicationNo } as const;
      await recordReveal(context, about, revealed);
      return id;
    });
  }

  private async open(actor: Actor, id: string): Promise<ApplicationRow> {
    const application = await this.records.inScope(actor, id);
    const { status } = courseOf(application);
    if (!isOpen(status)) throw Refused.because('STATE_NOT_ALLOWED', { status });
    return application;
  }
}
