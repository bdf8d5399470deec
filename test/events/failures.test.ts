import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { freePort } from '../../dev/ports.ts';
import { MOST_FAILURES, MOST_NAMED, openFailures } from '../../domain/events/failures.ts';
import { startServer } from '../../server/start.ts';
import { WRITE_EVERY_MS } from '../../server/write-failures.ts';
import { addAdmin, adminId, adminLogIn, decide, inviteAdmin, openDemoPortal, undoDecisions } from '../kit/admins.ts';
import { postGraphql } from '../kit/graphql.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { invited, revokeInvitations } from '../kit/invitations.ts';
import { refusal } from '../kit/mutate.ts';
import { approvedPerson, logIn, setPassword, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
const WRONG = 'a wrong password it is';
const PAGES = fileURLToPath(new URL('../../web/dist', import.meta.url));

type Row = { type: string; slug: string | null; subject_kind: string; subject_id: string | null; data: { count: number } };

const written = () =>
  gatehouse.sql<Row>(
    `SELECT type, slug, subject_kind, subject_id, data FROM events LEFT JOIN portals ON portals.id = portal_id
     WHERE type IN ('log-in.refused', 'token.refused', 'act.refused', 'act.throttled') ORDER BY type, subject_kind, data`,
  );

test('a server sums up failures by type, portal and subject, and writes them when it stops', async () => {
  const { id } = await approvedPerson(gatehouse, 'ada@failures.test', owner);
  const viewer = await addAdmin(gatehouse, 'viewer@failures.test', 'VIEWER', 'demo');
  const waiting = await verifiedPerson(gatehouse, 'waits@failures.test');
  const port = await freePort();
  const server = await startServer(
    readConfig({ ...gatehouse.environment, PORT: String(port) }),
    PAGES,
    pino({ level: 'silent' }),
  );
  const site: typeof gatehouse = {
    ...gatehouse,
    graphql: (document, variables, options) => postGraphql(`http://localhost:${port}`, document, variables, options),
  };
  for (const _ of ['once', 'twice']) await refusal(logIn(site, 'ada@failures.test', WRONG), 'InvalidCredentials');
  await refusal(logIn(site, 'nobody@failures.test', WRONG), 'InvalidCredentials');
  await refusal(adminLogIn(site, { password: WRONG }), 'InvalidCredentials');
  await refusal(setPassword(site, 'x'.repeat(43)), 'InvalidToken');
  await refusal(inviteAdmin(site, 'x@failures.test', [{ role: 'OWNER' }], viewer), 'NotAllowed');
  await decide(site, 'approve', [waiting.id], viewer);
  const { id: invitation } = await invited(gatehouse, 'invited@failures.test', owner);
  await revokeInvitations(site, [invitation], viewer);
  const [decision] = await gatehouse.sql<{ id: string }>('SELECT id FROM decisions WHERE developer_id = $1', [id]);
  await undoDecisions(site, [decision?.id ?? ''], viewer);
  expect(await written()).toEqual([]);
  await server.stop();

  const events = await written();
  const tell = ({ type, slug, subject_kind, data }: Row) => `${type} ${slug} ${subject_kind} ${data.count}`;
  expect(events.filter(({ type }) => type !== 'act.refused').map(tell)).toEqual([
    'log-in.refused demo PORTAL 1',
    'log-in.refused demo DEVELOPER 2',
    'log-in.refused null ADMIN 1',
    'token.refused null PORTAL 1',
  ]);
  const acts = events.filter(({ type, subject_kind }) => type === 'act.refused' && subject_kind === 'DEVELOPER');
  expect(acts.map(({ subject_id }) => subject_id).toSorted()).toEqual([id, waiting.id].toSorted());
  const refused = events.filter(({ type }) => type === 'log-in.refused');
  expect(refused.find(({ subject_kind }) => subject_kind === 'DEVELOPER')?.subject_id).toBe(id);
  expect(refused.find(({ subject_kind }) => subject_kind === 'ADMIN')?.subject_id).toBe(await adminId(gatehouse, ADMIN.email));
  expect(JSON.stringify(events)).not.toContain('@');
});

test('a process sums up 1,000 kinds of failures a minute at most', () => {
  const failures = openFailures();
  failures.note({ result: 'Success' });
  failures.note({ result: 'InvalidInput', portal: 'demo' });
  for (let n = 0; n < 1_500; n++) failures.note({ result: 'InvalidToken', developerId: `person-${n}` });
  failures.note({ result: 'InvalidToken', developerId: 'person-0' });
  const taken = failures.take();
  expect([taken.length, taken[0]?.count]).toEqual([MOST_FAILURES, 2]);
  expect(failures.take()).toEqual([]);
  expect([MOST_FAILURES, WRITE_EVERY_MS]).toEqual([1_000, 60_000]);
});

test('made-up portals leave room for what happens to people, and lose no count', () => {
  const failures = openFailures();
  for (let n = 0; n < 1_500; n++) failures.note({ result: 'NotAllowed', portal: `portal-${n}` });
  failures.note({ result: 'InvalidCredentials', portal: 'demo', developerId: 'ada' });
  const taken = failures.take();
  expect(taken.filter(({ slug, id }) => slug !== null && id === null)).toHaveLength(MOST_NAMED);
  expect(taken.find(({ type, slug }) => type === 'act.refused' && slug === null)?.count).toBe(1_400);
  expect(taken.find(({ id }) => id === 'ada')?.count).toBe(1);
  failures.note({ result: 'NotAllowed', portal: 'portal-0' });
  expect(failures.take()).toMatchObject([{ slug: 'portal-0', count: 1 }]);
});
