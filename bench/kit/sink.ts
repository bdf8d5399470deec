import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { end, startOwn } from './children.ts';

const PAUSE_MS = 5;

/** `at` is in milliseconds of this machine's clock. `token` is from the link. */
export type Mail = z.infer<typeof mail>;

const mail = z.object({ to: z.string(), token: z.string(), at: z.number() });
const told = z.object({ mails: z.array(mail) });

/** In its own process, so that mail and load do not wait for each other. */
export async function startSink() {
  const { child, ready } = await startOwn('smtp-server.ts');
  const { url } = z.object({ url: z.string() }).parse(ready);
  const mails: Mail[] = [];
  const waiting = new Map<string, (mail: Mail) => void>();
  child.on('message', (message) => {
    for (const mail of told.parse(message).mails) {
      mails.push(mail);
      waiting.get(mail.to)?.(mail);
      waiting.delete(mail.to);
    }
  });
  return {
    url,
    mails,
    /** Call it before the mail can arrive. */
    nextTo: (address: string) => new Promise<Mail>((resolve) => waiting.set(address, resolve)),
    waitFor: async (count: number) => {
      while (mails.length < count) await setTimeout(PAUSE_MS);
    },
    /** The delay of the answer to the final dot. */
    setDelay: (delayMs: number) => void child.send({ delayMs }),
    stop: () => end(child),
  };
}
