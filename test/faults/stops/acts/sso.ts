import { createHash, randomBytes } from 'node:crypto';
import { MySsoIdentitiesDocument } from '../../../generated/operations.ts';
import {
  addAdmin,
  adminConfirmSso,
  adminSsoIdentities,
  adminUnlinkSsoIdentity,
  removeSsoIdentity,
} from '../../../kit/admins.ts';
import { succeed } from '../../../kit/mutate.ts';
import { startSsoLink, unlinkByLink, unlinkSsoIdentity } from '../../../kit/own-account.ts';
import {
  confirmSso,
  lastMailTo,
  loggedInPerson,
  logInWithSso,
  mailedToken,
  NEW_PASSWORD,
  requestPasswordReset,
  resetPassword,
  tokenIn,
} from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import { comeIn, goToProvider } from '../../../kit/sso.ts';
import { openBrowser, param } from '../../../kit/web-browser.ts';
import { type Act, CALLBACK, CLIENT, emailOf, type Ground } from '../act.ts';

/** Links an account at the provider to a person. The email about it is not sent yet. */
export async function linkAccount({ gatehouse, owner, connection, issuer }: Ground, tag: string) {
  const { token, id } = await loggedInPerson(gatehouse, emailOf(tag), owner);
  const cookie = `gatehouse-demo=${token}`;
  const browser = openBrowser();
  browser.cookies.push({ name: 'gatehouse-demo', value: token, host: 'localhost', path: '/' });
  issuer.behave({ person: { sub: tag, name: 'At Work', email: `${tag}@work.test`, email_verified: true } });
  const { url } = await succeed(startSsoLink(gatehouse, { cookie }, connection.id));
  await browser.visit((await goToProvider(connection, { link: param(new URL(url), 'link') }, browser)).callback);
  const { data } = await gatehouse.graphql(MySsoIdentitiesDocument, { portal: 'demo' }, { cookie });
  return { developerId: id, cookie, identity: present(data.me?.ssoIdentities[0]) };
}

async function linked(ground: Ground, tag: string) {
  const account = await linkAccount(ground, tag);
  await ground.gatehouse.drain();
  return account;
}

/** An admin who came with an account that is not linked yet. @returns the token of the mailed link */
async function unlinkedAdmin({ gatehouse, company, issuer }: Ground, tag: string) {
  const session = await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
  issuer.behave({ person: { sub: tag, email: emailOf(tag), email_verified: true } });
  await comeIn(company);
  return { session, token: await mailedToken(gatehouse, emailOf(tag)) };
}

export const sso: Record<string, Act> = {
  logInWithSso: async ({ connection, issuer, gatehouse }, tag) => {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    issuer.behave({ person: { sub: tag, name: 'Ada Lovelace', email: emailOf(tag), email_verified: true } });
    const { end } = await comeIn(connection, { returnTo: `${CLIENT}/docs`, challenge });
    await gatehouse.drain();
    const code = present(end.location?.href.split(`${CALLBACK}?code=`)[1]);
    return (site) => logInWithSso(site, code, verifier);
  },
  confirmSso: async ({ gatehouse, connection, issuer }, tag) => {
    issuer.behave({ person: { sub: tag, name: 'Ada Lovelace', email: emailOf(tag), email_verified: false } });
    await comeIn(connection);
    const token = await mailedToken(gatehouse, emailOf(tag));
    return (site) => confirmSso(site, token);
  },
  startSsoLink: async ({ gatehouse, owner, connection }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    return (site) => startSsoLink(site, { cookie: `gatehouse-demo=${token}` }, connection.id);
  },
  unlinkSsoIdentity: async (ground, tag) => {
    const { cookie, identity } = await linked(ground, tag);
    return (site) => unlinkSsoIdentity(site, { cookie }, identity.id);
  },
  unlinkSsoIdentityByLink: async (ground, tag) => {
    const { identity } = await linked(ground, tag);
    await requestPasswordReset(ground.gatehouse, emailOf(tag));
    await resetPassword(ground.gatehouse, await mailedToken(ground.gatehouse, emailOf(tag)), NEW_PASSWORD);
    await ground.gatehouse.drain();
    const token = tokenIn(lastMailTo(ground.gatehouse, emailOf(tag)));
    return (site) => unlinkByLink(site, token, identity.id);
  },
  removeSsoIdentity: async (ground, tag) => {
    const { identity } = await linked(ground, tag);
    return (site) => removeSsoIdentity(site, identity.id, ground.owner);
  },
  adminConfirmSso: async (ground, tag) => {
    const { token } = await unlinkedAdmin(ground, tag);
    return (site) => adminConfirmSso(site, token);
  },
  adminUnlinkSsoIdentity: async (ground, tag) => {
    const { token, session } = await unlinkedAdmin(ground, tag);
    await succeed(adminConfirmSso(ground.gatehouse, token));
    const [identity] = await adminSsoIdentities(ground.gatehouse, { token: session });
    return (site) => adminUnlinkSsoIdentity(site, present(identity).id, { token: session });
  },
};
