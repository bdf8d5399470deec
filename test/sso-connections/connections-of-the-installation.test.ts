import { beforeEach, expect, test } from 'vitest';
import { MOST_CONNECTIONS } from '../../domain/sso-connections/create-sso-connection.ts';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import {
  connected,
  connectionsOf,
  connectionsOfInstallation,
  createConnection,
  deleteConnection,
  testConnection,
  updateConnection,
} from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'everywhere.test, demo=only-demo.test' });
const owner = await openDemoPortal(gatehouse);
const portalOwner = await addAdmin(gatehouse, 'portal@install.test', 'OWNER', 'demo');
const viewer = await addAdmin(gatehouse, 'viewer@install.test', 'VIEWER', null);

beforeEach(() => gatehouse.sql('DELETE FROM sso_connections'));

test('an OWNER of all portals creates, changes and deletes a connection of the installation, with its URLs', async () => {
  const id = await connected(gatehouse, { portal: null, label: 'Company ID', verifiedDomains: ['company.test'] }, owner);
  expect(await connectionsOfInstallation(gatehouse, { token: owner })).toMatchObject([
    {
      id,
      label: 'Company ID',
      approval: 'EXISTING_ONLY',
      emailDomains: [],
      verifiedDomains: ['company.test'],
      enabled: false,
      startUrl: `${gatehouse.url}/admin/sso/${id}/start`,
      backChannelLogoutUrl: `${gatehouse.url}/admin/sso/${id}/back-channel-logout`,
      postLogoutRedirectUri: `${gatehouse.url}/admin/log-in`,
    },
  ]);
  // It is no connection of a portal.
  expect(await connectionsOf(gatehouse, { token: owner })).toEqual([]);
  const { connection } = await succeed(updateConnection(gatehouse, id, { label: 'New ID' }, owner));
  expect(connection.label).toBe('New ID');
  await succeed(deleteConnection(gatehouse, id, owner));
  expect(await connectionsOfInstallation(gatehouse, { token: owner })).toEqual([]);
  const events = await gatehouse.sql<{ type: string; portal_id: string | null }>(
    'SELECT type, portal_id FROM events WHERE subject_id = $1 ORDER BY id',
    [id],
  );
  expect(events).toEqual(['created', 'updated', 'deleted'].map((done) => ({ type: `connection.${done}`, portal_id: null })));
});

test('an OWNER of one portal and a VIEWER of all change none, and the OWNER of one portal sees none', async () => {
  const id = await connected(gatehouse, { portal: null }, owner);
  for (const token of [portalOwner, viewer, undefined])
    await refusal(createConnection(gatehouse, { portal: null }, token), 'NotAllowed');
  for (const act of [
    (token: string) => updateConnection(gatehouse, id, { label: 'Mine' }, token),
    (token: string) => deleteConnection(gatehouse, id, token),
    (token: string) => testConnection(gatehouse, id, token),
  ]) {
    await refusal<{ __typename: string }, 'NotFound'>(act(portalOwner), 'NotFound');
    await refusal<{ __typename: string }, 'NotAllowed'>(act(viewer), 'NotAllowed');
  }
  expect(await connectionsOfInstallation(gatehouse, { token: portalOwner })).toBeNull();
  expect(await connectionsOfInstallation(gatehouse, { token: viewer })).toHaveLength(1);
});

test('whoever forgets the portal does not let people in everywhere', async () => {
  const { issues } = await refusal(createConnection(gatehouse, { portal: undefined as never }, owner), 'InvalidInput');
  expect(issues).toMatchObject([{ path: ['portal'], code: 'REQUIRED' }]);
});

test('settings of portals are refused', async () => {
  const given = { approval: 'TRUST', emailDomains: ['company.test'] } as const;
  const created = await refusal(
    createConnection(gatehouse, { portal: null, approval: given.approval, emailDomains: [...given.emailDomains] }, owner),
    'InvalidInput',
  );
  expect(created.issues).toMatchObject([{ path: ['approval'] }, { path: ['emailDomains'] }]);
  const id = await connected(gatehouse, { portal: null }, owner);
  const changed = await refusal(updateConnection(gatehouse, id, { approval: 'RULES' }, owner), 'InvalidInput');
  expect(changed.issues).toMatchObject([{ path: ['approval'], code: 'NOT_ACCEPTED' }]);
});

test('an untried connection is enabled only with `force`', async () => {
  const id = await connected(gatehouse, { portal: null, force: false }, owner);
  await refusal(updateConnection(gatehouse, id, { enabled: true, force: false }, owner), 'InvalidInput');
});

test('a provider on a private network must be allowed for all portals', async () => {
  await succeed(createConnection(gatehouse, { portal: null, issuer: 'https://everywhere.test' }, owner));
  await refusal(createConnection(gatehouse, { portal: null, issuer: 'http://only-demo.test' }, owner), 'InvalidInput');
  await succeed(createConnection(gatehouse, { portal: 'demo', issuer: 'http://only-demo.test' }, owner));
});

test('the installation has a limit of its own', async () => {
  await gatehouse.sql(
    `INSERT INTO sso_connections (id, portal_id, label, issuer, client_id, scopes, name_claim, email_claim, groups_claim,
       verified_domains, email_domains, approval)
     SELECT gen_random_uuid(), NULL, 'Company ID', 'https://login.test', 'id', '{openid}', 'name', 'email', 'groups', '{}', '{}',
       'EXISTING_ONLY' FROM generate_series(1, $1::int)`,
    [MOST_CONNECTIONS],
  );
  const { issues } = await refusal(createConnection(gatehouse, { portal: null }, owner), 'InvalidInput');
  expect(issues).toMatchObject([{ path: ['portal'], code: 'TOO_MANY' }]);
  await succeed(createConnection(gatehouse, {}, owner));
});
