import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { SessionDevice } from '../../../infra/database/session-records.js';

const DEVICE_ID_BYTES = 24;
const DEVICE_ID = /^[\w-]{16,64}$/;
const storage = new AsyncLocalStorage<SessionDevice>();

/** Runs what answers a request with the device that asks; every way to sign in ends in a session of it. */
export function askedBy<T>(device: SessionDevice, answer: () => T): T {
  return storage.run(device, answer);
}

/** A new one where nothing has said which. */
export function askingDevice(): SessionDevice {
  return storage.getStore() ?? newDevice('BEARER', '');
}

/** By the id that the client has kept, if it reads like one of ours. */
export function deviceOf(
  id: string | undefined,
  transport: SessionDevice['transport'],
  userAgent: string,
): SessionDevice {
  return id !== undefined && DEVICE_ID.test(id)
    ? { id, isNamed: true, transport, userAgent }
    : newDevice(transport, userAgent);
}

function newDevice(transport: SessionDevice['transport'], userAgent: string): SessionDevice {
  const id = randomBytes(DEVICE_ID_BYTES).toString('base64url');
  return { id, isNamed: false, transport, userAgent };
}
