import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { beforeEach, expect, test, vi } from 'vitest';
import { createPortal, decide, openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { whoAskedToMove, whoMoved } from '../kit/email-changes.ts';
import { startInstallation } from '../kit/installation.ts';
import { acceptInvitation, invited, stateOfInvitation } from '../kit/invitations.ts';
import { changePassword, confirmEmailChange, deleteAccount, requestEmailChange, undoEmailChange } from '../kit/own-account.ts';
import {
  DEAD_LINK,
  developerId,
  lastMailTo,
  loggedInPerson,
  logIn,
  logInCookie,
  mailedToken,
  NEW_PASSWORD,
  requestPasswordReset,
  resetPassword,
  signUp,
  subjectsTo,
  verifiedPerson,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';
import { PATIENCE } from '../kit/processes.ts';

const WAITING = 'SELECT 1 FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0 AND datname = current_database()';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

let count = 0;
let [old, wanted] = ['', ''];
/** Each test has addresses of its own. */
beforeEach(() => {
  count++;
  [old, wanted] = [`old${count}@move.test`, `new${count}@move.test`];
});

const asked = (from = old, to = wanted) => whoAskedToMove(gatehouse, admin, from, to);
const moved = (from = old, to = wanted) => whoMoved(gatehouse, admin, from, to);

test('changes the address, tells the old one, and leaves sessions alone', async () => {
  const { token, confirmation, id } = await asked();
  expect(await confirmEmailChange(gatehouse, confirmation)).toEqual({
    __typename: 'ConfirmEmailChangeSuccess',
    email: wanted,
    portal: { slug: 'demo' },
  });
  expect(await whoAmI(gatehouse, { token })).toBe(wanted);
  expect(await developerId(gatehouse, wanted)).toBe(id);
  expect(await logIn(gatehouse, old)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await logIn(gatehouse, wanted)).toMatchObject({ __typename: 'LogInSuccess' });
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, old);
  expect(mail.subject).toBe('Your email address for demo portal was changed');
  expect(mail.text).toContain(`${gatehouse.url}/p/demo/undo-email-change?token=`);
  expect(mail.text).toContain('valid for 72 hours');
  expect(mail.text).not.toContain(wanted);
});

test('S7: while another developer of the portal is logged in, the link is refused and stays as good as before', async () => {
  const { confirmation, token: own, id } = await asked();
  const vera = await loggedInPerson(gatehouse, `vera-${count}@move.test`, admin);
  const cookie = await logInCookie(gatehouse, vera.email);
  expect(await whoAmI(gatehouse, { cookie })).toBe(vera.email);
  for (const options of [{ token: vera.token }, { cookie }]) {
    expect(await confirmEmailChange(gatehouse, confirmation, options)).toMatchObject({
      __typename: 'NotAllowed',
      message: expect.stringContaining('You are logged in to another account of this portal.'),
    });
  }
  expect(await developerId(gatehouse, old)).toBe(id);
  expect(await confirmEmailChange(gatehouse, 'A'.repeat(43), { cookie })).toMatchObject(DEAD_LINK);
  expect(await confirmEmailChange(gatehouse, confirmation, { token: own })).toMatchObject({ email: wanted });
});

test('S7: a person who is logged in at another portal, or as an admin, may confirm', async () => {
  const { confirmation } = await asked();
  expect(await confirmEmailChange(gatehouse, confirmation, { token: admin })).toMatchObject({ email: wanted });
});

test('R9: when 20 confirmations use one link at once, one succeeds, and the old address gets one mail', async () => {
  const { confirmation } = await asked();
  const answers = await Promise.all(Array.from({ length: 20 }, () => confirmEmailChange(gatehouse, confirmation)));
  expect(answers.filter(({ __typename }) => __typename === 'ConfirmEmailChangeSuccess')).toHaveLength(1);
  expect(answers.filter(({ __typename }) => __typename === 'InvalidToken')).toHaveLength(19);
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, old).filter((subject) => subject.includes('was changed'))).toHaveLength(1);
});

test('R10: a link is refused once its time is over', async () => {
  const { confirmation } = await asked();
  const move = (by: string) =>
    gatehouse.sql(`UPDATE tokens SET expires_at = now() + interval '${by}' WHERE email = $1`, [wanted]);
  await move('-1 second');
  expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject(DEAD_LINK);
  await move('2 seconds');
  expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject({ __typename: 'ConfirmEmailChangeSuccess' });
});

