import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { PlannedAnswers, type AnswerPlan } from './answer-plan.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** What in which answer is personal, from the description of the API: without one nothing is answered. */
@Injectable()
export class AnswerPlans {
  private planned: PlannedAnswers | null = null;
  private readonly ofOperations = new Map<string, AnswerPlan | null>();

  /** `description`: the one that is published. */
  adopt({ paths, components }: OpenAPIObject): void {
    const planned = new PlannedAnswers(components?.schemas ?? {});
    this.planned = planned;
    for (const item of Object.values(paths)) {
      for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
        if (operation === undefined) continue;
        const { operationId = '' } = operation;
        if (this.ofOperations.has(operationId)) throw new Error(`${operationId} is described twice`);
        const schema = answerOf(operation);
        this.ofOperations.set(operationId, schema === undefined ? null : planned.ofSchema(schema));
      }
    }
  }

  /** Of a handler's answer; null: nothing in it is personal. */
  ofHandler(controller: string, method: string): AnswerPlan | null {
    const plan = this.ofOperations.get(`${controller}_${method}`);
    if (plan === undefined) throw new Error(`${controller}.${method} is not described`);
    return plan;
  }

  ofView(view: abstract new () => object): AnswerPlan | null {
    if (this.planned === null) throw new Error('the API is not described yet');
    return this.planned.ofView(view.name);
  }
}

function answerOf({ responses }: Operation) {
  const [answer] = Object.entries(responses).flatMap(([status, response]) =>
    status.startsWith('2') && response !== undefined && !('$ref' in response) ? [response] : [],
  );
  return answer?.content?.['application/json']?.schema;
}
