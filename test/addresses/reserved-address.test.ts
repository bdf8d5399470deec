import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { whoAskedToMove, whoMoved } from '../kit/email-changes.ts';
import { startInstallation } from '../kit/installation.ts';
import { confirmEmailChange, requestEmailChange, undoEmailChange } from '../kit/own-account.ts';
import {
  DEAD_LINK,
  findToken,
  lastMailTo,
  loggedInPerson,
  mailedToken,
  mailsTo,
  requestPasswordReset,
  resendVerification,
  signUp,
  subjectsTo,
  verifiedPerson,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';

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

test('R2, R5: is reserved: a sign-up is answered as any, gets one mail without a link, and verifies nothing', async () => {
  const { token } = await moved();
  const before = mailsTo(gatehouse, old).length;
  expect(await signUp(gatehouse, old)).toEqual({
    __typename: 'SignUpSuccess',
    email: old,
    codeSecret: expect.stringMatching(/^[\w-]{43}$/),
  });
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, old).slice(before)).toEqual(['Your email address was entered at demo portal']);
  expect(lastMailTo(gatehouse, old).text).not.toContain('token=');
  await resendVerification(gatehouse, old);
  await requestPasswordReset(gatehouse, old);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, old).slice(before).map(findToken)).toEqual([null, null]);
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
  expect(await verifyEmail(gatehouse, verification)).toMatchObject(DEAD_LINK);
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
  expect(await confirmEmailChange(gatehouse, confirmation)).toMatchObject(DEAD_LINK);
  expect(await whoAmI(gatehouse, other)).toBe(other.email);

  await requestEmailChange(gatehouse, { token }, old);
  expect(await confirmEmailChange(gatehouse, await mailedToken(gatehouse, old))).toMatchObject({ email: old });
  expect(await whoAmI(gatehouse, { token })).toBe(old);
});

test('R9: is reserved from the moment it is left, also against a person who confirms it at that moment', async () => {
  const leaving = await asked();
  const coming = await loggedInPerson(gatehouse, `coming${old}`, admin);
  // The link of somebody who wanted it all along; while it is taken none is mailed, so it is made here.
  await requestEmailChange(gatehouse, coming, `decoy${old}`);
  const link = await mailedToken(gatehouse, `decoy${old}`);
  await gatehouse.sql('UPDATE tokens SET email = $1, typed_email = $1 WHERE email = $2', [old, `decoy${old}`]);
  await Promise.all([
    confirmEmailChange(gatehouse, leaving.confirmation),
    ...Array.from({ length: 10 }, async () => expect(await confirmEmailChange(gatehouse, link)).toMatchObject(DEAD_LINK)),
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
  expect(await undoEmailChange(gatehouse, undo)).toMatchObject(DEAD_LINK);
});
