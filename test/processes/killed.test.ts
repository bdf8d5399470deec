import { test, vi } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { signUp, tokenIn, verifyEmail } from '../kit/people.ts';
import { PATIENCE, prepareSite } from '../kit/processes.ts';
import { queues } from '../kit/redis.ts';

test.concurrent.for(queues)(
  'R59, R60, R61, R62: queue on %s: workers that are killed while they send, twice, lose nothing: the next one mails the same link',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    await site.startServer();
    await openDemoPortal(site);
    await signUp(site, 'ada@example.test');
    // The mail server has all of the mail, but the one who sent it is no more when it answers. BullMQ gives up after two.
    for (const time of [1, 2]) {
      await site.endLeases();
      const worker = await site.startWorker();
      site.inbox.behaviour.meanwhile = worker.kill;
      await site.inbox.waitFor('ada@example.test', time);
      await worker.ended;
    }
    site.inbox.behaviour.meanwhile = undefined;

    await site.endLeases();
    await site.startWorker();
    const [lost, lostToo, delivered, ...others] = await site.inbox.waitFor('ada@example.test', 3);
    expect(others).toEqual([]);
    for (const copy of [lostToo, delivered]) {
      expect([tokenIn(copy), copy?.messageId]).toEqual([tokenIn(lost), lost?.messageId]);
    }
    expect(await verifyEmail(site, tokenIn(delivered))).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  },
);

test.concurrent.for(queues)(
  'R59: queue on %s: of 100 sign-ups none that was answered loses its mail when all processes are killed in the middle',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    const [server, worker] = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    const answered: string[] = [];
    const coming = Array.from({ length: 100 }, (_, index) => `person-${index}@example.test`).values();
    const signUpInTurn = async () => {
      for (const email of coming) {
        // One that is cut off gets no answer, and was promised nothing.
        const result = await signUp(site, email).catch(() => null);
        if (result?.__typename === 'SignUpSuccess') answered.push(email);
      }
    };
    const everyone = Promise.all(Array.from({ length: 10 }, signUpInTurn));
    await vi.waitUntil(() => answered.length >= 40, PATIENCE);
    await Promise.all([server.kill(), worker.kill()]);
    await everyone;
    expect(answered.length).toBeLessThan(100);

    await site.endLeases();
    await Promise.all([site.startServer(), site.startWorker()]);
    const withoutMail = () => {
      const mailed = new Set(site.inbox.mails.flatMap(({ recipients }) => recipients));
      return answered.filter((email) => !mailed.has(email));
    };
    await vi.waitFor(() => expect(withoutMail()).toEqual([]), PATIENCE);
  },
);
