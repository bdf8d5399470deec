import type { CreateSsoConnectionInput } from '../generated/operations.ts';
import { adminBearer, whichAdminAmI } from './admins.ts';
import { connected, wayIn } from './connections.ts';
import type { Installation } from './installation.ts';
import { whoAmI } from './people.ts';
import { openBrowser, type Page, type WebBrowser } from './web-browser.ts';

export type Connection = { id: string; portal: string; startUrl: string };

type Provider = { url: string; clientId: string; clientSecret: string };

const owners = new WeakMap<Installation, Promise<string>>();

/** A connection that is enabled, made by the OWNER. @param input what differs */
export async function connect(
  gatehouse: Installation,
  { url: issuer, clientId, clientSecret }: Provider,
  { portal: named, ...input }: Partial<CreateSsoConnectionInput> = {},
): Promise<Connection> {
  const portal = named ?? 'demo';
  const owner = owners.get(gatehouse) ?? adminBearer(gatehouse);
  owners.set(gatehouse, owner);
  const secret = clientSecret || null;
  const whole = { portal, label: 'Test provider', issuer, clientId, clientSecret: secret, enabled: true, ...input };
  const id = await connected(gatehouse, whole, await owner);
  return { id, portal, startUrl: `${gatehouse.url}/sso/${portal}/${id}/start` };
}

/** A connection of the installation that is enabled and tried out. */
export async function connectAdmins(
  gatehouse: Installation,
  { url: issuer, clientId, clientSecret }: Provider,
  input: Partial<CreateSsoConnectionInput> = {},
): Promise<Omit<Connection, 'portal'>> {
  const owner = owners.get(gatehouse) ?? adminBearer(gatehouse);
  owners.set(gatehouse, owner);
  const whole = { portal: null, label: 'Company ID', issuer, clientId, clientSecret, ...input };
  const id = await wayIn(gatehouse, await owner, whole);
  return { id, startUrl: `${gatehouse.url}/admin/sso/${id}/start` };
}

/** One way through a provider, step by step. */
export type Way = {
  browser: WebBrowser;
  /** Where the start sent the browser; null where it sent it nowhere but to a failure page. */
  toProvider: URL;
  /** Where the provider sent it back to. */
  callback: URL;
  /** What it was answered there. */
  end: Page;
};

/** Goes to the provider and to the point where it sends back. */
export async function goToProvider(
  connection: Pick<Connection, 'startUrl'>,
  query: Record<string, string> = {},
  browser = openBrowser(),
): Promise<Omit<Way, 'end'>> {
  const start = await browser.visit(`${connection.startUrl}?${new URLSearchParams(query)}`);
  if (!start.location) throw new Error(`the start answered ${start.status} ${start.text}`);
  const { location } = await browser.visit(start.location);
  if (!location) throw new Error(`the provider did not send back from ${start.location.href}`);
  return { browser, toProvider: start.location, callback: location };
}

/** Logs in by a provider where nobody has to click. */
export async function comeIn(
  connection: Pick<Connection, 'startUrl'>,
  query: Record<string, string> = {},
  browser = openBrowser(),
): Promise<Way> {
  const way = await goToProvider(connection, query, browser);
  return { ...way, end: await browser.visit(way.callback) };
}

/** Why a failure page says that it failed; null for any other page. */
export const failure = ({ location }: Page): string | null =>
  location?.pathname.endsWith('/sso-failed') ? location.searchParams.get('reason') : null;

/** The cookie of a browser's session at a portal, as a header; empty where there is none. */
export const sessionOf = ({ cookies }: WebBrowser, portal = 'demo'): string =>
  cookies
    .filter(({ name }) => name === `gatehouse-${portal}`)
    .map(({ name, value }) => `${name}=${value}`)
    .join();

/** The cookie of the session of an admin in a browser, as a header; empty where there is none. */
export const adminSessionOf = ({ cookies }: WebBrowser): string =>
  cookies
    .filter(({ name }) => name === 'gatehouse_admin')
    .map(({ name, value }) => `${name}=${value}`)
    .join();

/** The email of the admin who is logged in in this browser, or null. */
export const whichAdmin = (gatehouse: Installation, browser: WebBrowser): Promise<string | null> =>
  whichAdminAmI(gatehouse, { cookie: adminSessionOf(browser) });

/** The email of the person who is logged in at a portal in this browser, or null. */
export const whoIs = (gatehouse: Installation, browser: WebBrowser, portal = 'demo'): Promise<string | null> =>
  whoAmI(gatehouse, { cookie: sessionOf(browser, portal) }, portal);
