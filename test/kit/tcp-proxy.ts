import { connect, createServer, type Socket } from 'node:net';
import { portOf } from './port-of.ts';
import type { OnTestFinished } from './redis.ts';

export type TcpProxy = {
  port: number;
  /** Connections that were taken since it hangs, and are open. */
  hanging: () => number;
  /** From now on new connections are taken and get no answer, and open ones neither; or as before. */
  hang: (isHanging: boolean) => void;
};

/**
 * A load balancer that knows nothing of what it carries: each new connection goes to the next of some servers.
 * @param ports of the servers
 */
export async function startTcpProxy(onTestFinished: OnTestFinished, ports: number[]): Promise<TcpProxy> {
  let isHanging = false;
  let turns = 0;
  const open = new Map<Socket, Socket | null>();
  const server = createServer((client) => {
    client.on('error', () => undefined);
    client.on('close', () => {
      open.get(client)?.destroy();
      open.delete(client);
    });
    open.set(client, null);
    if (isHanging) return;
    const behind = connect(ports[turns++ % ports.length] ?? 0, 'localhost');
    open.set(client, behind);
    behind.on('error', () => client.destroy());
    behind.on('close', () => client.destroy());
    client.pipe(behind).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  onTestFinished(() => {
    for (const client of open.keys()) client.destroy();
    server.close();
  });
  return {
    port: portOf(server),
    hanging: () => [...open.values()].filter((behind) => behind === null).length,
    hang: (wished) => {
      isHanging = wished;
      for (const [client, behind] of open) {
        if (wished) behind?.pause();
        else if (behind) behind.resume();
        else client.destroy();
      }
    },
  };
}
