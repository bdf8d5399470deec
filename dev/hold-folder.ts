import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';

/** Holds the data for one process at a time. A socket, because it is let go however that process ends. */
const SOCKET = '.gatehouse/start.sock';

/** @returns false when another start, or a reset, holds the data of the current folder */
export async function holdFolder(): Promise<boolean> {
  for (;;) {
    const server = createServer((connection) => connection.end());
    try {
      await once(server.listen(SOCKET), 'listening');
      server.unref();
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
    if (await isAnswered()) return false;
    // Left by one that was killed.
    await rm(SOCKET, { force: true });
  }
}

async function isAnswered(): Promise<boolean> {
  const connection = createConnection(SOCKET);
  try {
    await once(connection, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    connection.destroy();
  }
}
