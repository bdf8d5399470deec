import type { ServerResponse } from 'node:http';
import type { App } from '../domain/app.ts';

/** Whether this process can serve: it reaches a database that was migrated. Says nothing else, in particular not why. */
export async function answerReadiness(app: App, response: ServerResponse): Promise<void> {
  const isReady = await app.prisma.$queryRaw`SELECT 1 FROM portals LIMIT 1`.then(
    () => true,
    () => false,
  );
  response.writeHead(isReady ? 200 : 503, { 'content-type': 'text/plain' }).end(isReady ? 'ready\n' : 'not ready\n');
}
