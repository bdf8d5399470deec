import { expect, test } from 'vitest';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { deletionDueAt, deletionsOf, letDaysPass, whoDeleted } from '../kit/deletion.ts';
import { startInstallation } from '../kit/installation.ts';
import { findLink } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';
import { deleteAccount, keepAccount } from '../kit/own-account.ts';
import { bearer, loggedInPerson, whoAmI } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await succeed(updatePortal(gatehouse, { deletionGraceDays: 7 }, admin));

test('keeps the account: no date, no job, no link, and an event', async () => {
  const { id, email, keep } = await whoDeleted(gatehouse, admin, 'stays@keep.test');
  const token = await bearer(gatehouse, email);
  expect(await keepAccount(gatehouse, { token })).toEqual({
    __typename: 'KeepAccountSuccess',
    developer: { id, deletionDueAt: null },
  });
  expect(await deletionDueAt(gatehouse, id)).toBeNull();
  expect(await deletionsOf(gatehouse, id)).toEqual([]);
  expect(await findLink(gatehouse, keep)).toMatchObject({ works: false, deadBecause: 'ENDED' });
  expect(await whoAmI(gatehouse, { token })).toBe(email);
  const kept = "SELECT actor_kind FROM events WHERE subject_id = $1 AND type = 'developer.deletion-cancelled'";
  expect(await gatehouse.sql(kept, [id])).toEqual([{ actor_kind: 'DEVELOPER' }]);

  // Once more is no failure, and no event.
  await succeed(keepAccount(gatehouse, { token }));
  expect(await gatehouse.sql(kept, [id])).toHaveLength(1);
});

test('the account can be deleted again, and gets its whole days', async () => {
  const { id, email } = await whoDeleted(gatehouse, admin, 'twice@keep.test');
  await letDaysPass(gatehouse, id);
  const token = await bearer(gatehouse, email);
  await succeed(keepAccount(gatehouse, { token }));
  await succeed(deleteAccount(gatehouse, { token }));
  await gatehouse.drain();
  const [left] = await gatehouse.sql<{ days: number }>(
    'SELECT round(extract(epoch FROM deletion_due_at - now()) / 86400)::int AS days FROM developers WHERE id = $1',
    [id],
  );
  expect(left).toEqual({ days: 7 });
  expect(await deletionsOf(gatehouse, id)).toHaveLength(1);
});

test('R33: strangers, admins and sessions of another portal may not', async () => {
  await createPortal(gatehouse, 'other', admin);
  const { id, email } = await whoDeleted(gatehouse, admin, 'portal@keep.test');
  const denied = { __typename: 'NotAllowed' };
  expect(await keepAccount(gatehouse, {})).toMatchObject(denied);
  expect(await keepAccount(gatehouse, { token: admin })).toMatchObject(denied);
  const token = await bearer(gatehouse, email);
  expect(await keepAccount(gatehouse, { token }, 'other')).toMatchObject(denied);
  expect(await deletionDueAt(gatehouse, id)).not.toBeNull();
});

test('R9: against a deletion in the same moment, the account waits or stays, and nobody gets an unexpected error', async () => {
  for (let round = 0; round < 5; round++) {
    const { id, email, token } = await loggedInPerson(gatehouse, `race${round}@keep.test`, admin);
    const other = await bearer(gatehouse, email);
    const [deleted, kept] = await Promise.all([
      deleteAccount(gatehouse, { token }, { email }),
      keepAccount(gatehouse, { token: other }),
    ]);
    expect(deleted.__typename).toBe('DeleteAccountSuccess');
    expect(['KeepAccountSuccess', 'NotAllowed']).toContain(kept.__typename);
    expect(await deletionDueAt(gatehouse, id)).not.toBeNull();
    expect(await deletionsOf(gatehouse, id)).toHaveLength(1);
  }
});
