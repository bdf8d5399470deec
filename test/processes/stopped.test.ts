import { test } from 'vitest';
import { whileHeld } from '../kit/database.ts';
import { openDemoPortal, signUp } from '../kit/people.ts';
import { prepareSite } from '../kit/processes.ts';
import { queues } from '../kit/redis.ts';

test.concurrent.for(queues)(
  'R65: queue on %s: a worker told to stop finishes the mail that it sends, a server the answer that it owes; both end well',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    const [server, worker] = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    site.inbox.behaviour.meanwhile = async () => {
      worker.signal('SIGTERM');
      await worker.says('"stopping"');
    };
    await signUp(site, 'ada@example.test');
    expect(await worker.ended).toEqual({ code: 0, signal: null });
    expect(await site.sql('SELECT status, attempt FROM jobs')).toEqual([{ status: 'DONE', attempt: 1 }]);
    expect(site.inbox.mails).toHaveLength(1);

    const answer = await whileHeld(
      site.databaseUrl,
      'LOCK TABLE developers IN ACCESS EXCLUSIVE MODE',
      () => signUp(site, 'grace@example.test'),
      async () => {
        server.signal('SIGTERM');
        await server.says('"stopping"');
        await expect(fetch(`${site.url}/healthz`)).rejects.toThrow('fetch failed');
      },
    );
    expect(answer).toEqual({ __typename: 'SignUpSuccess', email: 'grace@example.test' });
    expect(await server.ended).toEqual({ code: 0, signal: null });
  },
);
