import { beforeEach, expect, test } from 'vitest';
import { MOST_TOLD, TOLD_BEFORE_MS, tellExpiringTokens } from '../../domain/api-tokens/tell-expiring.ts';
import { DAY_MS } from '../../domain/durations.ts';
import { addAdmin, adminId, openDemoPortal, removeAdmin } from '../kit/admins.ts';
import { apiToken, revokeApiToken } from '../kit/api-tokens.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { mailsTo, subjectsTo } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM api_tokens');
  gatehouse.inbox.mails.length = 0;
});

/** Lets days pass for all tokens, and tells of those that end soon, as two workers at once would. */
async function afterDays(days: number): Promise<void> {
  await gatehouse.sql(
    `UPDATE api_tokens SET created_at = created_at - $1 * interval '1 day', expires_at = expires_at - $1 * interval '1 day'`,
    [days],
  );
  await Promise.all([tellExpiringTokens(gatehouse.app), tellExpiringTokens(gatehouse.app)]);
  await gatehouse.drain();
}

const in30Days = () => ({ expiresAt: new Date(Date.now() + 30 * DAY_MS).toISOString() });
/** But for those about new tokens. */
const told = (email: string) => subjectsTo(gatehouse, email).filter((subject) => !subject.startsWith('You created'));
const SUBJECT = 'An API token of Gatehouse ends soon: Chat bot';

test('a week before a token ends, its maker is emailed once', async () => {
  const approver = await addAdmin(gatehouse, 'maker@expiring.test', 'APPROVER', 'demo');
  const { token } = await apiToken(gatehouse, approver, { ...in30Days(), roles: [{ portal: 'demo', role: 'VIEWER' }] });
  await afterDays(22);
  expect(told('maker@expiring.test')).toEqual([]);
  await afterDays(2);
  expect(told('maker@expiring.test')).toEqual([SUBJECT]);
  const mail = mailsTo(gatehouse, 'maker@expiring.test').at(-1);
  expect(mail?.text).toContain(token.slice(0, 12));
  expect(mail?.text).not.toContain(token.slice(0, 13));
  await afterDays(3);
  expect(told('maker@expiring.test')).toEqual([SUBJECT]);
  expect(told(ADMIN.email)).toEqual([]);
});

test('of a service whose maker was removed, the OWNERs of all portals are emailed', async () => {
  const maker = await addAdmin(gatehouse, 'gone@expiring.test', 'OWNER', null);
  await apiToken(gatehouse, maker, { ...in30Days(), service: true });
  await succeed(removeAdmin(gatehouse, await adminId(gatehouse, 'gone@expiring.test'), owner));
  await afterDays(24);
  expect(told(ADMIN.email)).toEqual([SUBJECT]);
});

test('nobody is emailed of a token that is revoked, has ended, or lives no longer than a week', async () => {
  const revoked = await apiToken(gatehouse, owner, in30Days());
  await afterDays(20);
  await succeed(revokeApiToken(gatehouse, revoked.id, owner));
  const short = new Date(Date.now() + TOLD_BEFORE_MS - 60_000).toISOString();
  await apiToken(gatehouse, owner, { expiresAt: short });
  await afterDays(4);
  await afterDays(40);
  expect(told(ADMIN.email)).toEqual([]);
});

test('a token that is revoked before the email goes out is not told of', async () => {
  const { id } = await apiToken(gatehouse, owner, in30Days());
  await gatehouse.sql(`UPDATE api_tokens SET created_at = now() - interval '25 days', expires_at = now() + interval '5 days'`);
  await tellExpiringTokens(gatehouse.app);
  await succeed(revokeApiToken(gatehouse, id, owner));
  await gatehouse.drain();
  expect(told(ADMIN.email)).toEqual([]);
});

test('one sweep tells of so many tokens', async () => {
  await gatehouse.sql(
    `INSERT INTO api_tokens (id, hash, name, prefix, maker_id, is_service, created_at, expires_at)
     SELECT gen_random_uuid(), sha256(n::text::bytea), 'one of many', 'gth_00000000', admins.id, true, now() - interval '20 days',
       now() + interval '2 days'
     FROM admins, generate_series(1, $1) n WHERE email = $2`,
    [MOST_TOLD + 1, ADMIN.email],
  );
  const count = async () => (await gatehouse.sql('SELECT FROM api_tokens WHERE expiry_told_at IS NOT NULL')).length;
  await tellExpiringTokens(gatehouse.app);
  expect(await count()).toBe(MOST_TOLD);
  await tellExpiringTokens(gatehouse.app);
  expect(await count()).toBe(MOST_TOLD + 1);
});
