import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { resealSenderKeys } from '../../domain/senders/sender-key.ts';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { startNameServer } from '../kit/dns.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { present } from '../kit/present.ts';
import { checkRecords, nextMailOf, proveSender, publish, recordsOf, replaceKey, senderOf } from '../kit/senders.ts';
import { verified } from '../kit/signatures.ts';

const dns = await startNameServer();
const oldKey = randomBytes(32).toString('base64');
const newKey = randomBytes(32).toString('base64');
const gatehouse = await startInstallation({ DNS_SERVERS: dns.address, SECRET_KEY: oldKey });
const admin = await openDemoPortal(gatehouse);

test('a new key signs as soon as its record is found, and the old one until then', async () => {
  await createPortal(gatehouse, 'keys', admin);
  await proveSender(gatehouse, dns, 'hello@keys.test', admin, 'keys');
  const selectorOf = async () => (await verified(dns, (await nextMailOf(gatehouse, 'keys')).raw)).selector;
  const first = await selectorOf();
  await succeed(replaceKey(gatehouse, admin, 'keys'));
  await succeed(replaceKey(gatehouse, admin, 'keys'));
  const keys = (await recordsOf(gatehouse, admin, 'keys')).filter(({ purpose }) => purpose === 'DKIM');
  expect(keys.map(({ state }) => state)).toEqual(['FOUND', 'UNKNOWN']);
  await checkRecords(gatehouse, admin, 'keys');
  expect([(await senderOf(gatehouse, admin, 'keys')).domain?.state, await selectorOf()]).toEqual(['PROVED', first]);
  publish(dns, keys);
  await checkRecords(gatehouse, admin, 'keys');
  const second = await selectorOf();
  expect(`${second}._domainkey.keys.test`).toBe(keys[1]?.name);
  expect((await verified(dns, (await nextMailOf(gatehouse, 'keys')).raw)).result).toBe('pass');
  expect((await recordsOf(gatehouse, admin, 'keys')).filter(({ purpose }) => purpose === 'DKIM')).toHaveLength(1);
});

test('the key is sealed, and no rotation of SECRET_KEY loses it', async () => {
  await createPortal(gatehouse, 'sealed', admin);
  await proveSender(gatehouse, dns, 'hello@sealed.test', admin, 'sealed');
  const [row] = await gatehouse.sql<{ sealed: Buffer }>(
    'SELECT sealed_private_key AS sealed FROM sender_keys ORDER BY id DESC LIMIT 1',
  );
  expect(present(row).sealed.includes('PRIVATE KEY')).toBe(false);
  const rotated = await startInstallation({ SECRET_KEY: newKey, SECRET_KEY_PREVIOUS: oldKey }, gatehouse);
  expect((await verified(dns, (await nextMailOf(rotated, 'sealed')).raw)).result).toBe('pass');
  await resealSenderKeys(rotated.app);
  const afterwards = await startInstallation({ SECRET_KEY: newKey }, gatehouse);
  expect((await verified(dns, (await nextMailOf(afterwards, 'sealed')).raw)).result).toBe('pass');
});
