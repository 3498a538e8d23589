import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { PermitActivities, PermitWake } from '../activities/permit.activities.js';
import { Alarm } from './alarm.js';
import { permitChanged } from './messages.js';
import { WRP } from './search-attributes.js';

export interface PermitLifecycleInput {
  readonly permitId: string;
}

const patient = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' } as const;
const rows = proxyLocalActivities<PermitActivities['local']>({
  startToCloseTimeout: '10s',
  localRetryThreshold: '10s',
  retry: patient,
});
const { expire } = proxyActivities<PermitActivities['ordinary']>({
  startToCloseTimeout: '30s',
  retry: patient,
});

/** Wakes a permit at each of its milestones until its life is over; a new term is a new run. */
export async function permitLifecycle({ permitId }: PermitLifecycleInput): Promise<void> {
  const alarm = new Alarm();
  let changed = false;
  setHandler(permitChanged, () => {
    changed = true;
  });
  const { term } = await rows.currentTerm(permitId);
  let shown = '';

  for (;;) {
    changed = false;
    const wake = await rows.nextWake(permitId); // null: its life is over
    if (wake === null) return condition(allHandlersFinished);
    if (wake.term !== term || workflowInfo().continueAsNewSuggested) break;
    if (shown !== wake.summary) show(wake);
    shown = wake.summary;
    alarm.set(wake.wakeInMs, wake.summary); // a frozen clock has no timer, only the signal
    await condition(() => changed || alarm.isRinging);
    if (changed) continue;
    if (wake.expires) await expire(permitId);
    else await rows.reachDueMilestones(permitId); // asks rows and clock what is due; may be nothing
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof permitLifecycle>({ permitId });
}

function show(wake: PermitWake): void {
  setCurrentDetails(`${wake.permitNo}\n${wake.summary}`);
  upsertSearchAttributes([
    { key: WRP.permitNo, value: wake.permitNo },
    { key: WRP.state, value: wake.status },
    { key: WRP.expiresAt, value: new Date(wake.expiresAtMs) },
  ]);
}
