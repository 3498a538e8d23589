/** Everything the worker's workflow bundle holds. */
export { applicationReview } from './application-review.workflow.js';
export { calendarRollout } from './calendar-rollout.workflow.js';
export { dailyNotices } from './daily-notices.workflow.js';
export { expirySweep } from './expiry-sweep.workflow.js';
export { permitLifecycle } from './permit-lifecycle.workflow.js';
