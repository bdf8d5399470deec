import { afterEach, expect, test } from 'vitest';
import { MOST_STREAMS_OF_ONE } from '../../domain/streams/streams.ts';
import { LISTEN_AGAIN_MS } from '../../prisma/listen.ts';
import {
  addAdmin,
  adminBearer,
  createPortal,
  decide,
  deleteDevelopers,
  openDemoPortal,
  undoDecisions,
  updatePortal,
} from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { verifiedByWorker } from '../kit/people.ts';
import { claimRequests, releaseRequests } from '../kit/requests.ts';
import { type Subscription, subscribe } from '../kit/streams.ts';

const gatehouse = await startInstallation();
const second = await startInstallation({}, gatehouse);
const admin = await openDemoPortal(gatehouse);
await gatehouse.startWorker();

const CHANGES = `subscription($portal: String) { requestsChanged(portal: $portal) {
  counts { waiting claimed waitingForApplicant } changed { id state } } }`;

const open: Subscription[] = [];
async function watch(token: string | undefined, portal: string | null = 'demo', site = gatehouse): Promise<Subscription> {
  const stream = await subscribe(site, CHANGES, { portal }, { token });
  open.push(stream);
  return stream;
}
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});

type Change = { counts: { waiting: number; claimed: number }; changed: { id: string; state: string }[] | null };
const nextChange = async (stream: Subscription): Promise<Change> => {
  const message = await stream.next();
  if (!message?.data) throw new Error(`No change, but ${JSON.stringify(message)}`);
  return (message.data as { requestsChanged: Change }).requestsChanged;
};

/** The next message that names this person. */
async function stateOf(stream: Subscription, id: string): Promise<string> {
  for (;;) {
    const found = (await nextChange(stream)).changed?.find((one) => one.id === id);
    if (found) return found.state;
  }
}

test('an admin hears of each change of a request, also if another server made it', async () => {
  await updatePortal(gatehouse, { undoWindow: 30 }, admin);
  const stream = await watch(admin, 'demo', second);
  expect(await nextChange(stream)).toMatchObject({ counts: { waiting: 0 }, changed: [] });
  const { id } = await verifiedByWorker(gatehouse, 'ada@changes.test');
  expect(await stateOf(stream, id)).toBe('WAITING');
  await claimRequests(gatehouse, { ids: [id] }, admin);
  expect(await stateOf(stream, id)).toBe('CLAIMED');
  await releaseRequests(gatehouse, [id], admin);
  expect(await stateOf(stream, id)).toBe('WAITING');
  await decide(gatehouse, 'approve', [id], admin);
  expect(await stateOf(stream, id)).toBe('GONE');
  const [decision] = await gatehouse.sql<{ id: string }>('SELECT id FROM decisions WHERE developer_id = $1', [id]);
  await undoDecisions(gatehouse, [decision?.id ?? ''], admin);
  expect(await stateOf(stream, id)).toBe('WAITING');
  await deleteDevelopers(gatehouse, [id], admin);
  expect(await stateOf(stream, id)).toBe('GONE');
});

test('a stream tells of its portal alone, and that of an admin of one portal never of others', async () => {
  await createPortal(gatehouse, 'second', admin);
  const approver = await addAdmin(gatehouse, 'second@changes.test', 'APPROVER', 'second');
  const [ofSecond, ofAll] = [await watch(approver, null), await watch(admin, null)];
  await nextChange(ofSecond);
  await nextChange(ofAll);
  const { id } = await verifiedByWorker(gatehouse, 'bob@changes.test');
  expect(await stateOf(ofAll, id)).toBe('WAITING');
  const there = await verifiedByWorker(gatehouse, 'bob@second.test', 'second');
  const heard = await nextChange(ofSecond);
  expect(heard.changed?.map((one) => one.id)).toEqual([there.id]);
  expect(heard.counts.waiting).toBe(1);
});

