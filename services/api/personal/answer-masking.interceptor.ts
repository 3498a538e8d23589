import {
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { AuthorizedRequest } from '../authority/authority.guard.js';
import { AnswerPlans } from './answer-plans.js';
import { shownAnswer } from './shown-answer.js';

/** The one place where personal data are masked: renderers give them whole, and each answer passes here (ADR 12). */
@Injectable()
export class AnswerMasking implements NestInterceptor {
  constructor(private readonly plans: AnswerPlans) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const plan = this.plans.ofHandler(context.getClass().name, context.getHandler().name);
    if (plan === null) return next.handle();
    const { actor } = context.switchToHttp().getRequest<AuthorizedRequest>();
    const reader = { role: actor?.role ?? null, holdsClaim: false };
    return next
      .handle()
      .pipe(
        map((answer: unknown) =>
          answer instanceof StreamableFile ? answer : shownAnswer(plan, answer, reader),
        ),
      );
  }
}
