/** `npm run test:long`: the full numbers of the issues (infra/local/test-run.ts). */
export const isLong = process.env['JUZHENG_LONG'] === '1';
