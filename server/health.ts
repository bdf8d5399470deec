import type { ServerResponse } from 'node:http';
import type { App } from '../domain/app.ts';
import { commit, version } from '../version.ts';

/** Tells that this process runs, and which it is. */
export function answerHealth(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`alive\nversion ${version}\ncommit ${commit}\n`);
}

/** Tells whether this process can serve: whether it reaches a migrated database, and was not told to stop. If not, it tells why in a few words without names. */
export async function answerReadiness(app: App, response: ServerResponse): Promise<void> {
  const problem = await app.whyNotReady();
  response
    .writeHead(problem ? 503 : 200, { 'content-type': 'text/plain' })
    .end(problem ? `not ready: ${problem}\n` : 'ready\n');
}
