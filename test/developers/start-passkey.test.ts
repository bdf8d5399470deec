import { expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { personWithPasskey, startPasskey } from '../kit/own-passkeys.ts';
import { linkFor } from '../kit/own-second-factors.ts';
import { allowPasskeys } from '../kit/passkeys.ts';
import { loggedInPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await allowPasskeys(gatehouse);

test('the options are for the host of the portal, and the browser shows for which portal the passkey is', async () => {
  const email = 'ada@start-passkey.test';
  const { token } = await loggedInPerson(gatehouse, email, admin);
  const { options } = await succeed(startPasskey(gatehouse, { token: await linkFor(gatehouse, email, token) }));
  const { rp, user, authenticatorSelection, attestation } = JSON.parse(options);
  const [portal] = await gatehouse.sql<{ name: string }>("SELECT name FROM portals WHERE slug = 'demo'");
  expect(rp).toEqual({ id: 'localhost', name: portal?.name });
  expect(user).toMatchObject({ name: `${email} (${portal?.name})`, displayName: 'Ada Lovelace' });
  expect([authenticatorSelection.residentKey, authenticatorSelection.userVerification, attestation]).toEqual([
    'required',
    'required',
    'none',
  ]);
});

test('a session alone sets up no passkey, and neither does the portal without second factors', async () => {
  const { token } = await loggedInPerson(gatehouse, 'barbara@start-passkey.test', admin);
  await refusal(startPasskey(gatehouse, {}, { token }), 'NotAllowed');
  const own = await personWithPasskey(gatehouse, 'carol@start-passkey.test', admin);
  await refusal(startPasskey(gatehouse, {}, { token: own.token }), 'InvalidInput');
  await succeed(updatePortal(gatehouse, { secondFactor: 'OFF' }, admin));
  const proof = { recoveryCode: own.recoveryCodes[0] ?? null };
  await refusal(startPasskey(gatehouse, { proof }, { token: own.token }), 'NotAllowed');
});
