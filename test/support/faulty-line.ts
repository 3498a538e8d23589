import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A TCP line to a server that can fall silent: what is sent no longer arrives, and nobody is told. */
export interface FaultyLine {
  readonly address: string;
  fallSilent(): void;
  recover(): void;
  /** Refuses connections, as a server that is down. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function faultyLine(target: string): Promise<FaultyLine> {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((client) => {
    const upstream = connect({ host, port: Number(port) });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        if (!silent) to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  const dropAll = (): void => sockets.forEach((socket) => socket.destroy());
  const cut = (): Promise<void> => {
    dropAll();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return {
    address: `127.0.0.1:${own}`,
    fallSilent: () => {
      silent = true;
    },
    recover: () => {
      silent = false;
      dropAll();
    },
    cut,
    mend: () => new Promise<void>((resolve) => server.listen(own, '127.0.0.1', resolve)),
    close: cut,
  };
}