test('R11: each link is good for its own purpose alone, and stays good there', async () => {
  const { confirmation } = await asked();
  expect(await verifyEmail(gatehouse, confirmation)).toMatchObject(DEAD_LINK);
  expect(await resetPassword(gatehouse, confirmation, NEW_PASSWORD)).toMatchObject(DEAD_LINK);
  expect(await undoEmailChange(gatehouse, confirmation)).toMatchObject(DEAD_LINK);
  expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject({ email: wanted });
  const undo = await mailedToken(gatehouse, old);
  expect(await confirmEmailChange(gatehouse, undo)).toMatchObject(DEAD_LINK);
  expect(await undoEmailChange(gatehouse, undo)).toMatchObject({ email: old });
  for (const token of ['', 'x', undo.slice(1)]) expect(await undoEmailChange(gatehouse, token)).toMatchObject(DEAD_LINK);
});

test('R12: links that were mailed to the old address end, and so do those to other new ones', async () => {
  const { token, confirmation } = await asked();
  await requestPasswordReset(gatehouse, old);
  const reset = await mailedToken(gatehouse, old);
  await requestEmailChange(gatehouse, { token }, `third${count}@move.test`);
  const other = await mailedToken(gatehouse, `third${count}@move.test`);
  expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject({ email: wanted });
  expect(await resetPassword(gatehouse, reset, NEW_PASSWORD)).toMatchObject(DEAD_LINK);
  expect(await confirmEmailChange(gatehouse, other)).toMatchObject(DEAD_LINK);
});

test('R12: the link is dead after a new password, a reset, a revoke and a deletion', async () => {
  const changed = await asked(`a${old}`, `a${wanted}`);
  const reset = await asked(`b${old}`, `b${wanted}`);
  const revoked = await asked(`c${old}`, `c${wanted}`);
  const deleted = await asked(`d${old}`, `d${wanted}`);
  await changePassword(gatehouse, changed, { newPassword: NEW_PASSWORD });
  await requestPasswordReset(gatehouse, reset.email);
  await resetPassword(gatehouse, await mailedToken(gatehouse, reset.email), NEW_PASSWORD);
  await decide(gatehouse, 'revoke', [revoked.id], admin);
  await deleteAccount(gatehouse, deleted);
  for (const { confirmation } of [changed, reset, revoked, deleted]) {
    expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject(DEAD_LINK);
  }
});

test('an unverified registration reserves nothing: it is gone, with its links', async () => {
  await signUp(gatehouse, wanted, { fullName: 'Eve' });
  const verification = await mailedToken(gatehouse, wanted);
  const { id, token } = await moved();
  expect(await developerId(gatehouse, wanted)).toBe(id);
  expect(await verifyEmail(gatehouse, verification)).toMatchObject(DEAD_LINK);
  const { data } = await gatehouse.graphql('{ me(portal: "demo") { email fullName } }', {}, { token });
  expect(data).toEqual({ me: { email: wanted, fullName: 'Ada Lovelace' } });
});

test('an address that somebody verified meanwhile stays theirs', async () => {
  const { token, confirmation } = await asked();
  const other = await verifiedPerson(gatehouse, wanted);
  expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject(DEAD_LINK);
  expect(await whoAmI(gatehouse, { token })).toBe(old);
  expect(await developerId(gatehouse, wanted)).toBe(other.id);
});

test('the same address at another portal is another one', async () => {
  await createPortal(gatehouse, `portal${count}`, admin);
  await signUp(gatehouse, wanted, { portal: `portal${count}` });
  await verifyEmail(gatehouse, await mailedToken(gatehouse, wanted));
  const { token } = await moved();
  expect(await whoAmI(gatehouse, { token })).toBe(wanted);
});

test('R9: three people confirm one address in the same moment: one gets it, and the others keep their own', async () => {
  const people: { email: string; token: string }[] = [];
  const links: string[] = [];
  for (const i of [0, 1, 2]) {
    const person = await loggedInPerson(gatehouse, `p${i}${old}`, admin);
    people.push(person);
    await requestEmailChange(gatehouse, person, wanted);
    links.push(await mailedToken(gatehouse, wanted));
  }
  const answers = await Promise.all(links.map((link) => confirmEmailChange(gatehouse, link)));
  const won = answers.findIndex(({ __typename }) => __typename === 'ConfirmEmailChangeSuccess');
  expect(answers.filter(({ __typename }) => __typename === 'InvalidToken')).toHaveLength(2);
  const now = await Promise.all(people.map((person) => whoAmI(gatehouse, person)));
  expect(now).toEqual(people.map(({ email }, i) => (i === won ? wanted : email)));
});

test('R9: against the verification of a sign-up of the address in the same moment, exactly one gets it', async () => {
  for (let round = 0; round < 6; round++) {
    const [from, to] = [`r${round}${old}`, `r${round}${wanted}`];
    const { token, confirmation } = await asked(from, to);
    await signUp(gatehouse, to);
    const verification = await mailedToken(gatehouse, to);
    const [confirmed, verified] = await Promise.all(
      round % 2
        ? [confirmEmailChange(gatehouse, confirmation), verifyEmail(gatehouse, verification)]
        : [verifyEmail(gatehouse, verification), confirmEmailChange(gatehouse, confirmation)].toReversed(),
    );
    expect([
      ['ConfirmEmailChangeSuccess', 'InvalidToken'],
      ['InvalidToken', 'VerifyEmailSuccess'],
    ]).toContainEqual([confirmed?.__typename, verified?.__typename]);
    expect(await whoAmI(gatehouse, { token })).toBe(confirmed && 'email' in confirmed ? confirmed.email : from);
  }
});

