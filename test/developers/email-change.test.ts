import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createPortal, decide, openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { changePassword, confirmEmailChange, deleteAccount, requestEmailChange, undoEmailChange } from '../kit/own-account.ts';
import {
  developerId,
  loggedInPerson,
  logIn,
  mailedToken,
  mailsTo,
  PASSWORD,
  requestPasswordReset,
  resendVerification,
  resetPassword,
  setPassword,
  signUp,
  tokenIn,
  verifiedPerson,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';
import { PATIENCE } from '../kit/processes.ts';

const NEW_PASSWORD = 'nine green kites landed';
const WAITING = 'SELECT 1 FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0 AND datname = current_database()';
const DEAD = { __typename: 'InvalidToken' };

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

let count = 0;
let [old, wanted] = ['', ''];
/** Each test has addresses of its own. */
beforeEach(() => {
  count++;
  [old, wanted] = [`old${count}@move.test`, `new${count}@move.test`];
});

const subjectsTo = (email: string) => mailsTo(gatehouse, email).map(({ subject }) => subject);

/** Someone who asked for another address. @returns the person, and the token that was mailed there */
async function asked(from = old, to = wanted) {
  const person = await loggedInPerson(gatehouse, from, admin);
  expect(await requestEmailChange(gatehouse, person, to)).toMatchObject({ __typename: 'RequestEmailChangeSuccess' });
  return { ...person, confirmation: await mailedToken(gatehouse, to) };
}

/** Someone who moved. @returns the person, and the token that undoes it */
async function moved(from = old, to = wanted) {
  const person = await asked(from, to);
  expect(await confirmEmailChange(gatehouse, person.confirmation)).toMatchObject({ __typename: 'ConfirmEmailChangeSuccess' });
  return { ...person, undo: await mailedToken(gatehouse, from) };
}

/** Moves on from where a person is. @returns the token that undoes it, which was mailed to where the person was */
async function moveOn(session: { token: string }, from: string, to: string) {
  await requestEmailChange(gatehouse, session, to);
  await confirmEmailChange(gatehouse, await mailedToken(gatehouse, to));
  return await mailedToken(gatehouse, from);
}

describe('requestEmailChange', () => {
  test('mails a link to the new address, and changes nothing', async () => {
    const { token, email } = await loggedInPerson(gatehouse, old, admin);
    const before = mailsTo(gatehouse, old).length;
    expect(await requestEmailChange(gatehouse, { token }, wanted.toUpperCase())).toEqual({
      __typename: 'RequestEmailChangeSuccess',
      email: wanted,
    });
    await gatehouse.drain();
    const [mail] = mailsTo(gatehouse, `${wanted.split('@')[0]?.toUpperCase()}@move.test`);
    expect(mail?.subject).toBe('Confirm your new email address for demo portal');
    expect(mail?.text).toContain(`${gatehouse.url}/p/demo/confirm-email?token=`);
    expect(mail?.text).toContain('valid for 24 hours');
    expect(mail?.text).not.toMatch(/Ada|old/);
    expect(mailsTo(gatehouse, old)).toHaveLength(before);
    expect(await whoAmI(gatehouse, { token })).toBe(email);
  });

  test('R20: asks for the password', async () => {
    const { token } = await loggedInPerson(gatehouse, old, admin);
    for (const password of ['', 'not my password at all']) {
      const answer = await requestEmailChange(gatehouse, { token }, wanted, { password });
      expect(answer).toEqual({ __typename: 'InvalidCredentials', message: 'The password is wrong.' });
    }
    await gatehouse.drain();
    expect(mailsTo(gatehouse, wanted)).toEqual([]);
  });

  test('that meets, the other way round, who waits for its rows is no unexpected error', async () => {
    const person = await loggedInPerson(gatehouse, old, admin);
    await requestEmailChange(gatehouse, person, wanted);
    const answer = await whileHeld(
      gatehouse.databaseUrl,
      `SELECT FROM mail_bounds WHERE email = '${wanted}' FOR UPDATE`,
      () => requestEmailChange(gatehouse, person, wanted),
      (client) => client.query('SELECT FROM developers WHERE id = $1 FOR UPDATE', [person.id]),
    );
    expect(answer).toMatchObject({ __typename: 'RequestEmailChangeSuccess' });
  });

  test('R33: strangers, admins and sessions of another portal may not', async () => {
    await createPortal(gatehouse, 'other', admin);
    const { token } = await loggedInPerson(gatehouse, old, admin);
    const denied = { __typename: 'NotAllowed' };
    expect(await requestEmailChange(gatehouse, {}, wanted)).toMatchObject(denied);
    expect(await requestEmailChange(gatehouse, { token: admin }, wanted)).toMatchObject(denied);
    expect(await requestEmailChange(gatehouse, { token }, wanted, { portal: 'other' })).toMatchObject(denied);
  });

  test('refuses what is no address, and the address there is', async () => {
    const { token } = await loggedInPerson(gatehouse, old, admin);
    for (const email of ['nobody', `a@b.test, ${wanted}`, old, old.toUpperCase()]) {
      expect(await requestEmailChange(gatehouse, { token }, email)).toMatchObject({ issues: [{ path: ['email'] }] });
    }
  });

  test('R1: answers for a taken, a reserved, an unverified and a free address alike; who has it gets a notice', async () => {
    const [taken, reserved, unverified] = [`taken${count}@move.test`, `reserved${count}@move.test`, `form${count}@move.test`];
    await loggedInPerson(gatehouse, taken, admin);
    await moved(reserved, `elsewhere${count}@move.test`);
    await signUp(gatehouse, unverified);
    await gatehouse.drain();
    gatehouse.inbox.mails.length = 0;
    const { token } = await loggedInPerson(gatehouse, old, admin);
    const answers = [];
    for (const email of [taken, reserved, unverified, wanted]) {
      const document = `mutation { requestEmailChange(input: { portal: "demo", email: "${email}", password: "${PASSWORD}" }) {
        __typename ... on RequestEmailChangeSuccess { email } } }`;
      const answer = await gatehouse.graphql(document, {}, { token });
      answers.push(JSON.stringify(comparable(answer)).replace(email, 'X'));
    }
    expect(new Set(answers).size).toBe(1);
    await gatehouse.drain();
    const confirm = ['Confirm your new email address for demo portal'];
    const notice = ['Your email address was entered at demo portal'];
    expect([taken, reserved, unverified, wanted].map(subjectsTo)).toEqual([notice, notice, confirm, confirm]);
    for (const email of [taken, reserved]) expect(mailsTo(gatehouse, email)[0]?.text).not.toContain('token=');
    expect(mailsTo(gatehouse, reserved)[0]?.text).toContain('reserved');
  });

  test('R3: at most three mails go to a new address in a minute, whoever asks; mails of an account change are not counted', async () => {
    const { token } = await loggedInPerson(gatehouse, old, admin);
    const other = await loggedInPerson(gatehouse, `second${count}@move.test`, admin);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => requestEmailChange(gatehouse, i % 2 ? other : { token }, wanted)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await gatehouse.drain();
    expect(mailsTo(gatehouse, wanted)).toHaveLength(3);
  });
});

describe('confirmEmailChange', () => {
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
    const mail = mailsTo(gatehouse, old).at(-1);
    expect(mail?.subject).toBe('Your email address for demo portal was changed');
    expect(mail?.text).toContain(`${gatehouse.url}/p/demo/undo-email-change?token=`);
    expect(mail?.text).toContain('valid for 72 hours');
    expect(mail?.text).not.toContain(wanted);
  });

  test('R9: of 20 parallel confirmations by one link one succeeds, and tells the old address once', async () => {
    const { confirmation } = await asked();
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirmEmailChange(gatehouse, confirmation)));
    expect(answers.filter(({ __typename }) => __typename === 'ConfirmEmailChangeSuccess')).toHaveLength(1);
    expect(answers.filter(({ __typename }) => __typename === 'InvalidToken')).toHaveLength(19);
    await gatehouse.drain();
    expect(subjectsTo(old).filter((subject) => subject.includes('was changed'))).toHaveLength(1);
  });

  test('R10: a link is refused once its time is over', async () => {
    const { confirmation } = await asked();
    const move = (by: string) =>
      gatehouse.sql(`UPDATE tokens SET expires_at = now() + interval '${by}' WHERE email = $1`, [wanted]);
    await move('-1 second');
    expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject(DEAD);
    await move('2 seconds');
    expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject({ __typename: 'ConfirmEmailChangeSuccess' });
  });

  test('R11: each link is good for its own purpose alone, and stays good there', async () => {
    const { confirmation } = await asked();
    expect(await verifyEmail(gatehouse, confirmation)).toMatchObject(DEAD);
    expect(await resetPassword(gatehouse, confirmation, NEW_PASSWORD)).toMatchObject(DEAD);
    expect(await undoEmailChange(gatehouse, confirmation)).toMatchObject(DEAD);
    expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject({ email: wanted });
    const undo = await mailedToken(gatehouse, old);
    expect(await confirmEmailChange(gatehouse, undo)).toMatchObject(DEAD);
    expect(await undoEmailChange(gatehouse, undo)).toMatchObject({ email: old });
    for (const token of ['', 'x', undo.slice(1)]) expect(await undoEmailChange(gatehouse, token)).toMatchObject(DEAD);
  });

  test('R12: links that were mailed to the old address end, and so do those to other new ones', async () => {
    const { token, confirmation } = await asked();
    await requestPasswordReset(gatehouse, old);
    const reset = await mailedToken(gatehouse, old);
    await requestEmailChange(gatehouse, { token }, `third${count}@move.test`);
    const other = await mailedToken(gatehouse, `third${count}@move.test`);
    expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject({ email: wanted });
    expect(await resetPassword(gatehouse, reset, NEW_PASSWORD)).toMatchObject(DEAD);
    expect(await confirmEmailChange(gatehouse, other)).toMatchObject(DEAD);
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
      expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject(DEAD);
    }
  });

  test('an unverified registration reserves nothing: it is gone, with its links', async () => {
    await signUp(gatehouse, wanted, { fullName: 'Eve' });
    const verification = await mailedToken(gatehouse, wanted);
    const { id, token } = await moved();
    expect(await developerId(gatehouse, wanted)).toBe(id);
    expect(await verifyEmail(gatehouse, verification)).toMatchObject(DEAD);
    const { data } = await gatehouse.graphql('{ me(portal: "demo") { email fullName } }', {}, { token });
    expect(data).toEqual({ me: { email: wanted, fullName: 'Ada Lovelace' } });
  });

  test('an address that somebody verified meanwhile stays theirs', async () => {
    const { token, confirmation } = await asked();
    const other = await verifiedPerson(gatehouse, wanted);
    expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject(DEAD);
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
      expect(await whoAmI(gatehouse, { token })).toBe(confirmed?.email ?? from);
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

  test('R9: two people who confirm each other’s address in the same moment both keep their own', async () => {
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
      expect(answers).toMatchObject([DEAD, DEAD]);
      expect(await Promise.all([ada, grace].map((person) => whoAmI(gatehouse, person)))).toEqual([ada.email, grace.email]);
    }
  });

  test('R9: against the deletion of the account in the same moment, no address is left behind', async () => {
    for (let round = 0; round < 4; round++) {
      const [from, to] = [`d${round}${old}`, `d${round}${wanted}`];
      const { token, confirmation } = await asked(from, to);
      const [deleted, confirmed] = await Promise.all([
        deleteAccount(gatehouse, { token }),
        confirmEmailChange(gatehouse, confirmation),
      ]);
      expect(deleted.__typename).toBe('DeleteAccountSuccess');
      expect(['ConfirmEmailChangeSuccess', 'InvalidToken']).toContain(confirmed.__typename);
      expect(await gatehouse.sql('SELECT 1 FROM developers WHERE email IN ($1, $2)', [from, to])).toEqual([]);
      expect(await gatehouse.sql('SELECT 1 FROM tokens WHERE email IN ($1, $2)', [from, to])).toEqual([]);
    }
  });
});

