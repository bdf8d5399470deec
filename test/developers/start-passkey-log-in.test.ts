import { expect, test } from 'vitest';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { allowPasskeys, startPasskeyLogIn } from '../kit/passkeys.ts';
import { loggedInPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'without', admin);
await createPortal(gatehouse, 'sso', admin);
await allowPasskeys(gatehouse, 'demo');
await allowPasskeys(gatehouse, 'sso');

test('R87: the options name the site and no passkey, and are the same for everyone', async () => {
  const { token } = await loggedInPerson(gatehouse, 'ada@options.test', admin);
  const [one, other] = [
    await succeed(startPasskeyLogIn(gatehouse)),
    await succeed(startPasskeyLogIn(gatehouse, 'demo', { token })),
  ];
  const [first, second] = [JSON.parse(one.options), JSON.parse(other.options)];
  expect(first).toEqual({ challenge: first.challenge, rpId: 'localhost', timeout: 300_000, userVerification: 'required' });
  expect(second).toEqual({ ...first, challenge: second.challenge });
});

test('a portal without second factors has no log-in with passkeys', async () => {
  expect(await refusal(startPasskeyLogIn(gatehouse, 'without'), 'NotAllowed')).toMatchObject({
    message: 'This portal has no log-in with passkeys.',
  });
});

test('a portal without password log-in has none with passkeys either', async () => {
  await gatehouse.sql("UPDATE portals SET password_login = false WHERE slug = 'sso'");
  await refusal(startPasskeyLogIn(gatehouse, 'sso'), 'PasswordLoginOff');
});

test('an unknown portal is not found', async () => {
  await refusal(startPasskeyLogIn(gatehouse, 'nowhere'), 'NotFound');
});

test('pages of other origins can only ask for a token', async () => {
  const elsewhere = { headers: { origin: 'https://evil.test' } };
  await refusal(startPasskeyLogIn(gatehouse, 'demo', elsewhere, 'COOKIE'), 'NotAllowed');
  await succeed(startPasskeyLogIn(gatehouse, 'demo', elsewhere));
});
