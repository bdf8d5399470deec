import { test, vi } from 'vitest';
import { openDemoPortal } from '../../kit/admins.ts';
import { PATIENCE, prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { isWhole } from '../extent.ts';
import { openLedger } from './ledger.ts';
import { type Fault, startRudeServer } from './rude-smtp.ts';

const GARBAGE = { reply: 'HTTP/1.1 400 Bad Request' };

/** Those that hang are first, because they take the longest. */
const all: Fault[] = [
  { at: 'greeting', does: 'hang' },
  { at: 'EHLO', does: 'hang' },
  { at: 'AUTH', does: 'hang' },
  { at: 'MAIL', does: 'hang' },
  { at: 'greeting', does: 'drop' },
  { at: 'greeting', does: { reply: '421 busy' } },
  { at: 'greeting', does: { reply: '554 go away' } },
  { at: 'greeting', does: GARBAGE },
  { at: 'EHLO', does: 'drop' },
  { at: 'EHLO', does: { reply: '451 not now' } },
  { at: 'EHLO', does: { reply: '550 not you' } },
  { at: 'EHLO', does: GARBAGE },
  { at: 'AUTH', does: 'drop' },
  { at: 'AUTH', does: { reply: '454 not now' } },
  { at: 'AUTH', does: { reply: '535 wrong password' } },
  { at: 'AUTH', does: GARBAGE },
  { at: 'MAIL', does: 'drop' },
  { at: 'MAIL', does: { reply: '451 not now' } },
  { at: 'MAIL', does: { reply: '530 log in first' } },
  { at: 'MAIL', does: GARBAGE },
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
    for (const [index, fault] of cases.entries()) {
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
    // What somebody has to mend is an error, whatever else passes by itself.
    const failures = worker.output.filter((line) => line.includes('"failed')).map((line) => JSON.parse(line));
    const levelOf = (code: string) => failures.find(({ reason }) => reason.includes(code))?.level;
    expect(['554', '550', '535', '530'].map(levelOf)).toEqual([50, 50, 50, 50]);
    expect(['421', '451', '454', 'ECONNREFUSED'].map(levelOf)).toEqual([40, 40, 40, 40]);
    expect(failures.filter(({ msg }) => msg === 'failed for good')).toEqual([]);
  },
);
