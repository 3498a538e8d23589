import { stopRecorded } from './supervisor.js';

/**
 * Outlives a launcher that was killed: its end of the pipe closes, and what it had started is stopped.
 * After an orderly end there is no record left and nothing to do.
 */
const [recordsDir] = process.argv.slice(2);
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('SIGHUP', () => undefined);
process.stdin.resume();
process.stdin.once('close', () => {
  if (recordsDir !== undefined) void stopRecorded(recordsDir).finally(() => process.exit(0));
});
