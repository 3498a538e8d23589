/** `core` moves applications and permits, `files` draws documents, `batch` sweeps. */
export const TASK_QUEUES = { core: 'core', files: 'files', batch: 'batch' } as const;
