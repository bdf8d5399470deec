import { expect, test } from 'vitest';
import { SsoChoicesDocument } from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { connected, createConnection, tryOut, updateConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const UNTRIED = {
  __typename: 'InvalidInput',
  issues: [{ path: ['enabled'], message: expect.stringMatching(/testSsoConnection.*trialUrl.*force: true/s) }],
};

const labels = async () => {
  const { data } = await gatehouse.graphql(SsoChoicesDocument, { portal: 'demo' });
  return present(data.portal).ssoConnections.map(({ label }) => label);
};

test('A7: a connection that nobody tried out is enabled only by force', async () => {
  expect(await createConnection(gatehouse, { label: 'New', enabled: true, force: null }, admin)).toMatchObject(UNTRIED);
  const id = await connected(gatehouse, { label: 'Untried', enabled: false, force: null }, admin);
  expect(await updateConnection(gatehouse, id, { enabled: true, force: null }, admin)).toMatchObject(UNTRIED);
  expect(await labels()).toEqual([]);
  expect(await updateConnection(gatehouse, id, { enabled: true, force: true }, admin)).toMatchObject({
    connection: { enabled: true },
  });
  expect(await labels()).toEqual(['Untried']);
  // What is enabled already can be named so again.
  expect(await updateConnection(gatehouse, id, { enabled: true, label: 'Other', force: null }, admin)).toMatchObject({
    connection: { label: 'Other' },
  });
});

test('A7: a trial that succeeded is enough, as long as it was with these settings', async () => {
  const id = await connected(gatehouse, { label: 'Tried', enabled: false }, admin);
  await tryOut(gatehouse, id);
  const change = { enabled: true, clientId: 'another', force: null };
  expect(await updateConnection(gatehouse, id, change, admin)).toMatchObject(UNTRIED);
  expect(await updateConnection(gatehouse, id, { enabled: true, force: null }, admin)).toMatchObject({
    connection: { enabled: true },
  });
});
