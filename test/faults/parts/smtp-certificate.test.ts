import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { test } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { portOf } from '../../kit/port-of.ts';
import { prepareSite } from '../../kit/processes.ts';
import { openLedger } from './ledger.ts';
import { type Accepted, partsOf } from './rude-smtp.ts';

const FOLDER = 'test/faults/parts';
const ERROR_LEVEL = 50;

test.concurrent.for(['smtp', 'smtps'])(
  'R63, I1, I6: %s: a mail server with a bad certificate is an error in the log, and gets no mail until its certificate is good',
  async (scheme, { expect, onTestFinished }) => {
    const site = await prepareSite('PostgreSQL', onTestFinished);
    const accepted: Accepted[] = [];
    // It begins with a certificate of the library that nobody trusts.
    const server = new SMTPServer({
      secure: scheme === 'smtps',
      authOptional: true,
      disableReverseLookup: true,
      closeTimeout: 50,
      onData: async (stream, { envelope }, done) => {
        const mail = await text(stream);
        accepted.push({ recipients: envelope.rcptTo.map(({ address }) => address), ...partsOf(mail) });
        done();
      },
    });
    server.on('error', () => undefined);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    Object.assign(site.environment, {
      SMTP_URL: `${scheme}://127.0.0.1:${portOf(server.server)}`,
      NODE_EXTRA_CA_CERTS: resolve(FOLDER, 'mail-server.pem'),
    });
    const [, worker] = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => accepted, expect);
    await ledger.signUp('ada@example.test');
    await worker.says('failed until somebody mends the configuration');
    const line = JSON.parse(worker.output.find((said) => said.includes('failed until')) ?? '');
    expect(line).toMatchObject({ level: ERROR_LEVEL, reason: expect.stringMatching(/certificate/i) });
    expect(accepted).toEqual([]);

    const [key, cert] = await Promise.all(
      ['mail-server-key.pem', 'mail-server.pem'].map((name) => readFile(`${FOLDER}/${name}`)),
    );
    server.updateSecureContext({ key, cert });
    await ledger.settle();
  },
);
