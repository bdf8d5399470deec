import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { SignUpDocument } from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailsTo } from '../kit/people.ts';
import { PATIENCE } from '../kit/processes.ts';

/** Statements end after 4 seconds, so the second one waits for its connection until the first one has waited for so long. */
const BETWEEN_MS = 1_500;

const first = await startInstallation();
const gatehouse = await startInstallation({ DATABASE_URL: `${first.databaseUrl}?connection_limit=1` }, first);
await openDemoPortal(gatehouse);

const signUp = async (email: string) => {
  const input = { portal: 'demo', email, fullName: 'Ada Lovelace' };
  const { status, errors } = await gatehouse.graphql(SignUpDocument, { input });
  return [status, errors[0]?.extensions?.code, errors[0]?.message];
};

test('I5: a request that waits for a connection and then for a lock is answered while the lock is still held; it is done afterwards', async () => {
  const bothAtOnce = async () => {
    const one = signUp('one@in-time.test');
    await setTimeout(BETWEEN_MS);
    const both = await Promise.all([one, signUp('two@in-time.test')]);
    isAnswered = true;
    return both;
  };
  let isAnswered = false;
  const answers = await whileHeld(gatehouse.databaseUrl, 'LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE', bothAtOnce, async () => {
    while (!isAnswered) await setTimeout(20);
  });
  const [one, two] = answers;
  // Its statement ended after four seconds, or on a busy machine its answer after four and a half.
  expect([
    [200, 'INTERNAL_SERVER_ERROR'],
    [503, 'TIMEOUT'],
  ]).toContainEqual(one?.slice(0, 2));
  expect(two).toEqual([503, 'TIMEOUT', 'This took too long. It may still be done: look before you send it again.']);
  await vi.waitFor(async () => {
    await gatehouse.drain();
    expect(mailsTo(gatehouse, 'two@in-time.test')).toHaveLength(1);
  }, PATIENCE);
});
