// @ts-check
'use strict';
/**
 * Does one task on one hostile file in a process of its own and says what came of it as one line of JSON. Plain
 * JavaScript, so that the same file runs beside the compiled program and under the tests.
 */
const { readFileSync } = require('node:fs');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const MAX_HEAP_MEBIBYTES = 192;
/**
 * Decompressed bytes and pixels live outside of the JavaScript heap, where V8's own limit does not see them. What is
 * allotted between two looks still has to stay under the 512 MiB that are promised.
 */
const MAX_RESIDENT_BYTES = 352 * 1024 * 1024;
const LOOK_EVERY_MS = 5;

/** @type {Record<string, () => (args: any) => Promise<object>>} */
const TASKS = {
  'inspect-pdf': () => require('./pdf-inspection.cjs').inspectPdf,
  'inspect-jpeg': () => require('./jpeg-inspection.cjs').inspectJpeg,
  'read-sheet': () => require('./sheet-reading.cjs').readSheetRows,
  'measure-scan': () => require('./scan-measurement.cjs').measureScan,
};

if (isMainThread) watch();
else void work();

async function work() {
  const [name, args] = workerData;
  parentPort?.postMessage(await TASKS[name]?.()(JSON.parse(args)));
}

/**
 * Only a second thread can see the memory and the time of one that does not stop to look. Time is the processor's, not
 * the clock's: on a busy machine an ordinary file takes long and is still an ordinary file.
 */
function watch() {
  const [, , name, args, cpuMs] = process.argv;
  const resourceLimits = { maxOldGenerationSizeMb: MAX_HEAP_MEBIBYTES };
  const worker = new Worker(__filename, { workerData: [name, args], resourceLimits });
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    const takesTooLong = (user + system) / 1_000 > Number(cpuMs);
    if (takesTooLong || process.memoryUsage.rss() > MAX_RESIDENT_BYTES) answer(null);
  }, LOOK_EVERY_MS).unref();
  worker.once('message', answer);
  worker.once('error', (error) => {
    if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') answer(null);
    else throw error;
  });
}

/** @param {object | null} outcome null: the task took more than it may */
function answer(outcome) {
  const peakMebibytes = Math.ceil(peakKibibytes() / 1024);
  process.stdout.write(JSON.stringify({ outcome, peakMebibytes }), () => process.exit(0));
}

/** Of this program alone where the system says it: the other number begins with that of the process that started it. */
function peakKibibytes() {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (peak !== undefined) return Number(peak);
  } catch {
    // not Linux
  }
  return process.resourceUsage().maxRSS;
}
