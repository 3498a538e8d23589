import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { ReviewOutcome } from '../domain/application/advance.js';

/** Every way into a running process. A signal means "look at the rows"; its payload is only a shortcut. */
export interface DecidedSignal {
  readonly taskId: string;
  readonly outcome: ReviewOutcome;
}
export interface ResubmittedSignal {
  readonly round: number;
}
export interface ReviewProgress {
  readonly round: number;
  readonly level: string | null;
  readonly waitsFor: string;
}

export const decided = defineSignal<[DecidedSignal]>('decided');
export const resubmitted = defineSignal<[ResubmittedSignal]>('resubmitted');
export const withdrawn = defineSignal('withdrawn');
export const permitEnded = defineSignal('permitEnded');
export const deadlinesChanged = defineSignal('deadlinesChanged');
export const progress = defineQuery<ReviewProgress>('progress');

export interface RolloutProgress {
  readonly dealtWith: number;
  readonly moved: number;
  readonly finished: boolean;
}
export const rolloutProgress = defineQuery<RolloutProgress>('rolloutProgress');

export const permitChanged = defineSignal('permitChanged');

/** What the outbox promises; `started` starts the process without a signal. Only ids and codes. */
export type WorkflowMessage =
  | Message<'application', 'started' | 'withdrawn' | 'permitEnded' | 'deadlinesChanged', NoPayload>
  | Message<'application', 'decided', DecidedSignal>
  | Message<'application', 'resubmitted', ResubmittedSignal>
  | Message<'permit', 'started' | 'permitChanged', NoPayload>
  | Message<'calendar', 'started', CalendarPublished>;

export interface CalendarPublished {
  readonly version: number;
}

interface Message<Workflow extends string, Signal extends string, Payload> {
  readonly workflow: Workflow;
  readonly subjectId: string;
  readonly signal: Signal;
  readonly payload: Payload;
}
export type NoPayload = Readonly<Record<never, never>>;
