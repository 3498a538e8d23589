import pino, { type Logger } from 'pino';

export type Log = Logger;

/** JSON lines without personal data: messages carry ids and codes only. */
export function createLog(service: string): Log {
  return pino({
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
