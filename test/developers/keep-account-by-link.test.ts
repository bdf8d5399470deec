import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { deletionDueAt, deletionsOf, letDaysPass, whoDeleted } from '../kit/deletion.ts';
import { startInstallation } from '../kit/installation.ts';
import { findLink, stateOf } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';
import { keepAccountByLink } from '../kit/own-account.ts';
import { DEAD_LINK, logIn } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await succeed(updatePortal(gatehouse, { deletionGraceDays: 7 }, admin));

test('keeps the account without a log-in, once, and logs nobody in', async () => {
  const { id, email, keep } = await whoDeleted(gatehouse, admin, 'link@keep.test');
  for (let look = 0; look < 2; look++) expect(await findLink(gatehouse, keep)).toMatchObject({ works: true });
  expect(await deletionDueAt(gatehouse, id)).not.toBeNull();
  expect(await keepAccountByLink(gatehouse, keep)).toEqual({
    __typename: 'KeepAccountByLinkSuccess',
    portal: { slug: 'demo' },
  });
  expect(await deletionDueAt(gatehouse, id)).toBeNull();
  expect(await deletionsOf(gatehouse, id)).toEqual([]);
  expect(await gatehouse.sql('SELECT 1 FROM sessions WHERE developer_id = $1', [id])).toEqual([]);
  expect(await keepAccountByLink(gatehouse, keep)).toMatchObject(DEAD_LINK);
  expect(await findLink(gatehouse, keep)).toMatchObject({ kind: 'KEEP_ACCOUNT', deadBecause: 'USED' });
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess', developer: { email } });
});

test('a link of another kind, an old one and an invented one keep nothing', async () => {
  const { id, keep, verificationToken } = await whoDeleted(gatehouse, admin, 'old@keep.test');
  expect(await keepAccountByLink(gatehouse, verificationToken)).toMatchObject(DEAD_LINK);
  expect(await keepAccountByLink(gatehouse, 'A'.repeat(43))).toMatchObject(DEAD_LINK);
  await letDaysPass(gatehouse, id);
  expect(await keepAccountByLink(gatehouse, keep)).toMatchObject(DEAD_LINK);
  expect(await stateOf(gatehouse, keep)).toMatchObject({ works: false });
});

test('R9: of parallel calls, one keeps the account', async () => {
  const { id, keep } = await whoDeleted(gatehouse, admin, 'parallel@keep.test');
  const answers = await Promise.all(Array.from({ length: 8 }, () => keepAccountByLink(gatehouse, keep)));
  expect(answers.filter(({ __typename }) => __typename === 'KeepAccountByLinkSuccess')).toHaveLength(1);
  expect(answers.filter(({ __typename }) => __typename === 'InvalidToken')).toHaveLength(7);
  const kept = "SELECT 1 FROM events WHERE subject_id = $1 AND type = 'developer.deletion-cancelled'";
  expect(await gatehouse.sql(kept, [id])).toHaveLength(1);
});
