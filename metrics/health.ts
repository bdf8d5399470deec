import type { ServerResponse } from 'node:http';
import { commit, version } from '../version.ts';

/** Tells that this process runs, and which it is. */
export function answerHealth(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`alive\nversion ${version}\ncommit ${commit}\n`);
}

/** Why a process cannot do its work, in words that anybody may read; null if it can. */
export type WhyNotReady = () => Promise<string | null>;

/** Tells whether this process can do its work. If not, it tells why in a few words without names. */
export async function answerReadiness(whyNotReady: WhyNotReady, response: ServerResponse): Promise<void> {
  const problem = await whyNotReady();
  response
    .writeHead(problem ? 503 : 200, { 'content-type': 'text/plain' })
    .end(problem ? `not ready: ${problem}\n` : 'ready\n');
}
