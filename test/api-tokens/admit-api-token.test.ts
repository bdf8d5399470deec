import { expect, test } from 'vitest';
import { admitApiToken, MOST_KNOWN } from '../../domain/api-tokens/admit-api-token.ts';
import { newApiToken } from '../../domain/api-tokens/api-token-format.ts';
import { USE_STORED_EVERY_MS } from '../../domain/api-tokens/find-api-token.ts';
import { writeFailures } from '../../domain/events/failures.ts';
import { openThrottles } from '../../domain/throttles/throttles.ts';
import { addAdmin, adminId, approveAll, openDemoPortal, removeAdmin, updateAdmin } from '../kit/admins.ts';
import { apiToken, apiTokensSeenBy, expire, revokeApiToken, works } from '../kit/api-tokens.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { countStatements } from '../kit/statements.ts';

const gatehouse = await startInstallation();
const limited = await startInstallation({ CLIENT_LIMIT: '5/1h' }, gatehouse);
const owner = await openDemoPortal(gatehouse);

/** What a token is told of the portals, as a status of each answer. */
const portals = async (token: string) => {
  const { data, errors } = await gatehouse.graphql<{ portals: { totalCount: number } | null }>(
    '{ portals { totalCount } }',
    {},
    { token },
  );
  return data?.portals?.totalCount ?? errors.map(({ extensions }) => extensions?.code);
};

test('R91: a token has what its roles and the roles of its maker have in common at this moment', async () => {
  const email = 'maker@admit.test';
  const maker = await addAdmin(gatehouse, email, 'OWNER', null);
  const id = await adminId(gatehouse, email);
  const { token } = await apiToken(gatehouse, maker, { roles: [{ role: 'APPROVER' }] });
  const rename = () =>
    gatehouse.graphql('mutation { updatePortal(input: { portal: "demo", name: "New" }) { __typename } }', {}, { token });
  expect((await rename()).data).toEqual({ updatePortal: { __typename: 'NotAllowed' } });
  expect(await portals(token)).toBe(1);
  const decides = async () => {
    const { __typename } = await approveAll(gatehouse, { expectedCount: 10 }, token);
    return __typename;
  };
  expect(await decides()).toBe('Stale');
  await succeed(updateAdmin(gatehouse, id, [{ role: 'VIEWER' }], owner));
  expect(await decides()).toBe('NotAllowed');
  expect(await portals(token)).toBe(1);
  await succeed(updateAdmin(gatehouse, id, [{ portal: 'demo', role: 'OWNER' }], owner));
  expect(await decides()).toBe('Stale');
  await succeed(removeAdmin(gatehouse, id, owner));
  expect(await portals(token)).toEqual(['NOT_ALLOWED']);
  const [ended] = (await apiTokensSeenBy(gatehouse, owner, true)).filter(({ createdBy }) => createdBy === null);
  expect(ended?.revokedAt).toEqual(expect.any(String));
});

test('R91: a token for a service has its roles alone, and outlives its maker', async () => {
  const email = 'founder@admit.test';
  const maker = await addAdmin(gatehouse, email, 'OWNER', null);
  const { token } = await apiToken(gatehouse, maker, { service: true, roles: [{ portal: 'demo', role: 'VIEWER' }] });
  const bound = await apiToken(gatehouse, maker, { roles: [{ role: 'VIEWER' }] });
  await succeed(removeAdmin(gatehouse, await adminId(gatehouse, email), owner));
  expect(await portals(token)).toBe(1);
  expect(await portals(bound.token)).toEqual(['NOT_ALLOWED']);
});

