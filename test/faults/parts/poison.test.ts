import { test, vi } from 'vitest';
import { JobsDocument } from '../../generated/operations.ts';
import { openDemoPortal } from '../../kit/admins.ts';
import { PATIENCE, prepareSite } from '../../kit/processes.ts';
import { queues } from '../../kit/redis.ts';
import { openLedger } from './ledger.ts';
import { startRudeServer } from './rude-smtp.ts';

/** `MOST_JOB_ATTEMPTS`; what was tried so often gets no other attempt. */
const LAST = 35;

/** Name, queue, payload, and what admins read of it. */
const POISON = [
  ['sendNoSuchEmail', 'MAILS', '{}', 'no handler for sendNoSuchEmail'],
  ['sendVerificationEmail', 'MAILS', '{"tokenId":"no id"}', 'tokenId'],
  ['sendApprovedEmail', 'MAILS', 'null', 'expected object'],
  ['answerStranger', 'MAILS', '{"sealed":"AAAA"}', 'SECRET_KEY'],
  ['evaluateApproval', 'APPROVALS', '[]', 'expected object'],
  ['runBulkDecision', 'APPROVALS', '{"bulkDecisionId":7}', 'bulkDecisionId'],
] as const;

test.concurrent.for(queues)(
  'R61, R68, I1: queue on %s: jobs that nobody can run, and one that kills each worker, end as FAILED, and hold up no other',
  async (queue, { expect, onTestFinished }) => {
    const [site, smtp] = await Promise.all([prepareSite(queue, onTestFinished), startRudeServer(onTestFinished)]);
    Object.assign(site.environment, { SMTP_URL: smtp.url, CLIENT_LIMIT: 'off' });
    await site.startServer();
    const token = await openDemoPortal(site);
    const ledger = openLedger(site, () => smtp.accepted, expect);
    // A mail whose sending ends the worker, at the last attempts that it gets.
    await ledger.signUp('killer@example.test');
    await site.sql('UPDATE jobs SET attempt = $1', [LAST - 2]);
    for (let index = 0; index < 10; index++) await ledger.signUp(`beside-${index}@example.test`);
    for (let attempt = LAST - 1; attempt <= LAST; attempt++) {
      await site.endLeases();
      // It sweeps as soon as it starts.
      const starting = site.startWorker();
      smtp.before = async (step, recipient) => {
        if (step === 'RCPT' && recipient === 'killer@example.test') await (await starting).kill();
      };
      await (await starting).ended;
    }
    smtp.before = undefined;
    await site.endLeases();
    // Not earlier: a worker that is killed may have taken one, which then ends for that reason.
    for (const [name, to, payload] of POISON) {
      await site.sql(
        `INSERT INTO jobs (id, queue, name, payload, attempt, portal_id)
         SELECT gen_random_uuid(), $1::text::"Queue", $2, $3::jsonb, $4, id FROM portals WHERE slug = 'demo'`,
        [to, name, payload, LAST - 1],
      );
    }
    for (let index = 0; index < 10; index++) await ledger.signUp(`with-${index}@example.test`);
    await site.startWorker();
    const reasons = [...POISON.map(([, , , reason]) => reason), 'did not come back'];
    await vi.waitFor(async () => {
      const { data } = await site.graphql(JobsDocument, { filter: { status: ['FAILED'] } }, { token });
      const told = data.jobs?.edges.map(({ node }) => node.lastError ?? '') ?? [];
      expect(reasons.filter((reason) => !told.some((text) => text.includes(reason)))).toEqual([]);
      expect(told).toHaveLength(reasons.length);
    }, PATIENCE);
    // Mails that a worker had sent when it was killed go out once more.
    await ledger.settle({ excused: ['killer@example.test'], copies: () => 3 });
  },
);
