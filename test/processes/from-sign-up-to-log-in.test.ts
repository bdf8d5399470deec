import { test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { succeed } from '../kit/mutate.ts';
import { bearer, PASSWORD, setPassword, signUp, tokenIn, verifyEmail, whoAmI } from '../kit/people.ts';
import { prepareSite } from '../kit/processes.ts';
import { queues } from '../kit/redis.ts';

/** A worker looks for work when it starts, and then only this often; what it does in between, it does because the doorbell rang. */
const SWEEP_MS = 15_000;

test.concurrent.for(queues)(
  'R59: queue on %s: a person signs up, verifies, is approved by rule, creates a password and logs in, all by the doorbell',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    const server = await site.startServer();
    await updatePortal(site, { autoApprove: true }, await openDemoPortal(site));
    const worker = await site.startWorker();
    const startedAt = Date.now();

    expect(await signUp(site, 'ada@example.test')).toEqual({
      __typename: 'SignUpSuccess',
      email: 'ada@example.test',
      codeSecret: expect.stringMatching(/^[\w-]{43}$/),
    });
    const [mail] = await site.inbox.waitFor('ada@example.test');
    const { passwordToken } = await succeed(verifyEmail(site, tokenIn(mail)), 'passwordToken');
    expect(await setPassword(site, passwordToken)).toMatchObject({ status: 'APPROVED' });
    expect(Date.now() - startedAt).toBeLessThan(SWEEP_MS);
    const token = await bearer(site, 'ada@example.test', PASSWORD);
    expect(await whoAmI(site, { token })).toBe('ada@example.test');

    const warnings = [...server.output, ...worker.output].filter((line) => /"level":[4-6]0/.test(line));
    // The database of the tests is set so that it may lose commits.
    const forgetful = expect.stringContaining('"off":["fsync","full_page_writes"]');
    expect(warnings).toEqual([forgetful, expect.stringContaining('PUBLIC_URL is not https'), forgetful]);
  },
);
