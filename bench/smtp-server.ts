// The SMTP server that all mail of a measurement goes to: takes everything, keeps nothing, tells its parent what came.
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import * as z from 'zod';
import { clock } from './kit/clock.ts';
import { listeningPort } from './kit/listening-port.ts';
import type { Mail } from './kit/sink.ts';

const TELL_EVERY_MS = 2;

let delayMs = 0;
const untold: Mail[] = [];

process.on('message', (message) => {
  delayMs = z.object({ delayMs: z.number() }).parse(message).delayMs;
});
process.on('disconnect', () => process.exit());

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData: async (stream, { envelope }, done) => {
    // A client that is killed during a mail leaves nothing to keep.
    const raw = await text(stream).catch(() => null);
    if (raw === null) return;
    if (delayMs > 0) await setTimeout(delayMs);
    done();
    const mail = { token: findToken(raw), at: clock() };
    tell(envelope.rcptTo.map(({ address }) => ({ to: address, ...mail })));
  },
});
server.on('error', () => undefined);
await once(server.listen(0, '127.0.0.1'), 'listening');
process.send?.({ url: `smtp://127.0.0.1:${listeningPort(server.server)}` });

/** In bundles, because one message for each mail would need more CPU than the mail. */
function tell(mails: Mail[]): void {
  if (untold.length === 0) globalThis.setTimeout(() => process.send?.({ mails: untold.splice(0) }), TELL_EVERY_MS);
  untold.push(...mails);
}

/** Undoes only the parts of quoted-printable that break a link. */
function findToken(raw: string): string {
  return raw.replaceAll('=\r\n', '').match(/\?token=3D([\w-]+)/)?.[1] ?? '';
}