test('a sign-up that slips in between, after the address was cleared, does not keep it', async () => {
  const { token, confirmation } = await asked();
  const signingUp = new Client({ connectionString: gatehouse.databaseUrl });
  await signingUp.connect();
  await signingUp.query('BEGIN');
  await signingUp.query(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, updated_at)
     SELECT gen_random_uuid(), id, $1, $1, 'Eve', now() FROM portals WHERE slug = 'demo'`,
    [wanted],
  );
  const confirmed = confirmEmailChange(gatehouse, confirmation);
  while ((await gatehouse.sql(WAITING)).length === 0) await setTimeout(5);
  await signingUp.query('COMMIT');
  await signingUp.end();
  expect(await confirmed).toMatchObject({ __typename: 'ConfirmEmailChangeSuccess' });
  expect(await whoAmI(gatehouse, { token })).toBe(wanted);
});

test('R9: two people who confirm each other’s address at the same moment both keep their own', async () => {
  for (let round = 0; round < 5; round++) {
    const ada = await asked(`a${round}${old}`, `a${round}${wanted}`);
    const grace = await asked(`g${round}${old}`, `g${round}${wanted}`);
    // The links were mailed while the addresses were free; who has them by now is another matter.
    for (const [mine, theirs] of [
      [ada, grace],
      [grace, ada],
    ] as const) {
      await gatehouse.sql("UPDATE tokens SET email = $2 WHERE developer_id = $1 AND purpose = 'CONFIRM_EMAIL_CHANGE'", [
        mine.id,
        theirs.email,
      ]);
    }
    const links = [ada.confirmation, grace.confirmation];
    // Both have taken their own row when both begin to change it.
    const answers = await whileHeld(
      gatehouse.databaseUrl,
      'LOCK TABLE developers IN SHARE MODE',
      () => Promise.all(links.map((link) => confirmEmailChange(gatehouse, link))),
      () => vi.waitFor(async () => expect(await gatehouse.sql(WAITING)).toHaveLength(2), PATIENCE),
    );
    expect(answers).toMatchObject([DEAD_LINK, DEAD_LINK]);
    expect(await Promise.all([ada, grace].map((person) => whoAmI(gatehouse, person)))).toEqual([ada.email, grace.email]);
  }
});

test('R9: against the deletion of the account in the same moment, no address is left behind', async () => {
  for (let round = 0; round < 4; round++) {
    const [from, to] = [`d${round}${old}`, `d${round}${wanted}`];
    const { token, confirmation } = await asked(from, to);
    const [deleted, confirmed] = await Promise.all([
      deleteAccount(gatehouse, { token }, { email: from }),
      confirmEmailChange(gatehouse, confirmation),
    ]);
    // After the move, the typed address is no longer that of the account.
    const isDeleted = deleted.__typename === 'DeleteAccountSuccess';
    expect([deleted.__typename, confirmed.__typename]).toEqual(
      isDeleted ? ['DeleteAccountSuccess', 'InvalidToken'] : ['InvalidInput', 'ConfirmEmailChangeSuccess'],
    );
    const left = await gatehouse.sql('SELECT email FROM developers WHERE email IN ($1, $2)', [from, to]);
    expect(left).toEqual(isDeleted ? [] : [{ email: to }]);
    // The link that undoes the move is at the address before it; nothing of a deleted account is left at either.
    const tokens = await gatehouse.sql<{ purpose: string }>('SELECT purpose FROM tokens WHERE email IN ($1, $2)', [from, to]);
    expect(tokens.map(({ purpose }) => purpose)).toEqual(isDeleted ? [] : ['UNDO_EMAIL_CHANGE']);
  }
});

test('uses an invitation of the new address, so that it opens no second account after the first one is revoked', async () => {
  const invitation = await invited(gatehouse, wanted, admin, { approved: true });
  const { id, undo } = await moved();
  expect(await stateOfInvitation(gatehouse, wanted, admin)).toBe('USED');
  const [row] = await gatehouse.sql('SELECT status, invitation_id FROM developers WHERE id = $1', [id]);
  expect(row).toEqual({ status: 'APPROVED', invitation_id: null });
  await undoEmailChange(gatehouse, undo);
  await decide(gatehouse, 'revoke', [id], admin);
  expect(await acceptInvitation(gatehouse, invitation.token)).toMatchObject(DEAD_LINK);
});
