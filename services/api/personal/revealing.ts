import { Injectable } from '@nestjs/common';
import { mayReveal, viewerOf } from '../../../domain/authority/personal-fields.js';
import {
  FactTransactions,
  type FactContext,
  type FactRequest,
} from '../../../infra/database/fact-transaction.js';
import { accepted, Refused } from '../../../infra/database/refused.js';
import type { RevealedFields } from '../../../infra/database/reveal-trail.js';
import { AnswerPlans } from './answer-plans.js';
import type { RevealDto } from './reveal.dto.js';
import type { RevealedView } from './reveal.views.js';
import { revealedTexts } from './shown-answer.js';

/** An answer that the actor may read, as its renderer gives it, and where it stands beside others. */
export interface ReadableAnswer {
  readonly at: '' | '/comparison';
  readonly view: abstract new () => object;
  readonly answer: object;
}

/** 查看完整信息: personal data in full, on demand, with a reason, and in the audit trail first. */
@Injectable()
export class Revealing {
  constructor(
    private readonly facts: FactTransactions,
    private readonly plans: AnswerPlans,
  ) {}

  /**
   * The caller has found that the actor may reveal on this object, of which a reviewer has the task in hand; `record`
   * finds it again with the object locked and writes the event, in a transaction that ends before anything is answered.
   * Sent again with its key it writes no second.
   */
  async reveal(
    request: FactRequest,
    { classes, reason }: RevealDto,
    readable: readonly ReadableAnswer[],
    record: (context: FactContext, revealed: RevealedFields) => Promise<string>,
  ): Promise<RevealedView> {
    const { role } = request.actor;
    accepted(mayReveal(viewerOf(role, 'PERSON', true), classes));
    if (!reason) throw Refused.because('REASON_REQUIRED', {}, '/reason');
    const reader = { role, holdsClaim: false };
    const texts = readable.flatMap(({ at, view, answer }) =>
      revealedTexts(this.plans.ofView(view), answer, reader, classes, at),
    );
    const fields = texts.map(({ pointer }) => pointer);
    await this.facts.run(request, (context) => record(context, { classes, fields, reason }));
    return { fields: texts };
  }
}
