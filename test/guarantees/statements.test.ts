import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { lastMailTo, logIn, setPassword, signUp, tokenIn, verifyEmail, whoAmI } from '../kit/people.ts';
import { countStatements } from '../kit/statements.ts';

const gatehouse = await startInstallation();
await updatePortal(gatehouse, { autoApprove: true }, await openDemoPortal(gatehouse));

/** All but what is shared by many acts: the queue of BullMQ, the claim of jobs and their end, the look whether the database is there, the start of a connection. */
const OF_AN_ACT = /^(?!.*(add_job|WITH due AS|array_position|SELECT 1 FROM jobs|transaction_read_only|pg_backend_pid))/s;

test('each act on the way from sign-up to log-in sends this many statements, BEGIN and COMMIT included', async () => {
  const email = 'ada@statements.test';
  const { count } = countStatements(OF_AN_ACT);
  const counts: Record<string, number> = {};
  const counted = async <Result>(act: string, run: () => Promise<Result>): Promise<Result> => {
    const before = count();
    const result = await run();
    counts[act] = count() - before;
    return result;
  };

  await counted('signUp', () => signUp(gatehouse, email));
  await counted('answer and mail', () => gatehouse.drain());
  const token = tokenIn(lastMailTo(gatehouse, email));
  const { passwordToken } = await counted('verifyEmail', () => succeed(verifyEmail(gatehouse, token), 'passwordToken'));
  await counted('evaluateApproval', () => gatehouse.drain());
  await counted('setPassword', () => setPassword(gatehouse, passwordToken));
  const first = await counted('logIn', () => succeed(logIn(gatehouse, email), 'token', 'deviceToken'));
  const { deviceToken, token: session } = first;
  await counted('logIn of a known device', () => logIn(gatehouse, email, undefined, { deviceToken }));
  await counted('me', () => whoAmI(gatehouse, { token: session }));

  expect(counts).toEqual({
    signUp: 2,
    'answer and mail': 4,
    verifyEmail: 2,
    evaluateApproval: 1,
    setPassword: 2,
    logIn: 3,
    'logIn of a known device': 3,
    me: 1,
  });
});
