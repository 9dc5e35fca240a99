import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How long running requests may take to finish. */
const patienceMs = 5_000;

/** Listens on loopback only. */
export const listen = async (server: Server, port: number) => {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${port} is taken: stop what uses it, or choose another with --port.`);
    if (code === 'EACCES') throw new Error(`Port ${port} needs root rights: choose one above 1023 with --port.`);
    throw error;
  }
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const force = setTimeout(() => server.closeAllConnections(), patienceMs);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      clearTimeout(force);
    },
  };
};
