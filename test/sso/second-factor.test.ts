import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { changePassword } from '../kit/own-account.ts';
import { addTotp, ownSecondFactors, requestSecondFactor, startTotp } from '../kit/own-second-factors.ts';
import { logIn, mailedToken, PASSWORD, whoAmI } from '../kit/people.ts';
import { codeOf } from '../kit/second-factors.ts';
import { comeIn, connect, sessionOf } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);
const connection = await connect(gatehouse, issuer, { label: 'Test ID' });

async function cameIn(email: string) {
  issuer.behave({ person: { sub: email, name: 'Ada Lovelace', email, email_verified: true } });
  const { browser } = await comeIn(connection, { prove: '1' });
  return { cookie: sessionOf(browser) };
}

test('a log-in with SSO asks for no second factor, and one with the password does', async () => {
  const email = 'ada@sso-factor.test';
  const session = await cameIn(email);
  await succeed(changePassword(gatehouse, session, { currentPassword: null, newPassword: PASSWORD }));
  const { cookie } = await cameIn(email);
  await succeed(requestSecondFactor(gatehouse, { cookie }));
  const begun = await succeed(startTotp(gatehouse, { token: await mailedToken(gatehouse, email) }));
  await succeed(addTotp(gatehouse, { challenge: begun.challenge, code: codeOf(begun.secret) }));
  expect(await whoAmI(gatehouse, { cookie })).toBeNull();

  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'SecondFactorRequired' });
  expect(await ownSecondFactors(gatehouse, await cameIn(email))).toMatchObject({ hasSecondFactor: true });
});

test('R114: a person without a password proves a recent log-in with SSO instead', async () => {
  const email = 'without@sso-factor.test';
  const { cookie } = await cameIn(email);
  await gatehouse.sql("UPDATE sessions SET sso_proved_at = now() - interval '11 minutes'");
  expect(await requestSecondFactor(gatehouse, { cookie }, null)).toMatchObject({ __typename: 'InvalidCredentials' });
  expect(await requestSecondFactor(gatehouse, await cameIn(email), null)).toMatchObject({
    __typename: 'RequestSecondFactorSuccess',
  });
});
