import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { isFree } from '../../infra/local/ports.js';

const FIRST_PORT = 10_000;
const PORT_COUNT = 9_000;

/**
 * A port that no other stack of the run has or gets. Below the range from which the system takes ports for
 * outgoing connections: one of those could otherwise sit on it before the server does.
 */
export async function reservePort(runFolder: string): Promise<number> {
  const reserved = path.join(runFolder, 'reserved-ports');
  mkdirSync(reserved, { recursive: true });
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORT_COUNT);
    if (isMine(path.join(reserved, String(port))) && (await isFree(port))) return port;
  }
}

function isMine(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx'));
    return true;
  } catch {
    return false;
  }
}
