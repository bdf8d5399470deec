import { beforeEach, expect, test } from 'vitest';
import { addAdmin, adminConfirmSso, adminRequestPasswordReset, adminResetPassword, openDemoPortal } from '../kit/admins.ts';
import { updateConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { endLink, findLink, stateOf } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';
import { confirmSso, DEAD_LINK, mailedToken, mailsTo } from '../kit/people.ts';
import { adminSessionOf, comeIn, connectAdmins, whichAdmin } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const owner = await openDemoPortal(gatehouse);
const company = await connectAdmins(gatehouse, issuer);

beforeEach(() => issuer.behave());

/** An admin comes in with an account that is not linked. @returns the token of the mailed link */
async function mailedLink(email: string, sub = email): Promise<string> {
  const [known] = await gatehouse.sql('SELECT id FROM admins WHERE email = $1', [email]);
  if (!known) await addAdmin(gatehouse, email, 'VIEWER', 'demo');
  issuer.behave({ person: { sub, email, email_verified: true } });
  await comeIn(company);
  return await mailedToken(gatehouse, email);
}

test('the page of the link shows the admin and the account, and opening it changes nothing', async () => {
  const token = await mailedLink('shown@confirm.test');
  expect(await findLink(gatehouse, token)).toMatchObject({
    kind: 'ADMIN_LINK_SSO',
    works: true,
    email: 'shown@confirm.test',
    portal: null,
    ssoAccount: { label: 'Company ID' },
  });
  const { browser, end } = await comeIn(company);
  expect([end.location?.pathname, adminSessionOf(browser)]).toEqual(['/admin/sso-confirm-sent', '']);
});

test('the link works once, links that account alone, and logs nobody in', async () => {
  const email = 'once@confirm.test';
  const token = await mailedLink(email);
  const { startUrl } = await succeed(adminConfirmSso(gatehouse, token));
  expect(startUrl).toBe(company.startUrl);
  expect(await adminConfirmSso(gatehouse, token)).toMatchObject(DEAD_LINK);
  expect(await stateOf(gatehouse, token)).toMatchObject({ works: false, deadBecause: 'USED' });
  expect(await whichAdmin(gatehouse, (await comeIn(company)).browser)).toBe(email);
  issuer.behave({ person: { sub: 'somebody-else', email, email_verified: true } });
  expect(adminSessionOf((await comeIn(company)).browser)).toBe('');
});

test('R142: of links for two accounts that are clicked at once, one links its account, and the other no longer works', async () => {
  for (let round = 0; round < 5; round++) {
    const email = `race-${round}@confirm.test`;
    const tokens = [await mailedLink(email, `one-${round}`), await mailedLink(email, `two-${round}`)];
    const answers = await Promise.all(tokens.map((token) => adminConfirmSso(gatehouse, token)));
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['AdminConfirmSsoSuccess', 'InvalidToken']);
  }
});

test('R142: one account is never linked to two admins', async () => {
  const [first, second] = [await mailedLink('left@confirm.test', 'shared'), await mailedLink('right@confirm.test', 'shared')];
  await succeed(adminConfirmSso(gatehouse, first));
  expect(await adminConfirmSso(gatehouse, second)).toMatchObject(DEAD_LINK);
  expect(await stateOf(gatehouse, second)).toMatchObject({ works: false, deadBecause: 'ENDED' });
});

test('the link ends with its time, with a new password, with the word that it was not me, and with the connection', async () => {
  const late = await mailedLink('late@confirm.test');
  await gatehouse.sql("UPDATE admin_tokens SET expires_at = now() - interval '1 second' WHERE purpose = 'ADMIN_LINK_SSO'");
  expect(await adminConfirmSso(gatehouse, late)).toMatchObject(DEAD_LINK);

  const stale = await mailedLink('stale@confirm.test');
  await succeed(adminRequestPasswordReset(gatehouse, 'stale@confirm.test'));
  const reset = await mailedToken(gatehouse, 'stale@confirm.test');
  await succeed(adminResetPassword(gatehouse, reset, 'three old kettles sing'));
  expect(await adminConfirmSso(gatehouse, stale)).toMatchObject(DEAD_LINK);

  const refused = await mailedLink('refused@confirm.test');
  await succeed(endLink(gatehouse, refused));
  expect(await adminConfirmSso(gatehouse, refused)).toMatchObject(DEAD_LINK);

  const off = await mailedLink('off@confirm.test');
  await succeed(updateConnection(gatehouse, company.id, { enabled: false }, owner));
  expect(await adminConfirmSso(gatehouse, off)).toMatchObject(DEAD_LINK);
  expect(await stateOf(gatehouse, off)).toMatchObject({ works: false, deadBecause: 'ENDED' });
  await succeed(updateConnection(gatehouse, company.id, { enabled: true }, owner));
  await succeed(adminConfirmSso(gatehouse, off));
});

test('a token of one realm is worth nothing in the other', async () => {
  const token = await mailedLink('realm@confirm.test');
  expect(await confirmSso(gatehouse, token)).toMatchObject(DEAD_LINK);
  expect(await adminResetPassword(gatehouse, token, 'three old kettles sing')).toMatchObject(DEAD_LINK);
  await succeed(adminRequestPasswordReset(gatehouse, 'realm@confirm.test'));
  const reset = await mailedToken(gatehouse, 'realm@confirm.test');
  expect(await adminConfirmSso(gatehouse, reset)).toMatchObject(DEAD_LINK);
  await succeed(adminConfirmSso(gatehouse, token));
});

test('at most 3 such mails go to one admin in a minute because of one account', async () => {
  const email = 'flood@confirm.test';
  await mailedLink(email);
  for (let time = 0; time < 5; time++) await comeIn(company);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toHaveLength(3);
});
