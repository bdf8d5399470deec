import autocannon from 'autocannon';
import type { Request } from './operations.ts';

/**
 * Asks as fast as the answers come, over connections that are kept.
 * @param next makes each request
 * @returns answers a second
 * @throws when an answer is not the one expected: a fast refusal is no speed
 */
export async function load(port: number, connections: number, seconds: number, next: () => Request): Promise<number> {
  const failures: string[] = [];
  let expected = '';
  const result = await autocannon({
    url: `http://127.0.0.1:${port}/graphql`,
    method: 'POST',
    connections,
    duration: seconds,
    requests: [
      {
        setupRequest: (request) => {
          const { body, token, expect } = next();
          expected = expect;
          const authorization = token ? { authorization: `Bearer ${token}` } : {};
          return { ...request, body, headers: { 'content-type': 'application/json', ...authorization } };
        },
      },
    ],
    verifyBody: (body) => {
      const isGood = String(body).includes(expected);
      if (!isGood) failures.push(String(body));
      return isGood;
    },
  });
  if (failures.length > 0) throw new Error(`${failures.length} wrong answers, such as ${failures[0]}`);
  if (result.errors + result.non2xx > 0) throw new Error(`${result.errors} errors, ${result.non2xx} refusals`);
  return result.requests.total / result.duration;
}
