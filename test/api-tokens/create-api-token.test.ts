import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { isWellFormed, newApiToken } from '../../domain/api-tokens/api-token-format.ts';
import { LONGEST_TOKEN_TTL_MS, MOST_TOKENS, MOST_TOKENS_OF_ONE } from '../../domain/api-tokens/create-api-token.ts';
import { addAdmin, adminBearer, adminId, createPortal, openDemoPortal, rolesIn } from '../kit/admins.ts';
import { apiToken, apiTokensSeenBy, createApiToken, works } from '../kit/api-tokens.ts';
import { whileHeld } from '../kit/database.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { mailsTo, subjectsTo } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);
const ownerOfDemo = await addAdmin(gatehouse, 'owner@demo.test', 'OWNER', 'demo');
const approver = await addAdmin(gatehouse, 'approver@demo.test', 'APPROVER', 'demo');

test('R90: shows the token once, and keeps a hash', async () => {
  const roles = [{ portal: 'demo', role: 'APPROVER' as const }];
  const { token, apiToken } = await succeed(createApiToken(gatehouse, { name: ' Chat bot ', roles }, owner));
  expect(token).toMatch(/^gth_[0-9A-Za-z]{49}$/);
  expect(apiToken).toMatchObject({
    name: 'Chat bot',
    prefix: token.slice(0, 12),
    service: false,
    createdBy: { email: ADMIN.email },
    lastUsedAt: null,
    revokedAt: null,
  });
  expect(rolesIn(apiToken)).toEqual(['APPROVER demo']);
  const lifetime = Date.parse(apiToken.expiresAt) - Date.parse(apiToken.createdAt);
  expect(Math.abs(lifetime - LONGEST_TOKEN_TTL_MS)).toBeLessThan(60_000);
  expect(await works(gatehouse, token)).toBe(true);
  const [row] = await gatehouse.sql<{ row: string }>('SELECT t::text AS row FROM api_tokens t WHERE id = $1', [apiToken.id]);
  expect(row?.row).not.toContain(token.slice(12));
  expect(gatehouse.logs.join('')).not.toContain(token.slice(12));
});

test('its maker is emailed that there is a new token, without the token', async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
  const roles = [{ portal: 'demo', role: 'VIEWER' as const }];
  const { token } = await apiToken(gatehouse, approver, { name: 'Export', roles });
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, 'approver@demo.test')).toEqual(['You created an API token at Gatehouse: Export']);
  const [mail] = mailsTo(gatehouse, 'approver@demo.test');
  expect(mail?.text).toContain(token.slice(0, 12));
  expect(mail?.text).not.toContain(token.slice(0, 13));
});

