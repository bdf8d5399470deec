import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { portOf } from './port-of.ts';
import type { OnTestFinished } from './redis.ts';

/**
 * Stands before a PostgreSQL and says of it that it is version 14, in the digits of `server_version_num`.
 * @returns the address of the database through it
 */
export async function startOlderPostgres(databaseUrl: string, onTestFinished: OnTestFinished): Promise<string> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const far = connect(Number(port), hostname);
    for (const socket of [client, far]) sockets.add(socket.on('error', () => undefined));
    client.pipe(far);
    far.on('data', (bytes) => client.write(bytes.toString('latin1').replaceAll(/\b1[5-9](0\d{3})\b/g, '14$1'), 'latin1'));
    far.on('end', () => client.end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${portOf(server)}` }).href;
}
