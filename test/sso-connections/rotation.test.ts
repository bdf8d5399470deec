import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { resealClientSecrets } from '../../domain/providers/client-secret.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { connected, testConnection } from '../kit/connections.ts';
import { whileHeld } from '../kit/database.ts';
import { type Installation, startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';

const newKey = () => randomBytes(32).toString('base64');
const [oldKey, presentKey] = [newKey(), newKey()];

const issuer = await startIssuer();
const gatehouse = await startInstallation({
  SECRET_KEY: oldKey,
  SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host,
});
const rotated = await startInstallation({ SECRET_KEY: presentKey, SECRET_KEY_PREVIOUS: oldKey }, gatehouse);
const afterwards = await startInstallation({ SECRET_KEY: presentKey }, gatehouse);
const admin = await openDemoPortal(gatehouse);
const { url, clientId, clientSecret } = issuer;

/** Whether the provider takes the client secret that an installation reads. */
const isGood = async (site: Installation, id: string) =>
  (await succeed(testConnection(site, id, admin))).checks.find(({ name }) => name === 'client')?.ok;

const sealed = async (id: string) => {
  const [row] = await gatehouse.sql<{ sealed: string; updated: Date }>(
    "SELECT encode(sealed_client_secret, 'hex') AS sealed, updated_at AS updated FROM sso_connections WHERE id = $1",
    [id],
  );
  return row;
};

test('a client secret outlives the key it was kept under: a worker brings it under the new one', async () => {
  const id = await connected(gatehouse, { issuer: url, clientId, clientSecret }, admin);
  const before = await sealed(id);
  // Both keys read it; without the old one it would be lost.
  expect([await isGood(rotated, id), await isGood(afterwards, id)]).toEqual([true, false]);
  const stop = await rotated.startWorker();
  while ((await sealed(id))?.sealed === before?.sealed) await setTimeout(10);
  await stop();
  // What a process that still has the old key alone keeps after that, the next sweep finds, such as that of the next worker.
  const late = await connected(gatehouse, { issuer: url, clientId, clientSecret }, admin);
  const lateBefore = await sealed(late);
  const stopNext = await rotated.startWorker();
  while ((await sealed(late))?.sealed === lateBefore?.sealed) await setTimeout(10);
  await stopNext();
  expect(await isGood(afterwards, late)).toBe(true);
  expect([await isGood(rotated, id), await isGood(afterwards, id)]).toEqual([true, true]);
  // Nobody changed the connection: a trial under way still counts.
  const after = await sealed(id);
  expect(after?.updated).toEqual(before?.updated);
  await resealClientSecrets(rotated.app);
  await resealClientSecrets(afterwards.app);
  expect(await sealed(id)).toEqual(after);
});

test('a client secret that an admin replaces in this moment stays as the admin set it', async () => {
  const id = await connected(gatehouse, { issuer: url, clientId, clientSecret: 'the one before' }, admin);
  const replacement = Buffer.from('sealed by the admin');
  await whileHeld(
    gatehouse.databaseUrl,
    `SELECT 1 FROM sso_connections WHERE id = '${id}' FOR UPDATE`,
    () => resealClientSecrets(rotated.app),
    (client) => client.query('UPDATE sso_connections SET sealed_client_secret = $1 WHERE id = $2', [replacement, id]),
  );
  expect((await sealed(id))?.sealed).toBe(replacement.toString('hex'));
});

test('a secret that neither key opens is left alone, and does not stop the others from being sealed anew', async () => {
  const broken = await connected(gatehouse, { issuer: url, clientId, clientSecret }, admin);
  await gatehouse.sql('UPDATE sso_connections SET sealed_client_secret = $1 WHERE id = $2', [Buffer.alloc(40), broken]);
  const id = await connected(gatehouse, { issuer: url, clientId, clientSecret }, admin);
  await resealClientSecrets(rotated.app);
  expect((await sealed(broken))?.sealed).toBe('00'.repeat(40));
  expect(await isGood(afterwards, id)).toBe(true);
});
