import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { loggedInPerson } from '../kit/people.ts';
import { countStatements } from '../kit/statements.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const JSON_TYPE = { 'content-type': 'application/json' };

const sendBytes = (bytes: number, headers: Record<string, string> = {}) => {
  const start = '{"query":"{ __typename }","variables":{"x":"';
  const body = `${start}${'x'.repeat(bytes - start.length - 3)}"}}`;
  return send(`${gatehouse.url}/graphql`, 'POST', { ...JSON_TYPE, ...headers }, body);
};

test('a body may have 128 KiB, with the session of an admin 1 MiB', async () => {
  const sizes = async (headers: Record<string, string>) => [
    (await sendBytes(128 * 1024, headers)).status,
    (await sendBytes(128 * 1024 + 1, headers)).status,
    (await sendBytes(1024 * 1024, headers)).status,
    (await sendBytes(1024 * 1024 + 1, headers)).status,
  ];
  const { token } = await loggedInPerson(gatehouse, 'ada@bodies.test', admin);
  expect(await sizes({})).toEqual([200, 413, 413, 413]);
  expect(await sizes({ authorization: `Bearer ${admin}` })).toEqual([200, 200, 200, 413]);
  expect(await sizes({ cookie: `gatehouse_admin=${admin}` })).toEqual([200, 200, 200, 413]);
  expect(await sizes({ authorization: `Bearer ${token}` })).toEqual([200, 413, 413, 413]);
  expect(await sizes({ cookie: `gatehouse_admin=${'A'.repeat(43)}` })).toEqual([200, 413, 413, 413]);
});

test('nobody is looked up for the body of a stranger', async () => {
  const asked = countStatements(/sessions/);
  await sendBytes(1024 * 1024);
  await sendBytes(1024 * 1024, { cookie: 'gatehouse-demo=AAAA' });
  expect(asked.count()).toBe(0);
});

test('fault 13: a body may begin with the mark of UTF-8', async () => {
  const { status, text } = await send(`${gatehouse.url}/graphql`, 'POST', JSON_TYPE, '\ufeff{"query":"{ __typename }"}');
  expect([status, JSON.parse(text)]).toEqual([200, { data: { __typename: 'Query' } }]);
});

/** Sends so much of a request, and hangs up. */
async function hangUp(text: string, meanwhile: () => Promise<unknown> = () => setTimeout(50)): Promise<void> {
  const socket = connect(Number(new URL(gatehouse.url).port));
  await new Promise((resolve) => socket.write(text, resolve));
  await meanwhile();
  socket.resetAndDestroy();
}

test('L5: a client that hangs up is no error', async () => {
  const head = (path: string, length: number, more = '') =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}Content-Length: ${length}\r\n\r\n`;
  await hangUp(`${head('/graphql', 100)}{"query":`);
  await hangUp(`${head('/graphql', 500_000, `Authorization: Bearer ${admin}\r\n`)}{"query":`);
  await hangUp(`${head('/sso/demo/x/back-channel-logout', 100)}logout_token=`);
  const body = '{"query":"{ portal(slug: \\"demo\\") { name } }"}';
  await whileHeld(
    gatehouse.databaseUrl,
    'LOCK TABLE portals IN ACCESS EXCLUSIVE MODE',
    () => hangUp(`${head('/graphql', body.length)}${body}`, () => setTimeout(300)),
    () => setTimeout(500),
  );
  await setTimeout(300);
  await vi.waitFor(async () => expect((await gatehouse.graphql('{ __typename }')).status).toBe(200));
  expect(gatehouse.logs.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
});