test.each([
  ['nobody', undefined, 'demo'],
  ['an admin of another portal', 'other', 'demo'],
  ['an admin, of a portal that does not exist,', 'owner', 'none'],
])('%s gets NOT_ALLOWED', async (_, who, portal) => {
  if (who === 'other') {
    await createPortal(gatehouse, 'third', admin);
    await addAdmin(gatehouse, 'other@changes.test', 'OWNER', 'third');
  }
  const token = who === 'owner' ? admin : who && (await adminBearer(gatehouse, 'other@changes.test'));
  const stream = await watch(token, portal);
  expect((await stream.next())?.errors?.map(({ extensions }) => extensions?.code)).toEqual(['NOT_ALLOWED']);
  expect(await stream.next()).toBeUndefined();
});

test('a stream ends when the role ends, and when the session ends', async () => {
  const approver = await addAdmin(gatehouse, 'ending@changes.test', 'APPROVER', 'demo');
  const cut = {
    role: "DELETE FROM admin_roles USING admins WHERE admins.id = admin_id AND email = 'ending@changes.test'",
    session: "DELETE FROM admin_sessions USING admins WHERE admins.id = admin_id AND email = 'later@changes.test'",
  };
  const later = await addAdmin(gatehouse, 'later@changes.test', 'VIEWER', 'demo');
  for (const [token, sql] of [
    [approver, cut.role],
    [later, cut.session],
  ] as const) {
    const stream = await watch(token);
    await nextChange(stream);
    await gatehouse.sql(sql);
    await verifiedByWorker(gatehouse, `${crypto.randomUUID()}@changes.test`);
    expect((await stream.next())?.errors?.map(({ extensions }) => extensions?.code)).toEqual(['NOT_ALLOWED']);
    expect(await stream.next()).toBeUndefined();
  }
});

test('a stream is no activity of the session', async () => {
  const token = await addAdmin(gatehouse, 'idle@changes.test', 'VIEWER', 'demo');
  const stream = await watch(token);
  await nextChange(stream);
  await gatehouse.sql(
    "UPDATE admin_sessions SET last_seen_at = now() - interval '30 minutes' FROM admins WHERE admins.id = admin_id AND email = 'idle@changes.test'",
  );
  await verifiedByWorker(gatehouse, 'idle-person@changes.test');
  await nextChange(stream);
  const [session] = await gatehouse.sql<{ isOld: boolean }>(
    `SELECT last_seen_at < now() - interval '20 minutes' AS "isOld" FROM admin_sessions JOIN admins ON admins.id = admin_id WHERE email = 'idle@changes.test'`,
  );
  expect(session?.isOld).toBe(true);
});

test('a session has 5 streams at most, and a closed one makes room', async () => {
  const token = await addAdmin(gatehouse, 'five@changes.test', 'VIEWER', 'demo');
  const streams = await Promise.all(Array.from({ length: MOST_STREAMS_OF_ONE }, () => watch(token)));
  for (const stream of streams) await nextChange(stream);
  const sixth = await watch(token);
  expect((await sixth.next())?.errors?.map(({ extensions }) => extensions?.code)).toEqual(['TOO_MANY_ATTEMPTS']);
  streams[0]?.close();
  await expect.poll(async () => (await (await watch(token)).next())?.errors).toBeUndefined();
});

test('a lost notification delays a change, and loses none', async () => {
  const stream = await watch(admin);
  await nextChange(stream);
  await gatehouse.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gatehouse streams'");
  const { id } = await verifiedByWorker(gatehouse, 'lost@changes.test');
  for (;;) {
    const { changed, counts } = await nextChange(stream);
    if (changed && !changed.some((one) => one.id === id)) continue;
    expect(counts.waiting).toBeGreaterThan(0);
    break;
  }
  const listening = () => gatehouse.sql("SELECT 1 FROM pg_stat_activity WHERE application_name = 'gatehouse streams'");
  await expect.poll(listening, { timeout: 5 * LISTEN_AGAIN_MS }).not.toEqual([]);
});
