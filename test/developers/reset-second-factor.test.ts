import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { personWithTotp, resetSecondFactor, secondFactorsOf } from '../kit/own-second-factors.ts';
import { loggedInPerson, logIn, subjectsTo, whoAmI } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);
await createPortal(gatehouse, 'elsewhere', admin);
const viewer = await addAdmin(gatehouse, 'viewer@reset.test', 'VIEWER', 'demo');
const approver = await addAdmin(gatehouse, 'approver@reset.test', 'APPROVER', 'demo');
const other = await addAdmin(gatehouse, 'other@reset.test', 'OWNER', 'elsewhere');

test('an admin who may decide takes all factors away: sessions end, the password stays, and the person is told', async () => {
  const { id, email, token } = await personWithTotp(gatehouse, 'ada@reset.test', admin);
  const { results } = await succeed(resetSecondFactor(gatehouse, [id], approver));
  expect(results).toMatchObject([{ id, developer: { hasSecondFactor: false }, error: null }]);
  expect(await whoAmI(gatehouse, { token })).toBeNull();
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).at(-1)).toContain('Your second factors were reset');
  const [event] = await gatehouse.sql("SELECT actor_kind, data FROM events WHERE type = 'second-factor.reset'");
  expect(event).toEqual({ actor_kind: 'ADMIN', data: { factors: 1 } });
});

test('others may not, and people without a second factor are skipped', async () => {
  const { id } = await personWithTotp(gatehouse, 'kept@reset.test', admin);
  const without = await loggedInPerson(gatehouse, 'without@reset.test', admin);
  const skipped = async (ids: string[], token: string) =>
    (await succeed(resetSecondFactor(gatehouse, ids, token))).results.map(({ error }) => error?.__typename ?? null);
  expect(await skipped([id], viewer)).toEqual(['NotAllowed']);
  expect(await skipped([id], other)).toEqual(['NotFound']);
  expect(await skipped([without.id, randomUUID(), id], approver)).toEqual(['NotFound', 'NotFound', null]);
  await refusal(resetSecondFactor(gatehouse, [id], undefined), 'NotAllowed');
  expect(await secondFactorsOf(gatehouse, without.id, approver)).toMatchObject({
    possibleActs: expect.not.arrayContaining(['RESET_SECOND_FACTOR']),
  });
});
