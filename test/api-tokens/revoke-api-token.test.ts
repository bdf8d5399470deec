import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { apiToken, apiTokensSeenBy, expire, revokeApiToken, works } from '../kit/api-tokens.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const second = await startInstallation({}, gatehouse);
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);
const approver = await addAdmin(gatehouse, 'approver@revoke.test', 'APPROVER', 'demo');
const ownerOfDemo = await addAdmin(gatehouse, 'owner@revoke.test', 'OWNER', 'demo');
const roles = [{ portal: 'demo', role: 'APPROVER' as const }];

test('R92: a token that is revoked is refused on the next request, in every process', async () => {
  const { id, token } = await apiToken(gatehouse, approver, { roles });
  expect([await works(gatehouse, token), await works(second, token)]).toEqual([true, true]);
  const { apiToken: revoked } = await succeed(revokeApiToken(gatehouse, id, approver));
  expect(revoked.revokedAt).toEqual(expect.any(String));
  expect([await works(gatehouse, token), await works(second, token)]).toEqual([false, false]);
  await refusal(revokeApiToken(gatehouse, id, approver), 'NotFound');
});

test('a list has the tokens that work, and those that have ended if they are asked for', async () => {
  const [kept, revoked, expired] = await Promise.all([1, 2, 3].map(() => apiToken(gatehouse, ownerOfDemo, { roles })));
  await succeed(revokeApiToken(gatehouse, revoked?.id ?? '', ownerOfDemo));
  await expire(gatehouse, expired?.id ?? '');
  const ids = async (ended: boolean) => (await apiTokensSeenBy(gatehouse, ownerOfDemo, ended)).map(({ id }) => id).toSorted();
  expect(await ids(false)).toEqual([kept?.id]);
  expect(await ids(true)).toEqual([kept?.id, revoked?.id, expired?.id].toSorted());
  // An expired one can still be revoked, which ends the invitations that it made.
  await succeed(revokeApiToken(gatehouse, expired?.id ?? '', ownerOfDemo));
});

test('of others, only an OWNER of all portals revokes tokens', async () => {
  const { id, token } = await apiToken(gatehouse, approver, { roles });
  const strange = randomUUID();
  for (const stranger of [ownerOfDemo, await addAdmin(gatehouse, 'viewer@revoke.test', 'VIEWER', null)]) {
    expect(await refusal(revokeApiToken(gatehouse, id, stranger), 'NotFound')).toEqual(
      await refusal(revokeApiToken(gatehouse, strange, stranger), 'NotFound'),
    );
  }
  await refusal(revokeApiToken(gatehouse, 'no id', owner), 'NotFound');
  await refusal(revokeApiToken(gatehouse, id, undefined), 'NotAllowed');
  await refusal(revokeApiToken(gatehouse, id, token), 'NotAllowed');
  expect(await works(gatehouse, token)).toBe(true);
  await succeed(revokeApiToken(gatehouse, id, owner));
  expect(await works(gatehouse, token)).toBe(false);
});

test('of two at once, one revokes it', async () => {
  const { id } = await apiToken(gatehouse, approver, { roles });
  const answers = await Promise.all([approver, owner].map((session) => revokeApiToken(gatehouse, id, session)));
  expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['NotFound', 'RevokeApiTokenSuccess']);
  const events = await gatehouse.sql(`SELECT FROM events WHERE type = 'api-token.revoked' AND subject_id = $1`, [id]);
  expect(events).toHaveLength(1);
});
