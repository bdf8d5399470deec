import { expect, test } from 'vitest';
import { decide, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { registeredPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { id } = await registeredPerson(gatehouse, 'ada@record.test');
await decide(gatehouse, 'approve', [id], admin, { reason: 'Welcome.' });

const of = (subject: string) => gatehouse.sql<Record<string, unknown>>('SELECT * FROM events WHERE subject_id = $1', [subject]);

test('a decision is an event, with the admin as the admin was and the request', async () => {
  const [decision] = await gatehouse.sql<{ id: string; admin_id: string; portal_id: string }>('SELECT * FROM decisions');
  const event = (await of(id)).find(({ type }) => type === 'developer.approved');
  expect(event).toMatchObject({
    position: null,
    portal_id: decision?.portal_id,
    version: 1,
    actor_kind: 'ADMIN',
    actor_id: decision?.admin_id,
    actor_name: ADMIN.email,
    subject_kind: 'DEVELOPER',
    data: { decisionId: decision?.id, from: 'PENDING', to: 'APPROVED' },
    request_id: expect.stringMatching(/^[\da-f-]{36}$/),
    ip: expect.stringMatching(/127\.0\.0\.1|::1/),
    user_agent: 'node',
  });
});

test('a decision that changes nothing is no event', async () => {
  const before = await of(id);
  await decide(gatehouse, 'approve', [id], admin);
  expect(await of(id)).toEqual(before);
});

test.each([
  ['another type', "UPDATE events SET type = 'developer.rejected'"],
  ['other data', "UPDATE events SET data = '{}'"],
  ['another IP address', "UPDATE events SET ip = '192.0.2.1'"],
  ['a removed event', 'DELETE FROM events'],
  ['an emptied log', 'TRUNCATE events'],
  ['an emptied list of checkpoints', 'TRUNCATE event_checkpoints'],
])('the database refuses %s', async (_, statement) => {
  await expect(gatehouse.sql(statement)).rejects.toThrow('The log of events can only grow.');
});

test('the database lets an event get its number once, and the client be forgotten', async () => {
  await gatehouse.sql("UPDATE events SET position = 1 WHERE subject_id = $1 AND type = 'developer.approved'", [id]);
  await expect(gatehouse.sql('UPDATE events SET position = 2 WHERE position = 1')).rejects.toThrow('can only grow');
  await gatehouse.sql('UPDATE events SET ip = NULL, user_agent = NULL');
  const approved = (await of(id)).find(({ type }) => type === 'developer.approved');
  expect(approved).toMatchObject({ position: '1', ip: null, user_agent: null });
});
