import { expect, test } from 'vitest';
import { SET_UP_LINK_TTL_MS } from '../../domain/second-factors/set-up-link.ts';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { endLink, findLink } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';
import {
  addTotp,
  linkFor,
  ownSecondFactors,
  personWithTotp,
  requestSecondFactor,
  startTotp,
} from '../kit/own-second-factors.ts';
import {
  lastMailTo,
  loggedInPerson,
  logInCookie,
  mailedToken,
  mailsTo,
  NEW_PASSWORD,
  requestPasswordReset,
  resetPassword,
} from '../kit/people.ts';
import { codeOf } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);

test('the right password mails a link that sets up a second factor', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'ada@request.test', admin);
  expect(await requestSecondFactor(gatehouse, { token })).toMatchObject({ __typename: 'RequestSecondFactorSuccess', email });
  const link = await mailedToken(gatehouse, email);
  expect(lastMailTo(gatehouse, email).subject).toContain('Set up a second factor');
  expect(await findLink(gatehouse, link)).toMatchObject({ kind: 'SECOND_FACTOR', works: true, email });
});

test('R114: a session alone, which can be stolen, sets up no second factor: not without the password, and not without the mailbox', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'ridden@request.test', admin);
  const before = mailsTo(gatehouse, email).length;
  expect(await requestSecondFactor(gatehouse, { token }, 'not the password at all')).toMatchObject({
    __typename: 'InvalidCredentials',
  });
  expect(await requestSecondFactor(gatehouse, { token }, null)).toMatchObject({ __typename: 'InvalidCredentials' });
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toHaveLength(before);
  expect(await startTotp(gatehouse, {}, { token })).toMatchObject({ __typename: 'NotAllowed' });
  expect(await startTotp(gatehouse, { proof: { code: '123456' } }, { token })).toMatchObject({ __typename: 'NotAllowed' });
  expect(await ownSecondFactors(gatehouse, { token })).toMatchObject({ hasSecondFactor: false, secondFactors: [] });
});

test('R114: a page of another origin sets up no second factor with the cookie of a person', async () => {
  const { email } = await loggedInPerson(gatehouse, 'page@request.test', admin);
  const cookie = await logInCookie(gatehouse, email);
  const headers = { origin: 'https://evil.test' };
  expect(await requestSecondFactor(gatehouse, { cookie, headers })).toMatchObject({ __typename: 'NotAllowed' });
  expect(await startTotp(gatehouse, {}, { cookie, headers })).toMatchObject({ __typename: 'NotAllowed' });
  expect(await requestSecondFactor(gatehouse, { cookie })).toMatchObject({ __typename: 'RequestSecondFactorSuccess' });
});

test('nobody is mailed a link who is not logged in, has a second factor, or is at a portal that offers none', async () => {
  expect(await requestSecondFactor(gatehouse, {})).toMatchObject({ __typename: 'NotAllowed' });
  const { email, token } = await personWithTotp(gatehouse, 'has-one@request.test', admin);
  await gatehouse.drain();
  const before = mailsTo(gatehouse, email).length;
  expect(await requestSecondFactor(gatehouse, { token })).toMatchObject({ __typename: 'NotAllowed' });
  const other = await loggedInPerson(gatehouse, 'no-offer@request.test', admin);
  const link = await linkFor(gatehouse, other.email, other.token);
  await updatePortal(gatehouse, { secondFactor: 'OFF' }, admin);
  expect(await requestSecondFactor(gatehouse, { token: other.token })).toMatchObject({ __typename: 'NotAllowed' });
  expect(await findLink(gatehouse, link)).toMatchObject({ works: false });
  expect(await startTotp(gatehouse, { token: link })).toMatchObject({ __typename: 'NotAllowed' });
  await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toHaveLength(before);
});

test('the link works for 30 minutes and once; its reader can end it, and a new password ends it, with all that it began', async () => {
  expect(SET_UP_LINK_TTL_MS).toBe(30 * 60_000);
  const { email, token } = await loggedInPerson(gatehouse, 'ends@request.test', admin);
  const late = await linkFor(gatehouse, email, token);
  await gatehouse.sql("UPDATE tokens SET expires_at = now() WHERE purpose = 'SECOND_FACTOR'");
  expect(await startTotp(gatehouse, { token: late })).toMatchObject({ __typename: 'InvalidToken' });

  const ended = await linkFor(gatehouse, email, token);
  const begun = await succeed(startTotp(gatehouse, { token: ended }));
  await endLink(gatehouse, ended);
  expect(await addTotp(gatehouse, { challenge: begun.challenge, code: codeOf(begun.secret) })).toMatchObject({
    __typename: 'InvalidToken',
  });

  const reset = await linkFor(gatehouse, email, token);
  const begunToo = await succeed(startTotp(gatehouse, { token: reset }));
  await requestPasswordReset(gatehouse, email);
  await succeed(resetPassword(gatehouse, await mailedToken(gatehouse, email), NEW_PASSWORD));
  expect(await startTotp(gatehouse, { token: reset })).toMatchObject({ __typename: 'InvalidToken' });
  expect(await addTotp(gatehouse, { challenge: begunToo.challenge, code: codeOf(begunToo.secret) })).toMatchObject({
    __typename: 'InvalidToken',
  });
});