describe('the old address', () => {
  test('R2, R5: is reserved: a sign-up is answered as any, gets one mail without a link, and verifies nothing', async () => {
    const { token } = await moved();
    const before = mailsTo(gatehouse, old).length;
    expect(await signUp(gatehouse, old)).toEqual({ __typename: 'SignUpSuccess', email: old });
    await gatehouse.drain();
    expect(subjectsTo(old).slice(before)).toEqual(['Your email address was entered at demo portal']);
    expect(mailsTo(gatehouse, old).at(-1)?.text).not.toContain('token=');
    await resendVerification(gatehouse, old);
    await requestPasswordReset(gatehouse, old);
    await gatehouse.drain();
    expect(mailsTo(gatehouse, old).slice(before).map(tokenIn)).toEqual([null, null]);
    expect(await whoAmI(gatehouse, { token })).toBe(wanted);
  });

  test('is reserved: a link that was mailed before in a race verifies nothing, and works once the address is free', async () => {
    await moved();
    await gatehouse.sql("UPDATE tokens SET expires_at = now() - interval '1 second' WHERE email = $1", [old]);
    await signUp(gatehouse, old);
    const verification = await mailedToken(gatehouse, old);
    const reserve = (by: string) =>
      gatehouse.sql(`UPDATE tokens SET expires_at = now() + interval '${by}' WHERE email = $1`, [old]);
    await reserve('1 hour');
    expect(await verifyEmail(gatehouse, verification)).toMatchObject(DEAD);
    await reserve('-1 second');
    expect(await verifyEmail(gatehouse, verification)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  });

  test('is reserved: nobody else can change to it, and its owner can', async () => {
    const { token } = await moved();
    const other = await loggedInPerson(gatehouse, `other${old}`, admin);
    await gatehouse.sql("UPDATE tokens SET expires_at = now() - interval '1 second' WHERE email = $1", [old]);
    await requestEmailChange(gatehouse, other, old);
    const confirmation = await mailedToken(gatehouse, old);
    await gatehouse.sql("UPDATE tokens SET expires_at = now() + interval '1 hour' WHERE email = $1", [old]);
    expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject(DEAD);
    expect(await whoAmI(gatehouse, other)).toBe(other.email);

    await requestEmailChange(gatehouse, { token }, old);
    expect(await confirmEmailChange(gatehouse, await mailedToken(gatehouse, old))).toMatchObject({ email: old });
    expect(await whoAmI(gatehouse, { token })).toBe(old);
  });

  test('R9: is reserved from the moment it is left, also for who confirms it in that moment', async () => {
    const leaving = await asked();
    const coming = await loggedInPerson(gatehouse, `coming${old}`, admin);
    // The link of somebody who wanted it all along; while it is taken none is mailed, so it is made here.
    await requestEmailChange(gatehouse, coming, `decoy${old}`);
    const link = await mailedToken(gatehouse, `decoy${old}`);
    await gatehouse.sql('UPDATE tokens SET email = $1, typed_email = $1 WHERE email = $2', [old, `decoy${old}`]);
    await Promise.all([
      confirmEmailChange(gatehouse, leaving.confirmation),
      ...Array.from({ length: 10 }, async () => expect(await confirmEmailChange(gatehouse, link)).toMatchObject(DEAD)),
    ]);
    expect(await whoAmI(gatehouse, leaving)).toBe(wanted);
    expect(await whoAmI(gatehouse, coming)).toBe(coming.email);
  });

  test('is free after 72 hours, and the link that undoes is dead', async () => {
    const { undo } = await moved();
    const [row] = await gatehouse.sql<{ hours: number }>(
      "SELECT extract(epoch FROM expires_at - created_at)::int / 3600.0 AS hours FROM tokens WHERE email = $1 AND purpose = 'UNDO_EMAIL_CHANGE'",
      [old],
    );
    expect(Number(row?.hours)).toBe(72);
    await gatehouse.sql("UPDATE tokens SET expires_at = now() - interval '1 second' WHERE email = $1", [old]);
    await verifiedPerson(gatehouse, old);
    expect(await undoEmailChange(gatehouse, undo)).toMatchObject(DEAD);
  });
});

describe('undoEmailChange', () => {
  test('R24: gives the address back, ends the sessions, and frees the new address', async () => {
    const { token, undo } = await moved();
    const { token: other } = await logIn(gatehouse, wanted);
    expect(await undoEmailChange(gatehouse, undo)).toEqual({
      __typename: 'UndoEmailChangeSuccess',
      email: old,
      portal: { slug: 'demo' },
    });
    for (const session of [token, other ?? '']) expect(await whoAmI(gatehouse, { token: session })).toBeNull();
    expect(await logIn(gatehouse, wanted)).toMatchObject({ __typename: 'InvalidCredentials' });
    expect(await logIn(gatehouse, old)).toMatchObject({ __typename: 'LogInSuccess' });
    expect(await undoEmailChange(gatehouse, undo)).toMatchObject(DEAD);
    await verifiedPerson(gatehouse, wanted);
  });

  test('takes an account back from who changed the password after it: that link alone outlives a new password', async () => {
    const { token, undo } = await moved();
    const changed = await changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD });
    await gatehouse.drain();
    await requestPasswordReset(gatehouse, wanted);
    await resetPassword(gatehouse, await mailedToken(gatehouse, wanted), `${NEW_PASSWORD} again`);
    await gatehouse.drain();
    await requestPasswordReset(gatehouse, wanted);
    const reset = await mailedToken(gatehouse, wanted);
    expect(await undoEmailChange(gatehouse, undo)).toMatchObject({ email: old });
    expect(await whoAmI(gatehouse, { token: changed.token ?? '' })).toBeNull();
    // R12: what was mailed to the new address is dead.
    expect(await resetPassword(gatehouse, reset, NEW_PASSWORD)).toMatchObject(DEAD);
    await requestPasswordReset(gatehouse, old);
    const own = await mailedToken(gatehouse, old);
    expect(await resetPassword(gatehouse, own, 'the owner chose this one')).toMatchObject({ status: 'APPROVED' });
  });

  test('of several changes each can be undone, but a later one no more once an earlier one was', async () => {
    const { token, undo: first } = await moved();
    const second = await moveOn({ token }, wanted, `third${count}@move.test`);
    const third = await moveOn({ token }, `third${count}@move.test`, `fourth${count}@move.test`);
    expect(await undoEmailChange(gatehouse, second)).toMatchObject({ email: wanted });
    // Whoever took the account over holds the later links.
    expect(await undoEmailChange(gatehouse, third)).toMatchObject(DEAD);
    expect(await undoEmailChange(gatehouse, first)).toMatchObject({ email: old });
    expect(await undoEmailChange(gatehouse, second)).toMatchObject(DEAD);
  });

  test('gets past an unverified sign-up of the old address', async () => {
    const { id, undo } = await moved();
    await signUp(gatehouse, old, { fullName: 'Eve' });
    expect(await undoEmailChange(gatehouse, undo)).toMatchObject({ email: old });
    expect(await developerId(gatehouse, old)).toBe(id);
  });

  test('R12: the link is dead after a revoke and a deletion', async () => {
    const revoked = await moved(`a${old}`, `a${wanted}`);
    const deleted = await moved(`b${old}`, `b${wanted}`);
    await decide(gatehouse, 'revoke', [revoked.id], admin);
    await deleteAccount(gatehouse, deleted);
    for (const { undo } of [revoked, deleted]) expect(await undoEmailChange(gatehouse, undo)).toMatchObject(DEAD);
    const again = await verifiedPerson(gatehouse, `b${old}`);
    expect(await setPassword(gatehouse, again.passwordToken)).toMatchObject({ status: 'PENDING' });
  });

  test('R9: of 10 parallel calls by one link one succeeds', async () => {
    const { undo } = await moved();
    const answers = await Promise.all(Array.from({ length: 10 }, () => undoEmailChange(gatehouse, undo)));
    expect(answers.filter(({ __typename }) => __typename === 'UndoEmailChangeSuccess')).toHaveLength(1);
  });
});

test('R13: opening the links changes nothing', async () => {
  const { token, confirmation } = await asked();
  const open = async (page: string, of: string) => {
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
      const response = await fetch(`${gatehouse.url}/p/demo/${page}?token=${of}`, { method });
      expect(response.status).toBe(200);
    }
  };
  await open('confirm-email', confirmation);
  expect(await whoAmI(gatehouse, { token })).toBe(old);
  await confirmEmailChange(gatehouse, confirmation);
  await open('undo-email-change', await mailedToken(gatehouse, old));
  expect(await whoAmI(gatehouse, { token })).toBe(wanted);
});

test('R8, R67: no job, row or line of the log holds a token or an address in clear', async () => {
  const { confirmation, undo } = await moved();
  const dump = JSON.stringify([
    await gatehouse.sql('SELECT payload, last_error FROM jobs'),
    await gatehouse.sql('SELECT * FROM tokens'),
    gatehouse.logs,
  ]);
  expect(dump).not.toContain(confirmation);
  expect(dump).not.toContain(undo);
  expect(JSON.stringify(gatehouse.logs)).not.toMatch(/@move\.test|jumped/);
  expect(JSON.stringify(await gatehouse.sql('SELECT payload FROM jobs'))).not.toContain('@');
});