test('a token is looked up by one statement, and its use is stored once a minute', async () => {
  const { id, token } = await apiToken(gatehouse, owner);
  const lastUsed = async () => (await apiTokensSeenBy(gatehouse, owner)).find((one) => one.id === id)?.lastUsedAt;
  expect(await lastUsed()).toBeNull();
  await portals(token);
  const first = await lastUsed();
  expect(first).toEqual(expect.any(String));
  const { count } = countStatements(/api_tokens|admin_sessions/);
  await portals(token);
  expect(count()).toBe(1);
  expect(await lastUsed()).toBe(first);
  await gatehouse.sql(`UPDATE api_tokens SET last_used_at = last_used_at - $1 * interval '1 millisecond' WHERE id = $2`, [
    USE_STORED_EVERY_MS,
    id,
  ]);
  await portals(token);
  expect(Date.parse((await lastUsed()) ?? '')).toBeGreaterThanOrEqual(Date.parse(first ?? ''));
});

test('R90: a token that is unknown, malformed, expired or revoked is answered as no token, and counted', async () => {
  const [expired, revoked] = [await apiToken(gatehouse, owner), await apiToken(gatehouse, owner)];
  await expire(gatehouse, expired.id);
  await succeed(revokeApiToken(gatehouse, revoked.id, owner));
  const tokens = [newApiToken(), newApiToken().replace(/.{6}$/, '000000'), expired.token, revoked.token];
  gatehouse.logs.length = 0;
  const ask = (token?: string) => gatehouse.graphql('{ portals { totalCount } }', {}, { token });
  const { text } = await ask();
  for (const token of tokens) expect((await ask(token)).text).toBe(text);
  const lines = gatehouse.logs.map((line) => JSON.parse(line)).filter(({ act }) => act === 'apiToken');
  expect(lines.map(({ result, apiTokenId }) => [result, apiTokenId])).toEqual([
    ['InvalidToken', undefined],
    ['InvalidToken', undefined],
    ['InvalidToken', expired.id],
    ['InvalidToken', revoked.id],
  ]);
  for (const token of tokens) expect(gatehouse.logs.join('')).not.toContain(token.slice(12));
});

test('refused tokens are summed up as events, beside the token if it is known', async () => {
  const { app } = gatehouse;
  app.failures.note({ result: 'InvalidToken' });
  const { id } = await apiToken(gatehouse, owner);
  app.failures.note({ result: 'InvalidToken', apiTokenId: id });
  app.failures.note({ result: 'InvalidToken', apiTokenId: id });
  await writeFailures(app);
  const events = await gatehouse.sql(
    `SELECT subject_kind AS kind, subject_id AS id, data FROM events WHERE type = 'token.refused' ORDER BY subject_kind`,
  );
  expect(events).toEqual([
    { kind: 'PORTAL', id: null, data: { count: 1 } },
    { kind: 'API_TOKEN', id, data: { count: 2 } },
  ]);
});

test('CLIENT_LIMIT counts tokens that never were there, and shuts out no token that worked before', async () => {
  const [known, other] = [await apiToken(gatehouse, owner), await apiToken(gatehouse, owner)];
  expect(await works(limited, known.token)).toBe(true);
  // A malformed token costs nothing, and an expired one belongs to somebody.
  const expired = await apiToken(gatehouse, owner);
  await expire(gatehouse, expired.id);
  for (let time = 0; time < 8; time++) await works(limited, expired.token);
  for (let time = 0; time < 8; time++) await works(limited, 'gth_0');
  expect(await works(limited, known.token)).toBe(true);
  for (let time = 0; time < 6; time++) expect(await works(limited, newApiToken())).toBe(false);
  const { count } = countStatements(/api_tokens/);
  expect(await works(limited, newApiToken())).toBe(false);
  expect(await works(limited, other.token)).toBe(false);
  expect(count()).toBe(0);
  expect(await works(limited, known.token)).toBe(true);
  expect(await works(gatehouse, other.token)).toBe(true);
});

test('one process remembers so many tokens', async () => {
  const app = { ...gatehouse.app, throttles: openThrottles() };
  const { token } = await apiToken(gatehouse, owner);
  for (let at = 0; at < MOST_KNOWN; at++) app.throttles.knownTokens.add(`token ${at}`);
  await admitApiToken(app, token, '192.0.2.1', false);
  expect(app.throttles.knownTokens.size).toBe(1);
});
