import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';

/** A socket, because the system closes it however the process ends. */
const SOCKET = '.gatehouse/start.sock';

/** Returns false if another start or a reset holds the folder. */
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
    // A killed process left it.
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
