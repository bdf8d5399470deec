import { inject, test, vi } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { query } from '../kit/database.ts';
import { signUp } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { type ProcessSite, prepareSite } from '../kit/processes.ts';
import { queues } from '../kit/redis.ts';

const SOON = { timeout: 60_000, interval: 50 };

/** What goes wrong: `begin` breaks it, `end` mends it, and whether a sign-up meanwhile is answered with success. */
type Fault = {
  begin: (site: ProcessSite) => Promise<unknown>;
  end: (site: ProcessSite) => Promise<unknown>;
  isAnswered: boolean;
};

const databaseOf = ({ databaseUrl }: ProcessSite) => present(databaseUrl.split('/').at(-1));
const allowConnections = (site: ProcessSite, allowed: boolean) =>
  query(inject('databaseUrl'), `ALTER DATABASE ${databaseOf(site)} ALLOW_CONNECTIONS ${allowed}`);

const faults: Record<string, Fault> = {
  'the mail server': {
    begin: async ({ inbox }) => (inbox.behaviour.refuseConnection = { code: 421, message: 'try again later' }),
    end: async ({ inbox }) => (inbox.behaviour.refuseConnection = undefined),
    isAnswered: true,
  },
  PostgreSQL: {
    begin: async (site) => {
      await allowConnections(site, false);
      const end = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1';
      await query(inject('databaseUrl'), end, [databaseOf(site)]);
    },
    end: (site) => allowConnections(site, true),
    isAnswered: false,
  },
  Redis: {
    begin: async ({ redis }) => await redis?.kill(),
    end: async ({ redis }) => await redis?.start(),
    isAnswered: true,
  },
};

const cases = queues.flatMap((queue) =>
  Object.entries(faults).flatMap(([name, fault]) => (name === 'Redis' && queue !== 'Redis' ? [] : [{ queue, name, fault }])),
);

test.concurrent.for(cases)(
  'R59, I6: queue on $queue: when $name was away, whoever was answered with success has a mail once it is back, without a restart',
  async ({ queue, fault }, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    const processes = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    await signUp(site, 'before@example.test');
    await site.inbox.waitFor('before@example.test');

    await fault.begin(site);
    const meanwhile = await signUp(site, 'meanwhile@example.test').catch(() => null);
    expect(meanwhile?.__typename).toBe(fault.isAnswered ? 'SignUpSuccess' : undefined);
    await fault.end(site);
    await vi.waitUntil(async () => (await fetch(`${site.url}/readyz`)).ok, SOON);
    expect(await signUp(site, 'after@example.test')).toMatchObject({ __typename: 'SignUpSuccess' });
    const promised = ['before', ...(fault.isAnswered ? ['meanwhile'] : []), 'after'].map((name) => `${name}@example.test`);
    const recipients = () => site.inbox.mails.flatMap((mail) => mail.recipients);
    await vi.waitFor(() => expect(recipients().toSorted()).toEqual(promised.toSorted()), SOON);

    for (const process of processes) {
      process.signal('SIGTERM');
      expect(await process.ended).toEqual({ code: 0, signal: null });
    }
    // None twice, and none for what was not answered.
    expect(recipients().toSorted()).toEqual(promised.toSorted());
  },
);
