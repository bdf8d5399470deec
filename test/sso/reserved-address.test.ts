import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { whoMoved } from '../kit/email-changes.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { undoEmailChange } from '../kit/own-account.ts';
import { developerId, findToken, lastMailTo } from '../kit/people.ts';
import { comeIn, connect, whoIs } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

/** Somebody whose provider vouches for an address. @returns who is logged in after it */
async function comesInAs(email: string) {
  issuer.behave({ person: { sub: email, name: 'Eve', email, email_verified: true } });
  return await whoIs(gatehouse, (await comeIn(connection)).browser);
}

test('an address that somebody left is nobody’s by SSO until it is free; a mail without a link says so', async () => {
  await whoMoved(gatehouse, admin, 'left@reserved.test', 'moved@reserved.test');
  expect(await comesInAs('left@reserved.test')).toBeNull();
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, 'left@reserved.test');
  expect([mail.subject, findToken(mail)]).toEqual(['Your email address was entered at demo portal', null]);
  await gatehouse.sql("UPDATE tokens SET expires_at = now() WHERE purpose = 'UNDO_EMAIL_CHANGE'");
  expect(await comesInAs('left@reserved.test')).toBe('left@reserved.test');
});

test('it goes back to its owner, and whoever came by SSO meanwhile is nobody still', async () => {
  const { id, undo } = await whoMoved(gatehouse, admin, 'back@reserved.test', 'away@reserved.test');
  expect(await comesInAs('back@reserved.test')).toBeNull();
  expect(await undoEmailChange(gatehouse, undo)).toMatchObject({ email: 'back@reserved.test' });
  expect(await developerId(gatehouse, 'back@reserved.test')).toBe(id);
  expect(await comesInAs('back@reserved.test')).toBeNull();
});
