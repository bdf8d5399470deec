import { expect, test } from 'vitest';
import { LONGEST_GRACE_DAYS } from '../../domain/portals/portal-input.ts';
import { addAdmin, decide, deleteDevelopers, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { deletionDueAt, deletionsOf, letDaysPass, whoDeleted } from '../kit/deletion.ts';
import { whoMoved } from '../kit/email-changes.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { findLink } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';
import { changePassword, deleteAccount, exportMyData, keepAccountByLink, undoEmailChange } from '../kit/own-account.ts';
import {
  bearer,
  lastMailTo,
  loggedInPerson,
  logIn,
  mailedToken,
  NEW_PASSWORD,
  requestPasswordReset,
  resetPassword,
  signUp,
  statusOf,
  subjectsTo,
  tokenIn,
  whoAmI,
} from '../kit/people.ts';
import { comeIn, connect, whoIs } from '../kit/sso.ts';
import { timelineOf } from '../kit/timeline.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
await succeed(updatePortal(gatehouse, { deletionGraceDays: 14 }, admin));

const DAY_MS = 86_400_000;
const SCHEDULED = 'Your account at demo portal is going to be deleted';
const DELETED = 'Your account at demo portal was deleted';

test('the account waits for the days of the portal, logged out everywhere and with no other link', async () => {
  const { id, email, token } = await loggedInPerson(gatehouse, 'waits@later.test', admin);
  const other = await bearer(gatehouse, email);
  await requestPasswordReset(gatehouse, email);
  const reset = await mailedToken(gatehouse, email);
  const before = Date.now();
  const answer = await succeed(deleteAccount(gatehouse, { token }));
  const dueAt = await deletionDueAt(gatehouse, id);
  expect(answer).toMatchObject({ portal: { slug: 'demo' }, deletionDueAt: dueAt?.toISOString() });
  expect(Math.abs((dueAt?.getTime() ?? 0) - before - 14 * DAY_MS)).toBeLessThan(60_000);

  for (const session of [token, other]) expect(await whoAmI(gatehouse, { token: session })).toBeNull();
  expect(await resetPassword(gatehouse, reset, NEW_PASSWORD)).toMatchObject({ __typename: 'InvalidToken' });
  expect(await deletionsOf(gatehouse, id)).toEqual([{ status: 'QUEUED', attempt: 0 }]);
  const [job] = await gatehouse.sql(
    "SELECT due_at, queue FROM jobs WHERE name = 'deleteDueAccount' AND payload->>'developerId' = $1",
    [id],
  );
  expect(job).toEqual({ due_at: dueAt, queue: 'APPROVALS' });
});

test('the email says when, with the zone, and has a link that shows the account without its address', async () => {
  const { id, email, keep } = await whoDeleted(gatehouse, admin, 'mail@later.test');
  const { subject, text } = lastMailTo(gatehouse, email);
  expect(subject).toBe(SCHEDULED);
  const dueAt = await deletionDueAt(gatehouse, id);
  const [, day, time] = text.match(/deleted for good on (.+?), (\d\d:\d\d) UTC/) ?? [];
  expect(new Date(`${day} ${time} UTC`).getTime()).toBe(Math.floor((dueAt?.getTime() ?? 0) / 60_000) * 60_000);
  expect(text).toContain('/keep-account?token=');
  expect(text).toContain('/forgot-password');
  expect(await findLink(gatehouse, keep)).toMatchObject({
    kind: 'KEEP_ACCOUNT',
    works: true,
    email: null,
    account: { maskedEmail: 'm***@later.test' },
    expiresAt: dueAt?.toISOString(),
  });
  expect(await deletionDueAt(gatehouse, id)).not.toBeNull();
});

test('a person logs in meanwhile, is told, exports the data, and a second deletion moves nothing', async () => {
  const { id, email, keep } = await whoDeleted(gatehouse, admin, 'meanwhile@later.test');
  const dueAt = (await deletionDueAt(gatehouse, id))?.toISOString();
  const token = await bearer(gatehouse, email);
  const { data } = await gatehouse.graphql('{ me(portal: "demo") { deletionDueAt } }', {}, { token });
  expect(data).toEqual({ me: { deletionDueAt: dueAt } });
  const { json } = await succeed(exportMyData(gatehouse, { token }), 'json');
  expect(JSON.parse(json).profile.deletionDueAt).toBe(dueAt);

  await succeed(updatePortal(gatehouse, { deletionGraceDays: 0 }, admin));
  expect(await succeed(deleteAccount(gatehouse, { token }))).toMatchObject({ deletionDueAt: dueAt });
  await succeed(updatePortal(gatehouse, { deletionGraceDays: 14 }, admin));
  expect(await whoAmI(gatehouse, { token })).toBeNull();
  expect(await deletionsOf(gatehouse, id)).toHaveLength(1);
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).filter((subject) => subject === SCHEDULED)).toHaveLength(1);
  expect(await findLink(gatehouse, keep)).toMatchObject({ works: true });
});

test('R27: who is revoked meanwhile does not get in, and the deletion stands', async () => {
  const { id, email, keep } = await whoDeleted(gatehouse, admin, 'revoked@later.test');
  await decide(gatehouse, 'revoke', [id], admin);
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'NotApproved', status: 'REVOKED' });
  expect(await keepAccountByLink(gatehouse, keep)).toMatchObject({ __typename: 'InvalidToken' });
  await letDaysPass(gatehouse, id);
  await gatehouse.drain();
  expect(await statusOf(gatehouse, email)).toBeNull();
});

