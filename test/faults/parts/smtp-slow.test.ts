import { setTimeout } from 'node:timers/promises';
import { test } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { openLedger } from './ledger.ts';
import { startRudeServer } from './rude-smtp.ts';

/** Of six steps each; the second together takes longer than a lease, though no step is longer than a step may be. */
const SLOW_MS = 4_000;
/** The address of a recipient is sent after three of these, and the end of the mail would come after the time that sending may take. */
const TOO_SLOW_MS = 12_000;
/** Longer than a lease, and than the sweep after it. */
const PAST_LEASE_MS = 85_000;

test.concurrent.for(queues)(
  'R60, R63: queue on %s: a mail server that is slow at each step gets each mail once',
  async (queue, { expect, onTestFinished }) => {
    const [site, smtp] = await Promise.all([prepareSite(queue, onTestFinished), startRudeServer(onTestFinished)]);
    Object.assign(site.environment, { SMTP_URL: smtp.url, CLIENT_LIMIT: 'off' });
    const [, worker] = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => smtp.accepted, expect);
    smtp.thinksMs = SLOW_MS;
    // More than it has connections.
    for (let index = 0; index < 14; index++) await ledger.signUp(`slow-${index}@example.test`);
    await ledger.settle();
    expect(worker.output.filter((line) => line.includes('"msg":"failed'))).toEqual([]);
  },
);

test.concurrent.for(queues)(
  'R60, R63: queue on %s: a mail server that is slower than a lease never gets the same mail from two at once',
  async (queue, { expect, onTestFinished }) => {
    const [site, smtp] = await Promise.all([prepareSite(queue, onTestFinished), startRudeServer(onTestFinished)]);
    Object.assign(site.environment, { SMTP_URL: smtp.url, CLIENT_LIMIT: 'off' });
    await Promise.all([site.startServer(), site.startWorker(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => smtp.accepted, expect);
    smtp.thinksMs = TOO_SLOW_MS;
    for (let index = 0; index < 3; index++) await ledger.signUp(`slower-${index}@example.test`);
    await setTimeout(PAST_LEASE_MS);
    expect([smtp.mostAtOnce, smtp.accepted]).toEqual([1, []]);
    smtp.thinksMs = 0;
    await ledger.settle();
  },
);
