import { expect, test } from 'vitest';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { beforeCommit } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { addTotp, linkFor, ownSecondFactors, personWithTotp, startTotp } from '../kit/own-second-factors.ts';
import { loggedInPerson } from '../kit/people.ts';
import { codeOf, wrongCodeOf } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, admin);

test('another app needs a proof in the call, and gives no recovery codes', async () => {
  const { token, secret } = await personWithTotp(gatehouse, 'another@totp.test', admin);
  expect(await startTotp(gatehouse, {}, { token })).toMatchObject({
    __typename: 'InvalidInput',
    issues: [{ path: ['proof'] }],
  });
  expect(await startTotp(gatehouse, { proof: { code: wrongCodeOf(secret) } }, { token })).toMatchObject({
    __typename: 'InvalidCredentials',
  });
  const begun = await succeed(startTotp(gatehouse, { proof: { code: codeOf(secret) } }, { token }));
  const added = await succeed(addTotp(gatehouse, { challenge: begun.challenge, code: codeOf(begun.secret) }, { token }));
  expect(added.recoveryCodes).toBeNull();
  expect((await ownSecondFactors(gatehouse, { token })).secondFactors).toHaveLength(2);
});

test('R130: a link of one portal sets up nothing at another', async () => {
  await createPortal(gatehouse, 'elsewhere', admin);
  await updatePortal(gatehouse, { portal: 'elsewhere', secondFactor: 'OPTIONAL' }, admin);
  const { email, token } = await loggedInPerson(gatehouse, 'elsewhere@totp.test', admin);
  const link = await linkFor(gatehouse, email, token);
  expect(await startTotp(gatehouse, { token: link, portal: 'elsewhere' })).toMatchObject({ __typename: 'InvalidToken' });
  expect(await startTotp(gatehouse, { token: link })).toMatchObject({ __typename: 'StartTotpSuccess' });
});

test('R12: nothing begins with a link that a new password is just ending', async () => {
  const { id, email, token } = await loggedInPerson(gatehouse, 'just-now@totp.test', admin);
  const link = await linkFor(gatehouse, email, token);
  const reset = 'SELECT FROM developers WHERE id = :id FOR UPDATE; DELETE FROM tokens WHERE developer_id = :id';
  const begin = () => startTotp(gatehouse, { token: link });
  expect(await beforeCommit(gatehouse.databaseUrl, reset, id, begin)).toMatchObject({ __typename: 'InvalidToken' });
});
