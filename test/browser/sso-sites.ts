import type { Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { DEMO_PEOPLE } from '../../dev/demo-provider.ts';
import { ensureConnection } from '../../dev/first-connection.ts';
import { newSigningKey, startIdentityProvider } from '../../dev/identity-provider.ts';
import { freePort } from '../../dev/ports.ts';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { createConnection } from '../kit/connections.ts';
import { type Installation, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { prepareOidcProvider } from '../kit/oidc-provider.ts';
import { present } from '../kit/present.ts';

export type SsoSites = {
  gatehouse: Installation;
  /** The bearer token of the OWNER. */
  admin: string;
  /** The issuer of the provider of `npm start`, where the portal `demo` sends people: “Demo ID”. */
  demo: string;
  /** The issuer of the provider of the portal `acme`: “Acme ID”. */
  acme: string;
};

/** An installation with two portals and a provider for each, until the test file ends. */
export async function startSsoSites(): Promise<SsoSites> {
  const demo = await startIdentityProvider(await freePort(), newSigningKey(), DEMO_PEOPLE);
  afterAll(demo.stop);
  const acme = await prepareOidcProvider();
  const hosts = [demo, acme].map(({ issuer }) => new URL(issuer).host);
  const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: hosts.join(' ') });
  const admin = await openDemoPortal(gatehouse);
  const portal = await gatehouse.app.prisma.portal.findUniqueOrThrow({ where: { slug: 'demo' } });
  await ensureConnection(gatehouse.app, portal, demo);
  await createPortal(gatehouse, 'acme', admin);
  const { issuer, clientId, clientSecret } = acme;
  const input = { portal: 'acme', label: 'Acme ID', issuer, clientId, clientSecret, enabled: true };
  const { connection } = await succeed(createConnection(gatehouse, input, admin));
  await acme.start({
    redirect_uris: [`${gatehouse.url}/sso/callback`],
    post_logout_redirect_uris: [present(connection?.postLogoutRedirectUri)],
    backchannel_logout_uri: present(connection?.backChannelLogoutUrl),
  });
  return { gatehouse, admin, demo: demo.issuer, acme: issuer };
}

/** Says at the provider who somebody is. */
export const beThere = (page: Page, name: string) => page.getByRole('button', { name }).click();

export const chooseWay = (page: Page, label: string) => page.getByRole('link', { name: `Log in with ${label}` }).click();
