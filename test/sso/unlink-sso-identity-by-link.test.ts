import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { changePassword, startSsoLink, unlinkByLink } from '../kit/own-account.ts';
import {
  DEAD_LINK,
  lastMailTo,
  loggedInPerson,
  mailedToken,
  NEW_PASSWORD,
  PASSWORD,
  requestPasswordReset,
  resetPassword,
  tokenIn,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, goToProvider, whoIs } from '../kit/sso.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

let count = 0;
let [owner, sub, elsewhere] = ['', '', ''];
beforeEach(() => {
  count++;
  [owner, sub, elsewhere] = [`owner${count}@unlink.test`, `intruder${count}`, `intruder${count}@elsewhere.test`];
  issuer.behave({ person: { sub, name: 'Eve', email: elsewhere, email_verified: true } });
});

/** Links an account at a provider in a session that somebody holds. */
async function link(token: string, at = connection) {
  const browser = openBrowser();
  browser.cookies.push({ name: 'gatehouse-demo', value: token, host: 'localhost', path: '/' });
  const { url } = await succeed(startSsoLink(gatehouse, { cookie: `gatehouse-demo=${token}` }, at.id));
  const way = await goToProvider(at, { link: param(new URL(url), 'link') }, browser);
  await browser.visit(way.callback);
}

/** Whom the account at the provider logs in as. */
const intruder = async () => await whoIs(gatehouse, (await comeIn(connection)).browser);

test("S9: a reset tells, in its answer and mail, which accounts are linked, and the mail's link unlinks them without a log-in", async () => {
  const { token } = await loggedInPerson(gatehouse, owner, admin);
  await link(token);
  const { browser } = await comeIn(connection);
  await gatehouse.drain();
  await requestPasswordReset(gatehouse, owner);
  const answer = await succeed(resetPassword(gatehouse, await mailedToken(gatehouse, owner), NEW_PASSWORD), 'unlinkToken');
  const [identity] = answer.ssoIdentities ?? [];
  expect(answer.ssoIdentities).toMatchObject([{ subject: sub }]);
  await gatehouse.drain();
  const notice = lastMailTo(gatehouse, owner);
  expect(notice.subject).toMatch(/password .* was changed/);
  expect(notice.text).toContain(`with the id ${sub}`);
  expect(notice.text).toContain(`${gatehouse.url}/p/demo/unlink-sso?token=${answer.unlinkToken}`);
  expect(await whoIs(gatehouse, browser)).toBeNull();
  expect(await intruder()).toBe(owner);

  const unlinkToken = tokenIn(notice);
  const back = await comeIn(connection);
  expect(await unlinkByLink(gatehouse, unlinkToken, present(identity?.id))).toEqual({
    __typename: 'UnlinkSsoIdentityByLinkSuccess',
    id: identity?.id,
    portal: { slug: 'demo' },
    ssoIdentities: [],
  });
  expect(await whoIs(gatehouse, back.browser)).toBeNull();
  expect(await intruder()).not.toBe(owner);
  expect(await unlinkByLink(gatehouse, unlinkToken, present(identity?.id))).toMatchObject({ __typename: 'NotFound' });
});

test('S9: the link to part from accounts is for those of its own account, for 72 hours, and until the next reset', async () => {
  const { token, id } = await loggedInPerson(gatehouse, owner, admin);
  await link(token);
  const changed = await succeed(changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD }), 'token');
  await gatehouse.drain();
  const unlinkToken = tokenIn(lastMailTo(gatehouse, owner));
  const mine = present((await gatehouse.sql<{ id: string }>('SELECT id FROM sso_identities WHERE developer_id = $1', [id]))[0]);
  issuer.behave({ person: { sub: `foreign-${sub}`, name: 'Ada', email: `foreign-${elsewhere}`, email_verified: true } });
  await link((await loggedInPerson(gatehouse, `foreign-${owner}`, admin)).token);
  const [foreign] = await gatehouse.sql<{ id: string }>('SELECT id FROM sso_identities WHERE developer_id <> $1', [id]);
  for (const wrong of [foreign?.id ?? expect.fail('there is no other account'), 'x', '']) {
    expect(await unlinkByLink(gatehouse, unlinkToken, wrong)).toMatchObject({ __typename: 'NotFound' });
  }
  for (const wrong of [changed.token, 'x']) expect(await unlinkByLink(gatehouse, wrong, mine.id)).toMatchObject(DEAD_LINK);
  const later = "UPDATE tokens SET expires_at = expires_at + $1::interval WHERE purpose = 'UNLINK_SSO' AND developer_id = $2";
  await gatehouse.sql(later, ['-72 hours', id]);
  expect(await unlinkByLink(gatehouse, unlinkToken, mine.id)).toMatchObject(DEAD_LINK);
  await gatehouse.sql(later, ['72 hours', id]);
  await requestPasswordReset(gatehouse, owner);
  await resetPassword(gatehouse, await mailedToken(gatehouse, owner), PASSWORD);
  expect(await unlinkByLink(gatehouse, unlinkToken, mine.id)).toMatchObject(DEAD_LINK);
  expect(await gatehouse.sql('SELECT 1 FROM sso_identities WHERE developer_id = $1', [id])).toHaveLength(1);
});
