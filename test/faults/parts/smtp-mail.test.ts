import { test, vi } from 'vitest';
import { JobsDocument } from '../../generated/operations.ts';
import { openDemoPortal } from '../../kit/admins.ts';
import { prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { isWhole } from '../extent.ts';
import { openLedger } from './ledger.ts';
import { type Fault, startRudeServer } from './rude-smtp.ts';

const GARBAGE = { reply: 'HTTP/1.1 400 Bad Request' };

/** What happens to the first mail to each of them. */
const faults: Record<string, Fault> = {
  'rcpt-451': { at: 'RCPT', does: { reply: '451 not now' } },
  'rcpt-550': { at: 'RCPT', does: { reply: '550 nobody here' } },
  'rcpt-garbage': { at: 'RCPT', does: GARBAGE },
  'rcpt-drop': { at: 'RCPT', does: 'drop' },
  'data-451': { at: 'DATA', does: { reply: '451 not now' } },
  'data-554': { at: 'DATA', does: { reply: '554 never' } },
  'data-garbage': { at: 'DATA', does: GARBAGE },
  'data-drop': { at: 'DATA', does: 'drop' },
  'end-452': { at: 'end', does: { reply: '452 disk full' } },
  'end-552': { at: 'end', does: { reply: '552 too large' } },
  'end-garbage': { at: 'end', does: GARBAGE },
  'end-drop': { at: 'end', does: 'drop' },
  'end-accept-drop': { at: 'end', does: 'accept and drop' },
  'end-250-drop': { at: 'end', does: 'accept, say so and drop' },
  ...(isWhole && {
    'rcpt-hang': { at: 'RCPT', does: 'hang' },
    'data-hang': { at: 'DATA', does: 'hang' },
    'end-hang': { at: 'end', does: 'hang' },
  }),
};

const addressOf = (name: string) => `${name}@example.test`;
/** What is refused for good, with the reason that admins read. */
const refused = { 'rcpt-550': 'SMTP 550 to RCPT TO', 'data-554': 'SMTP 554 to DATA', 'end-552': 'SMTP 552 to DATA' };
const excused = Object.keys(refused).map(addressOf);

test.concurrent.for(queues)(
  'R60, R63, I1, I2: queue on %s: what a mail server does with one mail, at each step and in each way, delays that mail alone',
  async (queue, { expect, onTestFinished }) => {
    const [site, smtp] = await Promise.all([prepareSite(queue, onTestFinished), startRudeServer(onTestFinished)]);
    Object.assign(site.environment, { SMTP_URL: smtp.url, CLIENT_LIMIT: 'off' });
    await Promise.all([site.startServer(), site.startWorker()]);
    const token = await openDemoPortal(site);
    const ledger = openLedger(site, () => smtp.accepted, expect);
    const healthy: string[] = [];
    for (const [name, fault] of Object.entries(faults)) {
      smtp.faultsOf.set(addressOf(name), fault);
      healthy.push(addressOf(`beside-${name}`));
      await ledger.signUp(addressOf(name));
      await ledger.signUp(addressOf(`beside-${name}`));
    }
    const mailed = () => new Set(smtp.accepted.flatMap(({ recipients }) => recipients));
    await vi.waitUntil(() => healthy.every((email) => mailed().has(email)), { timeout: 60_000, interval: 50 });
    await ledger.settle({ excused, copies: (email) => (email === addressOf('end-accept-drop') ? 2 : 1) });
    // It could not know that the mail server had kept it.
    expect(smtp.accepted.filter(({ recipients }) => recipients[0] === addressOf('end-accept-drop'))).toHaveLength(2);
    expect(Object.values(faults).filter((fault) => !smtp.met.has(fault))).toEqual([]);

    const { data } = await site.graphql(JobsDocument, { filter: { status: ['FAILED'] } }, { token });
    const failed = data.jobs?.edges.map(({ node }) => [node.developer?.email, node.lastError]) ?? [];
    const expected = Object.entries(refused).map(([name, reason]) => [addressOf(name), expect.stringContaining(reason)]);
    expect(failed.toSorted()).toEqual(expected.toSorted());
  },
);