test('R210: an intruder who changes the password cannot end the link of the owner', async () => {
  const { id, email, keep } = await whoDeleted(gatehouse, admin, 'intruder@later.test');
  const token = await bearer(gatehouse, email);
  await succeed(changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD }));
  expect(await keepAccountByLink(gatehouse, keep)).toMatchObject({ __typename: 'KeepAccountByLinkSuccess' });
  expect(await deletionDueAt(gatehouse, id)).toBeNull();
});

test('R210: the owner of the address of before is told too, and an undo of the change keeps the account', async () => {
  const moved = await whoMoved(gatehouse, admin, 'moved-old@later.test', 'moved-new@later.test');
  await succeed(deleteAccount(gatehouse, moved));
  await gatehouse.drain();
  for (const address of ['moved-old@later.test', 'moved-new@later.test']) {
    expect(subjectsTo(gatehouse, address).at(-1)).toBe(SCHEDULED);
  }
  const keep = tokenIn(lastMailTo(gatehouse, 'moved-old@later.test'));
  expect(await findLink(gatehouse, keep)).toMatchObject({ works: true, account: { maskedEmail: 'm***@later.test' } });
  await succeed(undoEmailChange(gatehouse, moved.undo));
  expect(await deletionDueAt(gatehouse, moved.id)).toBeNull();
  expect(await deletionsOf(gatehouse, moved.id)).toEqual([]);
  expect(await findLink(gatehouse, keep)).toMatchObject({ works: false });
});

test('a sign-up with the address is answered as for any account', async () => {
  const { id, email } = await whoDeleted(gatehouse, admin, 'again@later.test');
  await succeed(signUp(gatehouse, email));
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).at(-1)).toBe('Your registration at demo portal: Approved');
  expect(await deletionDueAt(gatehouse, id)).not.toBeNull();
});

test('admins see it, and can delete at once; the job then finds nobody', async () => {
  const { id, email } = await whoDeleted(gatehouse, admin, 'desk@later.test');
  const viewer = await addAdmin(gatehouse, 'viewer@later.test', 'VIEWER', 'demo');
  const { data } = await gatehouse.graphql(
    'query($id: ID!) { developer(id: $id) { deletionDueAt status } }',
    { id },
    { token: viewer },
  );
  expect(data).toEqual({
    developer: { deletionDueAt: (await deletionDueAt(gatehouse, id))?.toISOString(), status: 'APPROVED' },
  });
  const shown = JSON.stringify(await timelineOf(gatehouse, { id }, admin));
  expect(shown).toContain('developer.deletion-scheduled');
  expect(shown).toContain('sendDeletionScheduledEmail');
  expect(shown).not.toContain('deleteDueAccount');
  await succeed(deleteDevelopers(gatehouse, [id], admin));
  await gatehouse.sql(
    "UPDATE jobs SET due_at = now() WHERE name = 'deleteDueAccount' AND finished_at IS NULL AND payload->>'developerId' = $1",
    [id],
  );
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).filter((subject) => subject === DELETED)).toHaveLength(1);
  expect(await gatehouse.sql('SELECT name, last_error FROM jobs WHERE last_error IS NOT NULL')).toEqual([]);
});

test('with SSO the browser comes to the page that says so', async () => {
  const connection = await connect(gatehouse, issuer);
  issuer.behave({ person: { sub: 'leaver', name: 'Ada Lovelace', email: 'leaver@later.test', email_verified: true } });
  const { end: first } = await comeIn(connection);
  const [person] = await gatehouse.sql<{ id: string }>("SELECT id FROM developers WHERE email = 'leaver@later.test'");
  await decide(gatehouse, 'approve', [person?.id ?? ''], admin);
  expect(first.location?.pathname).not.toBe('/p/demo/account');
  await gatehouse.sql("UPDATE developers SET deletion_due_at = now() + interval '1 day' WHERE id = $1", [person?.id]);
  const { end, browser } = await comeIn(connection);
  expect(end.location?.href).toBe(`${gatehouse.url}/p/demo/account`);
  expect(await whoIs(gatehouse, browser)).toBe('leaver@later.test');
});

test('a portal takes 0 to 30 days, and the audit log shows a change', async () => {
  for (const deletionGraceDays of [-1, LONGEST_GRACE_DAYS + 1]) {
    expect(await updatePortal(gatehouse, { deletionGraceDays }, admin)).toMatchObject({
      __typename: 'InvalidInput',
      issues: [{ path: ['deletionGraceDays'] }],
    });
  }
  await succeed(updatePortal(gatehouse, { deletionGraceDays: LONGEST_GRACE_DAYS }, admin));
  await succeed(updatePortal(gatehouse, { deletionGraceDays: 14 }, admin));
  const { data } = await gatehouse.graphql('{ portal(slug: "demo") { deletionGraceDays } }');
  expect(data).toEqual({ portal: { deletionGraceDays: 14 } });
  const [event] = await gatehouse.sql("SELECT data FROM events WHERE type = 'portal.updated' ORDER BY id DESC LIMIT 1");
  expect(event).toMatchObject({ data: { before: { deletionGraceDays: 30 }, after: { deletionGraceDays: 14 } } });
});
