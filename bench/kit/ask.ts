import { Agent, request as open } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Request } from './operations.ts';

/** `fetch` costs the shared cores several times as much. */
const agent = new Agent({ keepAlive: true });

/** Returns the fields of the result. Throws if the answer is missing or unexpected. */
export async function ask(port: number, { body, token, from, expect }: Request): Promise<Record<string, unknown>> {
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(from && { 'x-forwarded-for': from }),
    };
    open({ port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent, headers }, (response) => {
      text(response).then(resolve, reject);
    })
      .once('error', reject)
      .end(body);
  });
  if (!answer.includes(expect)) throw new Error(`wrong answer: ${answer}`);
  const { data } = JSON.parse(answer);
  const [result] = Object.values<Record<string, unknown>>(data);
  return result ?? {};
}
