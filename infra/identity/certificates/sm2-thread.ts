import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { derSequence, derUnsigned } from './der.js';

/** The build copies it beside the compiled file. */
const SCRIPT = join(__dirname, 'child', 'sm2-verifier.cjs');
const NUMBER_BYTES = 32;
/** Uncompressed point: 04, x, y. */
const POINT_BYTES = 65;
/** More than a second of work: whoever comes then is told to come again. */
const MOST_WAITING = 64;

/** More verifications are waiting than one thread can do in a reasonable time. */
export class TooManyVerifications extends Error {
  override readonly name = 'TooManyVerifications';
}

interface Waiting {
  readonly done: (holds: boolean) => void;
  readonly failed: (error: Error) => void;
}

/** Verifies SM2 signatures with SM3 and the standard identifier, off the event loop. */
export class Sm2Thread {
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | null = null;
  private last = 0;

  /** `signature` is DER; anything else than two numbers in their shortest form is false. */
  async verify(point: Buffer, bytes: Buffer, signature: Buffer): Promise<boolean> {
    const [r, s, ...more] = (derSequence(signature) ?? []).map((each) => derUnsigned(each, NUMBER_BYTES));
    if (!r || !s || more.length > 0) return false;
    if (point.length !== POINT_BYTES || point[0] !== 4) return false;
    if (this.waiting.size >= MOST_WAITING) throw new TooManyVerifications();
    const worker = this.running();
    this.last += 1;
    const id = this.last;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed });
      worker.ref();
      worker.postMessage({
        id,
        publicKey: point.toString('hex'),
        bytes: Uint8Array.from(bytes),
        signature: Buffer.concat([r, s]).toString('hex'),
      });
    });
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private running(): Worker {
    if (this.worker !== null) return this.worker;
    const worker = new Worker(SCRIPT);
    worker.on('message', ({ id, holds }: { id: number; holds: boolean }) => {
      this.waiting.get(id)?.done(holds);
      this.waiting.delete(id);
      if (this.waiting.size === 0) worker.unref(); // an idle thread keeps no process alive
    });
    worker.on('error', (error) => this.lost(worker, error));
    worker.on('exit', () => this.lost(worker, new Error('the SM2 thread has ended')));
    this.worker = worker;
    return worker;
  }

  private lost(worker: Worker, error: unknown): void {
    if (this.worker === worker) this.worker = null;
    const reason = error instanceof Error ? error : new Error(String(error));
    for (const { failed } of this.waiting.values()) failed(reason);
    this.waiting.clear();
  }
}
