import { proxyLocalActivities } from '@temporalio/workflow';
import type { ReviewActivities } from '../../../activities/review.activities.js';
import type { ApplicationReviewInput } from '../../../workflows/application-review.workflow.js';

const rows = proxyLocalActivities<ReviewActivities['local']>({ startToCloseTimeout: '10s' });

/** A careless change: another question comes first, without `patched`. */
export async function applicationReview({ applicationId }: ApplicationReviewInput): Promise<void> {
  await rows.attendReturn(applicationId);
  await rows.resumeRound(applicationId);
}
