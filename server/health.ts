import type { ServerResponse } from 'node:http';
import type { App } from '../domain/app.ts';

/** Whether this process can serve: it reaches a database that was migrated. Says why not in a few words without names. */
export async function answerReadiness(app: App, response: ServerResponse): Promise<void> {
  const problem = await app.databaseProblem();
  response
    .writeHead(problem ? 503 : 200, { 'content-type': 'text/plain' })
    .end(problem ? `not ready: ${problem}\n` : 'ready\n');
}
