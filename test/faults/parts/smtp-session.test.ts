import { test, vi } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { PATIENCE, prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { isWhole } from '../extent.ts';
import { openLedger } from './ledger.ts';
import { type Fault, type Rudeness, type Step, startRudeServer } from './rude-smtp.ts';

/** What the log says of a step that went wrong. */
type Case = { at: Step; does: Rudeness; says: RegExp };

const GARBAGE = { reply: 'HTTP/1.1 400 Bad Request' };

/** Those that hang are first, because they take the longest. */
const all: Case[] = [
  { at: 'greeting', does: 'hang', says: /Greeting never received/ },
  { at: 'EHLO', does: 'hang', says: /Timeout/ },
  { at: 'AUTH', does: 'hang', says: /Timeout/ },
  { at: 'MAIL', does: 'hang', says: /Timeout/ },
  { at: 'greeting', does: 'drop', says: /x/ },
  { at: 'greeting', does: { reply: '421 busy' }, says: /SMTP 421/ },
  { at: 'greeting', does: { reply: '554 go away' }, says: /SMTP 554/ },
  { at: 'greeting', does: GARBAGE, says: /Invalid greeting/ },
  { at: 'EHLO', does: 'drop', says: /x/ },
  { at: 'EHLO', does: { reply: '451 not now' }, says: /SMTP 451/ },
  { at: 'EHLO', does: { reply: '550 not you' }, says: /SMTP 550/ },
  { at: 'EHLO', does: GARBAGE, says: /x/ },
  { at: 'AUTH', does: 'drop', says: /x/ },
  { at: 'AUTH', does: { reply: '454 not now' }, says: /SMTP 454/ },
  { at: 'AUTH', does: { reply: '535 wrong password' }, says: /SMTP 535/ },
  { at: 'AUTH', does: GARBAGE, says: /x/ },
  { at: 'MAIL', does: 'drop', says: /x/ },
  { at: 'MAIL', does: { reply: '451 not now' }, says: /SMTP 451/ },
  { at: 'MAIL', does: { reply: '530 log in first' }, says: /SMTP 530/ },
  { at: 'MAIL', does: GARBAGE, says: /x/ },
];
const cases = isWhole ? all : all.filter(({ does }) => typeof does === 'object');

test.concurrent.for(queues)(
  'R59, R63, I1, I6: queue on %s: a mail server that lets nobody in, at each step and in each way, delays mails and loses none',
  async (queue, { expect, onTestFinished }) => {
    const [site, smtp] = await Promise.all([prepareSite(queue, onTestFinished), startRudeServer(onTestFinished)]);
    Object.assign(site.environment, { SMTP_URL: smtp.url, CLIENT_LIMIT: 'off' });
    const [, worker] = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const ledger = openLedger(site, () => smtp.accepted, expect);
    for (const [index, { at, does }] of cases.entries()) {
      const fault: Fault = { at, does };
      smtp.fault = fault;
      smtp.dropIdle();
      await ledger.signUp(`person-${index}@example.test`);
      await vi.waitUntil(() => smtp.met.has(fault), PATIENCE);
    }
    smtp.fault = null;
    await smtp.stop();
    await ledger.signUp('refused@example.test');
    await worker.says('ECONNREFUSED');
    await smtp.start();
    await ledger.settle();
    console.log(
      worker.output
        .filter((l) => l.includes('fail'))
        .map((l) => JSON.parse(l))
        .map((l) => [l.level, l.reason, l.retryInSeconds]),
    );
  },
);
