import { test, vi } from 'vitest';
import { MAIL_CONNECTIONS } from '../../../worker/mail-server.ts';
import { openDemoPortal } from '../../kit/admins.ts';
import { PATIENCE, prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { inTurn } from './in-turn.ts';
import { openLedger } from './ledger.ts';
import { type RudeServer, startRudeServer } from './rude-smtp.ts';

const PEOPLE = 600;
const AT_ONCE = 8;

/** How the first mail server dies, and how it comes back. */
const deaths: Record<string, { dies: (smtp: RudeServer) => Promise<void>; comesBack: (smtp: RudeServer) => Promise<void> }> = {
  'is killed': { dies: (smtp) => smtp.stop(), comesBack: (smtp) => smtp.start() },
  hangs: {
    dies: async (smtp) => {
      smtp.fault = { at: 'MAIL', does: 'hang' };
    },
    comesBack: async (smtp) => {
      smtp.fault = null;
      smtp.dropIdle();
    },
  },
};

test.concurrent.for(queues.flatMap((queue) => Object.keys(deaths).map((death) => ({ queue, death }))))(
  'R59, R60, R63, I1, I2: queue on $queue: of two mail servers the first one $death under load: each mail goes out once, by the other one meanwhile',
  async ({ queue, death }, { expect, onTestFinished }) => {
    const [site, first, second] = await Promise.all([
      prepareSite(queue, onTestFinished),
      startRudeServer(onTestFinished),
      startRudeServer(onTestFinished),
    ]);
    Object.assign(site.environment, { SMTP_URL: `${first.url} ${second.url}`, CLIENT_LIMIT: 'off' });
    const [, worker] = await Promise.all([site.startServer(), site.startWorker(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => [...first.accepted, ...second.accepted], expect);
    const { dies, comesBack } = deaths[death] ?? expect.fail('no such death');
    let isDead = false;
    await inTurn(AT_ONCE, async (number) => {
      await ledger.signUp(`person-${number}@example.test`);
      if (!isDead && number > PEOPLE / 3) {
        isDead = true;
        await dies(first);
      }
      return number < PEOPLE;
    });
    await vi.waitUntil(() => second.accepted.length > PEOPLE / 6, PATIENCE);
    await comesBack(first);
    // Who is killed may have kept a mail on each connection without having said so.
    const ofFirst = new Set(first.accepted.flatMap(({ recipients }) => recipients));
    await ledger.settle({ copies: (email) => (death === 'is killed' && ofFirst.has(email) ? 2 : 1) });
    const all = [...first.accepted, ...second.accepted];
    const copies = all.length - new Set(all.map(({ messageId }) => messageId)).size;
    expect(copies).toBeLessThanOrEqual(2 * MAIL_CONNECTIONS);
    const used = first.accepted.length;
    await vi.waitUntil(async () => {
      await ledger.signUp(`later-${ledger.outcomes.size}@example.test`);
      return first.accepted.length > used;
    }, PATIENCE);
    await ledger.settle({ copies: () => 2 });
    const passed = worker.output.filter((line) => line.includes('a mail server is passed over'));
    const again = worker.output.filter((line) => line.includes('a mail server is used again'));
    expect(passed.length).toBeGreaterThan(0);
    expect(passed.length - again.length).toBeLessThanOrEqual(1);
  },
);

test.concurrent.for(queues)(
  'R60, R63, I1: queue on %s: a mail server that greylists everybody gets each mail later, and the second mail server gets none',
  async (queue, { expect, onTestFinished }) => {
    const [site, first, second] = await Promise.all([
      prepareSite(queue, onTestFinished),
      startRudeServer(onTestFinished),
      startRudeServer(onTestFinished),
    ]);
    Object.assign(site.environment, { SMTP_URL: `${first.url} ${second.url}`, CLIENT_LIMIT: 'off' });
    await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => [...first.accepted, ...second.accepted], expect);
    for (let number = 0; number < 30; number++) {
      const email = `grey-${number}@example.test`;
      first.faultsOf.set(email, { at: 'RCPT', does: { reply: '451 4.7.1 greylisted, come back later' } });
      await ledger.signUp(email);
    }
    await ledger.settle();
    expect([first.accepted.length, second.accepted, first.faultsOf.size]).toEqual([30, [], 0]);
  },
);
