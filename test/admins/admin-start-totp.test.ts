import { expect, test } from 'vitest';
import { SET_UP_LINK_TTL_MS } from '../../domain/second-factors/set-up-link.ts';
import { MOST_FAILURES } from '../../domain/throttles/failures.ts';
import { addAdmin, adminId, adminRequestPasswordReset, adminResetPassword, openDemoPortal } from '../kit/admins.ts';
import { beforeCommit } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { DEAD_LINK, mailedToken, NEW_PASSWORD } from '../kit/people.ts';
import {
  adminAddTotp,
  adminRequestSecondFactor,
  adminStartTotp,
  adminWithTotp,
  codeOf,
  forgetCodes,
  wrongCodeOf,
} from '../kit/second-factors.ts';

const gatehouse = await startInstallation({ MAIL_FROM: 'Acme Keys <no-reply@gatehouse.test>' });
await openDemoPortal(gatehouse);

async function linkFor(email: string): Promise<string> {
  await succeed(adminRequestSecondFactor(gatehouse, { token: await addAdmin(gatehouse, email, 'VIEWER', null) }));
  return await mailedToken(gatehouse, email);
}

test('the URL is what authenticator apps read', async () => {
  const { secret, url } = await succeed(adminStartTotp(gatehouse, { token: await linkFor('url@factors.test') }));
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const { protocol, host, pathname, searchParams } = new URL(url);
  expect([protocol, host, decodeURIComponent(pathname)]).toEqual(['otpauth:', 'totp', '/Acme Keys:url@factors.test']);
  expect(Object.fromEntries(searchParams)).toMatchObject({ secret, issuer: 'Acme Keys' });
  expect({ algorithm: 'SHA1', digits: '6', period: '30', ...Object.fromEntries(searchParams) }).toMatchObject({
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});

test('a link begins again as often as its page is loaded, until it expires', async () => {
  const token = await linkFor('again@factors.test');
  const first = await succeed(adminStartTotp(gatehouse, { token }));
  const second = await succeed(adminStartTotp(gatehouse, { token }));
  expect(second.secret).not.toBe(first.secret);
  await gatehouse.sql("UPDATE admin_tokens SET expires_at = expires_at - $1 * interval '1 millisecond'", [SET_UP_LINK_TTL_MS]);
  expect(await adminStartTotp(gatehouse, { token })).toMatchObject(DEAD_LINK);
});

test('R11: no other link of an admin begins it', async () => {
  await addAdmin(gatehouse, 'reset@factors.test', 'VIEWER', null);
  await adminRequestPasswordReset(gatehouse, 'reset@factors.test');
  const reset = await mailedToken(gatehouse, 'reset@factors.test');
  expect(await adminStartTotp(gatehouse, { token: reset })).toMatchObject(DEAD_LINK);
  const link = await linkFor('link@factors.test');
  expect(await adminResetPassword(gatehouse, link, NEW_PASSWORD)).toMatchObject(DEAD_LINK);
});

test('R12: a new password ends the link, and what was begun with it', async () => {
  const email = 'taken-back@factors.test';
  const token = await linkFor(email);
  const { challenge, secret } = await succeed(adminStartTotp(gatehouse, { token }));
  await adminRequestPasswordReset(gatehouse, email);
  await succeed(adminResetPassword(gatehouse, await mailedToken(gatehouse, email), NEW_PASSWORD));
  expect(await adminStartTotp(gatehouse, { token })).toMatchObject(DEAD_LINK);
  expect(await adminAddTotp(gatehouse, { challenge, code: codeOf(secret) })).toMatchObject(DEAD_LINK);
});

test('R12: nothing begins with a link that a new password is just ending', async () => {
  const email = 'just-now@factors.test';
  const token = await linkFor(email);
  const reset = 'SELECT FROM admins WHERE id = :id FOR UPDATE; DELETE FROM admin_tokens WHERE admin_id = :id';
  const begin = () => adminStartTotp(gatehouse, { token });
  expect(await beforeCommit(gatehouse.databaseUrl, reset, await adminId(gatehouse, email), begin)).toMatchObject(DEAD_LINK);
});

test('R114: another factor takes a proof, and guessing it with a session ends', async () => {
  const { token, secret } = await adminWithTotp(gatehouse, 'further@factors.test');
  expect(await adminStartTotp(gatehouse, {}, { token })).toMatchObject({ __typename: 'InvalidInput' });
  const guess = () => adminStartTotp(gatehouse, { proof: { code: wrongCodeOf(secret) } }, { token });
  for (let tries = 0; tries < MOST_FAILURES; tries++) await refusal(guess(), 'InvalidCredentials');
  await refusal(guess(), 'TooManyAttempts');
  await refusal(adminStartTotp(gatehouse, { proof: { code: codeOf(secret) } }, { token }), 'TooManyAttempts');
});

test('R110: the code that begins it counts once', async () => {
  const { token, secret } = await adminWithTotp(gatehouse, 'once@factors.test');
  const proof = { code: codeOf(secret) };
  await succeed(adminStartTotp(gatehouse, { proof }, { token }));
  await refusal(adminStartTotp(gatehouse, { proof }, { token }), 'InvalidCredentials');
  await forgetCodes(gatehouse);
});
