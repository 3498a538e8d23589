/** The one place that builds workflow ids. */
export const applicationWorkflowId = (applicationId: string): string => `application/${applicationId}`;
export const permitWorkflowId = (permitId: string): string => `permit/${permitId}`;
export const calendarWorkflowId = (version: number): string => `calendar/${version}`;
export const EXPIRY_SWEEP_ID = 'schedule/expiry-sweep';
export const DAILY_NOTICES_ID = 'schedule/daily-notices';

export const APPLICATION_REVIEW = 'applicationReview';
export const PERMIT_LIFECYCLE = 'permitLifecycle';
export const CALENDAR_ROLLOUT = 'calendarRollout';
export const EXPIRY_SWEEP = 'expirySweep';
export const DAILY_NOTICES = 'dailyNotices';
