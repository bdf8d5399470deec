import autocannon from 'autocannon';
import type { Done } from './done.ts';
import type { Request } from './operations.ts';

/** After so many seconds, or after so many answers. */
type Until = { duration: number } | { amount: number };

/**
 * Sends the next request after each answer. Throws on an unexpected answer, because a fast refusal is not speed.
 */
export async function load(port: number, connections: number, until: Until, next: () => Request): Promise<Done> {
  const failures: string[] = [];
  const { expect } = next();
  const result = await autocannon({
    url: `http://127.0.0.1:${port}/graphql`,
    method: 'POST',
    connections,
    ...until,
    requests: [
      {
        setupRequest: (request) => {
          const { body, token } = next();
          const authorization = token ? { authorization: `Bearer ${token}` } : {};
          return { ...request, body, headers: { 'content-type': 'application/json', ...authorization } };
        },
      },
    ],
    verifyBody: (body) => {
      const isGood = String(body).includes(expect);
      if (!isGood) failures.push(String(body));
      return isGood;
    },
  });
  if (failures.length > 0) throw new Error(`${failures.length} wrong answers, such as ${failures[0]}`);
  if (result.errors + result.non2xx > 0) throw new Error(`${result.errors} errors, ${result.non2xx} refusals`);
  const { p50, p90, p99 } = result.latency;
  return { count: result.requests.total, seconds: result.duration, latency: { p50, p90, p99 } };
}
