import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { deletionsOf, letDaysPass, whoDeleted } from '../kit/deletion.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { deleteAccount, keepAccount, keepAccountByLink } from '../kit/own-account.ts';
import { bearer, loggedInPerson, logIn, mailedToken, signUp, statusOf, subjectsTo, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await succeed(updatePortal(gatehouse, { deletionGraceDays: 1 }, admin));

const DELETED = 'Your account at demo portal was deleted';

test('R211: after the days the account is deleted as at once, with the email and the event', async () => {
  const { id, email, keep } = await whoDeleted(gatehouse, admin, 'due@due.test');
  await gatehouse.drain();
  expect(await statusOf(gatehouse, email)).toBe('APPROVED');
  await letDaysPass(gatehouse, id);
  await gatehouse.drain();
  expect(await statusOf(gatehouse, email)).toBeNull();
  expect(subjectsTo(gatehouse, email).at(-1)).toBe(DELETED);
  expect(await keepAccountByLink(gatehouse, keep)).toMatchObject({ __typename: 'InvalidToken' });
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'InvalidCredentials' });
  const events = await gatehouse.sql(
    "SELECT type, actor_kind, actor_id, ip FROM events WHERE subject_id = $1 AND type LIKE 'developer.delet%' ORDER BY id",
    [id],
  );
  const byPerson = { actor_kind: 'DEVELOPER', actor_id: id, ip: null };
  expect(events).toEqual([
    { type: 'developer.deletion-scheduled', ...byPerson },
    { type: 'developer.deleted', ...byPerson },
  ]);
  const again = await verifiedPerson(gatehouse, email);
  expect(again.id).not.toBe(id);
});

test('R211: the column decides: a job that comes too early, or for an account that was kept, deletes nothing', async () => {
  const { id, email } = await whoDeleted(gatehouse, admin, 'early@due.test');
  const runJob = () =>
    gatehouse.sql(
      "UPDATE jobs SET due_at = now(), status = 'QUEUED', finished_at = NULL WHERE name = 'deleteDueAccount' AND payload->>'developerId' = $1",
      [id],
    );
  await runJob();
  await gatehouse.drain();
  expect(await statusOf(gatehouse, email)).toBe('APPROVED');

  const token = await bearer(gatehouse, email);
  await succeed(keepAccount(gatehouse, { token }));
  await succeed(deleteAccount(gatehouse, { token }));
  // One that was tried stays, and the next one beside it.
  expect(await deletionsOf(gatehouse, id)).toHaveLength(2);
  await runJob();
  await gatehouse.drain();
  expect(await statusOf(gatehouse, email)).toBe('APPROVED');
});

test('an email that cannot be delivered does not hold up the deletion', async () => {
  const { id, email, token } = await loggedInPerson(gatehouse, 'nowhere@due.test', admin);
  gatehouse.inbox.behaviour.refuseMail = { code: 550, message: 'no such mailbox' };
  await succeed(deleteAccount(gatehouse, { token }));
  await gatehouse.drain();
  gatehouse.inbox.behaviour.refuseMail = undefined;
  expect(
    await gatehouse.sql("SELECT status FROM jobs WHERE name = 'sendDeletionScheduledEmail' AND payload->>'developerId' = $1", [
      id,
    ]),
  ).toEqual([{ status: 'FAILED' }]);
  await letDaysPass(gatehouse, id);
  await gatehouse.drain();
  expect(await statusOf(gatehouse, email)).toBeNull();
});

test('R211: against keepAccount and its link in the same moment, exactly one side wins', async () => {
  for (let round = 0; round < 6; round++) {
    const { id, email, keep } = await whoDeleted(gatehouse, admin, `race${round}@due.test`);
    const token = await bearer(gatehouse, email);
    await letDaysPass(gatehouse, id);
    await gatehouse.sql("UPDATE tokens SET expires_at = now() + interval '1 hour' WHERE developer_id = $1", [id]);
    const keeping = round % 2 === 0 ? keepAccount(gatehouse, { token }) : keepAccountByLink(gatehouse, keep);
    const [kept] = await Promise.all([keeping, gatehouse.drain()]);
    await gatehouse.drain();
    const isKept = /Success$/.test(kept.__typename);
    if (!isKept) expect(['NotAllowed', 'InvalidToken']).toContain(kept.__typename);
    expect(await statusOf(gatehouse, email)).toBe(isKept ? 'APPROVED' : null);
    expect(subjectsTo(gatehouse, email).filter((subject) => subject === DELETED)).toHaveLength(isKept ? 0 : 1);
  }
});

test('the address is free after it, for the person who signed up meanwhile as for others', async () => {
  const { id, email } = await whoDeleted(gatehouse, admin, 'free@due.test');
  await letDaysPass(gatehouse, id);
  await gatehouse.drain();
  await succeed(signUp(gatehouse, email));
  await mailedToken(gatehouse, email);
  expect(subjectsTo(gatehouse, email).at(-1)).toBe('Verify your email address for demo portal');
});
