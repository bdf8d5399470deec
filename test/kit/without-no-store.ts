import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { afterAll } from 'vitest';
import { portOf } from './port-of.ts';

/**
 * Stands before a server and takes `no-store` out of what it answers, as a proxy may, so that a browser keeps the pages which it
 * leaves: in its back-forward cache.
 */
export async function standBefore(): Promise<{ url: string; pass: (to: string) => void }> {
  let target = '';
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url = '/' } = incoming;
    const { host: _, ...others } = headers;
    const forwarded = request(target + url, { method, headers: { ...others, host: new URL(target).host } }, (answer) => {
      const kept = { ...answer.headers, 'cache-control': answer.headers['cache-control']?.replace('no-store', 'no-cache') };
      outgoing.writeHead(answer.statusCode ?? 502, JSON.parse(JSON.stringify(kept)));
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  afterAll(() => void server.close());
  const port = portOf(server);
  return {
    url: `http://localhost:${port}`,
    pass: (to) => {
      target = to;
    },
  };
}
