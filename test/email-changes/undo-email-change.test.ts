import { beforeEach, expect, test } from 'vitest';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { moveOn, whoAskedToMove, whoMoved } from '../kit/email-changes.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { changePassword, confirmEmailChange, deleteAccount, undoEmailChange } from '../kit/own-account.ts';
import {
  addTotp,
  confirmSecondFactor,
  linkFor,
  personWithTotp,
  renewRecoveryCodes,
  startTotp,
} from '../kit/own-second-factors.ts';
import {
  bearer,
  DEAD_LINK,
  developerId,
  logIn,
  mailedToken,
  NEW_PASSWORD,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  subjectsTo,
  verifiedPerson,
  whoAmI,
} from '../kit/people.ts';
import { codeOf } from '../kit/second-factors.ts';

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

test('R24: gives the address back, ends the sessions, and frees the new address', async () => {
  const { token, undo } = await moved();
  const other = await bearer(gatehouse, wanted);
  expect(await undoEmailChange(gatehouse, undo)).toEqual({
    __typename: 'UndoEmailChangeSuccess',
    email: old,
    passwordToken: expect.any(String),
    portal: { slug: 'demo' },
  });
  for (const session of [token, other]) expect(await whoAmI(gatehouse, { token: session })).toBeNull();
  expect(await logIn(gatehouse, wanted)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await undoEmailChange(gatehouse, undo)).toMatchObject(DEAD_LINK);
  await verifiedPerson(gatehouse, wanted);
});

test('gives an account back after someone else changed the password: this link alone survives a new password', async () => {
  const { token, undo } = await moved();
  const changed = await succeed(changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD }), 'token');
  await gatehouse.drain();
  await requestPasswordReset(gatehouse, wanted);
  await resetPassword(gatehouse, await mailedToken(gatehouse, wanted), `${NEW_PASSWORD} again`);
  await gatehouse.drain();
  await requestPasswordReset(gatehouse, wanted);
  const reset = await mailedToken(gatehouse, wanted);
  expect(await undoEmailChange(gatehouse, undo)).toMatchObject({ email: old });
  expect(await whoAmI(gatehouse, { token: changed.token })).toBeNull();
  // R12: what was mailed to the new address is dead.
  expect(await resetPassword(gatehouse, reset, NEW_PASSWORD)).toMatchObject(DEAD_LINK);
  await requestPasswordReset(gatehouse, old);
  const own = await mailedToken(gatehouse, old);
  expect(await resetPassword(gatehouse, own, 'the owner chose this one')).toMatchObject({ status: 'APPROVED' });
});

test('each of several changes can be undone, but not a later one after an earlier one was undone', async () => {
  const { token, undo: first } = await moved();
  const second = await moveOn(gatehouse, { token }, wanted, `third${count}@move.test`);
  const third = await moveOn(gatehouse, { token }, `third${count}@move.test`, `fourth${count}@move.test`);
  expect(await undoEmailChange(gatehouse, second)).toMatchObject({ email: wanted });
  // Whoever took the account over holds the later links.
  expect(await undoEmailChange(gatehouse, third)).toMatchObject(DEAD_LINK);
  expect(await undoEmailChange(gatehouse, first)).toMatchObject({ email: old });
  expect(await undoEmailChange(gatehouse, second)).toMatchObject(DEAD_LINK);
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
  for (const { undo } of [revoked, deleted]) expect(await undoEmailChange(gatehouse, undo)).toMatchObject(DEAD_LINK);
  const again = await verifiedPerson(gatehouse, `b${old}`);
  expect(await setPassword(gatehouse, again.passwordToken)).toMatchObject({ status: 'PENDING' });
});

test('R9: when 10 calls use one link at once, one succeeds', async () => {
  const { undo } = await moved();
  const answers = await Promise.all(Array.from({ length: 10 }, () => undoEmailChange(gatehouse, undo)));
  expect(answers.filter(({ __typename }) => __typename === 'UndoEmailChangeSuccess')).toHaveLength(1);
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

test('R131: takes away a second factor that was set up since the change, and keeps one from before', async () => {
  await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);
  const { token, undo } = await moved();
  const link = await linkFor(gatehouse, wanted, token);
  const { challenge, secret } = await succeed(startTotp(gatehouse, { token: link }));
  await succeed(addTotp(gatehouse, { challenge, code: codeOf(secret) }, { token }));
  const { passwordToken } = await succeed(undoEmailChange(gatehouse, undo), 'passwordToken');
  await succeed(setPassword(gatehouse, passwordToken));
  expect(await logIn(gatehouse, old)).toMatchObject({ __typename: 'LogInSuccess' });

  const kept = await personWithTotp(gatehouse, 'kept@move.test', admin);
  const undoOfKept = await moveOn(gatehouse, kept, 'kept@move.test', 'moved@move.test');
  const own = await succeed(undoEmailChange(gatehouse, undoOfKept), 'passwordToken');
  await succeed(setPassword(gatehouse, own.passwordToken));
  expect(await logIn(gatehouse, 'kept@move.test')).toMatchObject({ __typename: 'SecondFactorRequired' });
});

test('R131: takes away recovery codes that were renewed since the change, and says so by email', async () => {
  const email = 'renewed@move.test';
  const kept = await personWithTotp(gatehouse, email, admin);
  const undoOfKept = await moveOn(gatehouse, kept, email, 'elsewhere@move.test');
  const proof = { code: codeOf(kept.secret) };
  const { recoveryCodes } = await succeed(renewRecoveryCodes(gatehouse, proof, { token: kept.token }));
  const own = await succeed(undoEmailChange(gatehouse, undoOfKept), 'passwordToken');
  await succeed(setPassword(gatehouse, own.passwordToken));
  const { challenge } = await refusal(logIn(gatehouse, email), 'SecondFactorRequired');
  const [recoveryCode] = recoveryCodes;
  await refusal(confirmSecondFactor(gatehouse, { challenge, recoveryCode }), 'InvalidCredentials');
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email)).toContainEqual(expect.stringContaining('second factor'));
});
