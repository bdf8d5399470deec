import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { readWatchToken, WATCH_MS, watchTokenOf } from '../../domain/streams/watch-token.ts';
import { addPeople, decide, deleteDevelopers, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { setPassword, verifiedByWorker } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { type Subscription, subscribe } from '../kit/streams.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await gatehouse.startWorker();

const open: Subscription[] = [];
async function watch(token: string): Promise<Subscription> {
  const stream = await subscribe(gatehouse, 'subscription($token: String!) { registrationChanged(token: $token) { status } }', {
    token,
  });
  open.push(stream);
  return stream;
}
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});

const statusIn = async (stream: Subscription) => {
  const message = await stream.next();
  return (
    message &&
    ((message.data as { registrationChanged?: { status: string } } | undefined)?.registrationChanged?.status ?? message)
  );
};

async function waiting(email: string) {
  const { id, passwordToken } = await verifiedByWorker(gatehouse, email);
  const { watchToken } = await succeed(setPassword(gatehouse, passwordToken), 'watchToken');
  return { id, watchToken };
}

test.each([
  ['approve', 'APPROVED'],
  ['reject', 'REJECTED'],
] as const)('the holder hears PENDING, then the status after %s, and the stream ends', async (verb, status) => {
  const { id, watchToken } = await waiting(`${verb}@watch.test`);
  const stream = await watch(watchToken);
  expect(await statusIn(stream)).toBe('PENDING');
  await decide(gatehouse, verb, [id], admin);
  expect(await statusIn(stream)).toBe(status);
  expect(await stream.next()).toBeUndefined();
});

test('a decision is told when its undo window is over', async () => {
  await updatePortal(gatehouse, { undoWindow: 2 }, admin);
  const { id, watchToken } = await waiting('window@watch.test');
  const stream = await watch(watchToken);
  expect(await statusIn(stream)).toBe('PENDING');
  await decide(gatehouse, 'approve', [id], admin);
  expect(await statusIn(stream)).toBe('APPROVED');
  const [decision] = await gatehouse.sql<{ isOver: boolean }>(
    'SELECT undoable_until <= now() AS "isOver" FROM decisions WHERE developer_id = $1',
    [id],
  );
  expect(decision?.isOver).toBe(true);
  await updatePortal(gatehouse, { undoWindow: 0 }, admin);
});

test('the stream ends when the registration is deleted', async () => {
  const { id, watchToken } = await waiting('deleted@watch.test');
  const stream = await watch(watchToken);
  expect(await statusIn(stream)).toBe('PENDING');
  await deleteDevelopers(gatehouse, [id], admin);
  expect(await stream.next()).toBeUndefined();
});

test('nobody watches with a token that is unknown, changed or of another kind', async () => {
  const { watchToken } = await waiting('token@watch.test');
  await addPeople(gatehouse, 1);
  for (const token of ['', 'x', watchToken.slice(1), `${watchToken}AAAA`, admin]) {
    const stream = await watch(token);
    expect((await stream.next())?.errors?.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_TOKEN']);
  }
});

test('a token is of one registration, for 24 hours by the clock of the database', async () => {
  const { id, watchToken } = await waiting('hours@watch.test');
  const app = { keys: readConfig(gatehouse.environment).keys };
  const watched = present(readWatchToken(app, watchToken));
  const [row] = await gatehouse.sql<{ left: number }>('SELECT extract(epoch FROM $1 - now())::float8 * 1000 AS left', [
    watched.until,
  ]);
  expect([watched.developerId, Math.round((row?.left ?? 0) / 60_000)]).toEqual([id, WATCH_MS / 60_000]);
  const over = await watch(watchTokenOf(app, { ...watched, until: new Date(0) }));
  expect((await over.next())?.errors?.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_TOKEN']);
});
