import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { end, startOwn } from './children.ts';

const PAUSE_MS = 5;

/** A mail that the SMTP server took. `at` is when, in milliseconds of this machine's clock; `token` is that of its link. */
export type Mail = z.infer<typeof mail>;

const mail = z.object({ to: z.string(), token: z.string(), at: z.number() });
const told = z.object({ mails: z.array(mail) });

/** Starts an SMTP server in a process of its own, so that taking mail and driving load do not wait for each other. */
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
    /** The next mail to an address; ask before it can come. */
    nextTo: (address: string) => new Promise<Mail>((resolve) => waiting.set(address, resolve)),
    /** Waits until there are so many mails in all. */
    waitFor: async (count: number) => {
      while (mails.length < count) await setTimeout(PAUSE_MS);
    },
    /** How long it takes to answer to the final dot from now on. */
    setDelay: (delayMs: number) => void child.send({ delayMs }),
    stop: () => end(child),
  };
}
