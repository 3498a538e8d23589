import { Global, Module } from '@nestjs/common';
import { AnswerPlans } from './answer-plans.js';
import { Revealing } from './revealing.js';

/** Who sees which data of a person, and their revealing. */
@Global()
@Module({ providers: [AnswerPlans, Revealing], exports: [AnswerPlans, Revealing] })
export class PersonalModule {}
