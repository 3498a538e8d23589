import { Injectable } from '@nestjs/common';
import type { FactRequest } from '../../../infra/database/fact-transaction.js';
import { ReviewFacts } from '../../../infra/database/review-facts.js';
import { ApplicationReadingService } from '../applications/application-reading.service.js';
import type { RevealApplicationDto } from '../applications/application.dto.js';
import type { RevealedView } from '../personal/reveal.views.js';
import { Revealing } from '../personal/revealing.js';
import { ReviewDesk } from './review-desk.js';
import { ReviewTaskView } from './review.views.js';

/** Personal data of a task in full, for the reviewer who has it in hand. */
@Injectable()
export class ReviewRevealService {
  constructor(
    private readonly desk: ReviewDesk,
    private readonly reading: ApplicationReadingService,
    private readonly facts: ReviewFacts,
    private readonly revealing: Revealing,
  ) {}

  async reveal(request: FactRequest, taskId: string, body: RevealApplicationDto): Promise<RevealedView> {
    const { actor } = request;
    const answer = await this.desk.readInHand(actor, taskId);
    const readable = [
      { at: '', view: ReviewTaskView, answer } as const,
      ...(await this.reading.readableComparison(actor, answer.application.id, body.against)),
    ];
    return this.revealing.reveal(request, body, readable, (context, revealed) =>
      this.facts.reveal(context, taskId, revealed),
    );
  }
}
