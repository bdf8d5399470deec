import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal, sessionsOf } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { ownSessions } from '../kit/own-account.ts';
import { approvedPerson, bearer, loggedInPerson } from '../kit/people.ts';
import { countStatements } from '../kit/statements.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);

test('admins of the portal see the sessions of a person; only an OWNER sees the device and the IP', async () => {
  const { id, token } = await loggedInPerson(gatehouse, 'ada@seen.test', admin);
  const own = (await ownSessions(gatehouse, { token })) ?? [];
  const seen = own.map((session) => ({ id: session.id, method: 'PASSWORD', secondFactor: null, current: false }));
  expect(own).toMatchObject([{ device: 'node', ip: expect.stringMatching(/./), current: true }]);
  const [{ device, ip } = { device: null, ip: null }] = own;
  expect(await sessionsOf(gatehouse, id, admin)).toEqual(seen.map((session) => ({ ...session, device, ip })));
  for (const role of ['VIEWER', 'APPROVER'] as const) {
    const other = await addAdmin(gatehouse, `${role.toLowerCase()}@seen.test`, role, 'demo');
    expect(await sessionsOf(gatehouse, id, other)).toEqual(seen.map((session) => ({ ...session, device: null, ip: null })));
  }
});

test('R28: an admin of another portal and another person see none', async () => {
  const { id } = await loggedInPerson(gatehouse, 'alan@seen.test', admin);
  const away = await addAdmin(gatehouse, 'away@seen.test', 'OWNER', 'other');
  const stranger = await loggedInPerson(gatehouse, 'stranger@seen.test', admin);
  for (const token of [away, stranger.token]) {
    const { data } = await gatehouse.graphql('query($id: ID!) { developer(id: $id) { sessions { id } } }', { id }, { token });
    expect(data).toEqual({ developer: null });
  }
});

test('a list of people reads the sessions of all of them by one statement', async () => {
  const people = [];
  for (const name of ['one', 'two', 'three']) {
    const person = await approvedPerson(gatehouse, `${name}@listed.test`, admin);
    for (let session = 0; session < 2; session++) await bearer(gatehouse, person.email);
    people.push(person.email);
  }
  const read = countStatements(/FROM sessions\s.*ORDER BY last_seen_at/s);
  type Answer = { developers: { edges: { node: { email: string; sessions: { id: string }[] } }[] } };
  const { data } = await gatehouse.graphql<Answer>(
    '{ developers(filter: { search: "@listed.test" }) { edges { node { email sessions { id } } } } }',
    {},
    { token: admin },
  );
  expect(read.count()).toBe(1);
  const found = data.developers.edges.map(({ node }) => [node.email, node.sessions.length]);
  expect(found.toSorted()).toEqual(people.map((email) => [email, 2]).toSorted());
});
