import type { ServerResponse } from 'node:http';
import type { App } from '../domain/app.ts';

/** Answers whether this process reaches the database, and nothing else: in particular not why it does not. */
export async function answerReadiness(app: App, response: ServerResponse): Promise<void> {
  const isReady = await app.prisma.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
  response.writeHead(isReady ? 200 : 503, { 'content-type': 'text/plain' }).end(isReady ? 'ready\n' : 'not ready\n');
}
