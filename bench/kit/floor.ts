import { once } from 'node:events';
import * as z from 'zod';
import { end, startOwn } from './children.ts';
import type { Done } from './done.ts';

const port = z.object({ port: z.number() });
const done = z.object({ count: z.number(), seconds: z.number() });

/** Starts a floor that answers HTTP. */
export async function startHttpFloor(name: 'me' | 'sign-up' | 'sso', environment: Record<string, string> = {}) {
  const { child, ready } = await startOwn(`floors/${name}.ts`, environment);
  return { ...port.parse(ready), [Symbol.asyncDispose]: () => end(child) };
}

/** Starts a floor that works by itself when told to, and answers how much it did. */
export async function startLoopFloor(name: 'log-in' | 'mails', environment: Record<string, string> = {}) {
  const { child } = await startOwn(`floors/${name}.ts`, environment);
  const run = async (order: { seconds: number } | { mails: number }): Promise<Done> => {
    child.send(order);
    const [answer]: unknown[] = await once(child, 'message');
    return done.parse(answer);
  };
  return { run, [Symbol.asyncDispose]: () => end(child) };
}