test('a token ends with the CRC-32 of its secret, so that a scanner can recognize it', () => {
  const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const tokens = Array.from({ length: 1_000 }, newApiToken);
  for (const token of tokens) {
    const value = [...token.slice(-6)].reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0);
    expect(value).toBe(crc32(token.slice(4, -6)));
    expect(isWellFormed(token)).toBe(true);
  }
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(new Set(tokens.map((token) => token[4])).size).toBeGreaterThan(50);
  const [token = ''] = tokens;
  expect(isWellFormed(token.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')))).toBe(false);
  expect(isWellFormed(`${token}a`)).toBe(false);
});

test('nobody gives a token more than they have', async () => {
  const roles = (role: 'OWNER' | 'APPROVER' | 'VIEWER', portal: string | null) => ({ roles: [{ portal, role }] });
  await succeed(createApiToken(gatehouse, roles('VIEWER', 'demo'), approver));
  await succeed(createApiToken(gatehouse, roles('APPROVER', 'demo'), approver));
  await succeed(createApiToken(gatehouse, roles('OWNER', 'demo'), ownerOfDemo));
  await refusal(createApiToken(gatehouse, roles('OWNER', 'demo'), approver), 'NotAllowed');
  await refusal(createApiToken(gatehouse, roles('VIEWER', null), approver), 'NotAllowed');
  await refusal(createApiToken(gatehouse, roles('VIEWER', null), ownerOfDemo), 'NotAllowed');
  const { issues } = await refusal(createApiToken(gatehouse, roles('VIEWER', 'other'), approver), 'InvalidInput');
  expect(issues).toMatchObject([{ path: ['roles', '0', 'portal'], code: 'UNKNOWN_CHOICE' }]);
  const twice = [...roles('VIEWER', 'demo').roles, ...roles('APPROVER', 'demo').roles];
  expect(await refusal(createApiToken(gatehouse, { roles: twice }, approver), 'InvalidInput')).toMatchObject({
    issues: [{ path: ['roles', '1', 'portal'], code: 'DUPLICATE' }],
  });
});

test('only an OWNER of all portals makes a token for a service', async () => {
  const input = { service: true, roles: [{ portal: 'demo', role: 'VIEWER' as const }] };
  await refusal(createApiToken(gatehouse, input, ownerOfDemo), 'NotAllowed');
  expect((await succeed(createApiToken(gatehouse, input, owner))).apiToken.service).toBe(true);
});

test('an OWNER who loses the role at the same moment makes no token for a service', async () => {
  const email = 'losing@demo.test';
  const losing = await addAdmin(gatehouse, email, 'OWNER', null);
  const id = await adminId(gatehouse, email);
  const made = whileHeld(
    gatehouse.databaseUrl,
    `SELECT FROM admins WHERE id = '${id}' FOR UPDATE`,
    () => createApiToken(gatehouse, { service: true, roles: [{ role: 'VIEWER' }] }, losing),
    (client) => client.query(`UPDATE admin_roles SET role = 'VIEWER' WHERE admin_id = '${id}'`),
  );
  await refusal(made, 'NotAllowed');
});

test('a token makes no tokens, nor does a stranger', async () => {
  const { token } = await apiToken(gatehouse, owner);
  await refusal(createApiToken(gatehouse, {}, token), 'NotAllowed');
  await refusal(createApiToken(gatehouse, {}, undefined), 'NotAllowed');
});

test('a token ends within a year', async () => {
  const at = (ms: number) => ({ expiresAt: new Date(Date.now() + ms).toISOString() });
  const code = async (ms: number) =>
    (await refusal(createApiToken(gatehouse, at(ms), owner), 'InvalidInput')).issues.map((issue) => issue.code);
  expect(await code(-60_000)).toEqual(['TOO_LOW']);
  expect(await code(LONGEST_TOKEN_TTL_MS + 60_000)).toEqual(['TOO_HIGH']);
  await succeed(createApiToken(gatehouse, at(LONGEST_TOKEN_TTL_MS - 60_000), owner));
});

test('an admin, and an installation, has so many tokens at most, also if many are made at once', async () => {
  const busy = await addAdmin(gatehouse, 'busy@demo.test', 'VIEWER', 'demo');
  const input = { roles: [{ portal: 'demo', role: 'VIEWER' as const }] };
  await gatehouse.sql(
    `INSERT INTO api_tokens (id, hash, name, prefix, maker_id, is_service, expires_at)
     SELECT gen_random_uuid(), sha256(n::text::bytea), 'one of many', 'gth_00000000', id, false, now() + interval '1 day'
     FROM admins, generate_series(1, $1) n WHERE email = 'busy@demo.test'`,
    [MOST_TOKENS_OF_ONE - 2],
  );
  const made = await Promise.all(Array.from({ length: 6 }, () => createApiToken(gatehouse, input, busy)));
  expect(made.filter(({ __typename }) => __typename === 'CreateApiTokenSuccess')).toHaveLength(2);
  expect(made.find(({ __typename }) => __typename === 'InvalidInput')).toMatchObject({
    issues: [{ path: ['name'], code: 'TOO_MANY', parameters: [{ value: String(MOST_TOKENS_OF_ONE) }] }],
  });
  await gatehouse.sql(`UPDATE api_tokens SET expires_at = now() - interval '1 minute' WHERE name = 'one of many'`);
  await succeed(createApiToken(gatehouse, input, busy));
  await gatehouse.sql(
    `INSERT INTO api_tokens (id, hash, name, prefix, is_service, expires_at)
     SELECT gen_random_uuid(), sha256(('x' || n)::bytea), 'of all', 'gth_00000000', true, now() + interval '1 day'
     FROM generate_series(1, $1) n`,
    [MOST_TOKENS],
  );
  expect(await refusal(createApiToken(gatehouse, input, owner), 'InvalidInput')).toMatchObject({
    issues: [{ code: 'TOO_MANY', parameters: [{ value: String(MOST_TOKENS) }] }],
  });
  await gatehouse.sql(`DELETE FROM api_tokens WHERE name IN ('of all', 'one of many')`);
});

test('everybody sees their own tokens, and an OWNER of all portals those of everybody', async () => {
  const seen = async (session: string) =>
    new Set((await apiTokensSeenBy(gatehouse, session)).map(({ createdBy }) => createdBy?.email));
  expect(await seen(approver)).toEqual(new Set(['approver@demo.test']));
  expect(await seen(ownerOfDemo)).toEqual(new Set(['owner@demo.test']));
  expect(await seen(owner)).toEqual(new Set([ADMIN.email, 'approver@demo.test', 'owner@demo.test', 'busy@demo.test']));
  const { token } = await apiToken(gatehouse, await adminBearer(gatehouse));
  const { errors } = await gatehouse.graphql('{ apiTokens { totalCount } }', {}, { token });
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['NOT_ALLOWED']);
});
