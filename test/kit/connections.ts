import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site } from './mutate.ts';

/** On a public address, which nothing in these tests asks. */
export const ISSUER = 'https://1.1.1.1/tenant';

export type Connection = {
  id: string;
  label: string;
  issuer: string;
  clientId: string;
  hasClientSecret: boolean;
  scopes: string[];
  claims: { name: string; email: string; groups: string };
  verifiedDomains: string[];
  emailDomains: string[];
  approval: string;
  enabled: boolean;
  testedAt: string | null;
  startUrl: string;
  backChannelLogoutUrl: string;
  postLogoutRedirectUri: string;
  recentFailures: { reference: string; reason: string; detail: string; createdAt: string }[];
};

/** All but the redirect address, for which the provider is asked. */
const ALL = `id label issuer clientId hasClientSecret scopes claims { name email groups } verifiedDomains emailDomains approval enabled
  testedAt startUrl backChannelLogoutUrl postLogoutRedirectUri recentFailures { reference reason detail createdAt }`;

type WithConnection = { connection?: Connection };

export const createConnection = (gatehouse: Site, input: object, token: string | undefined) =>
  mutate<WithConnection>(
    gatehouse,
    'createSsoConnection',
    'CreateSsoConnectionInput',
    `... on CreateSsoConnectionSuccess { connection { ${ALL} } }`,
    // Nobody tries these out.
    { portal: 'demo', label: 'Staff account', issuer: ISSUER, clientId: 'portal', force: true, ...input },
    { token },
  );

export const updateConnection = (gatehouse: Site, id: string, changes: object, token: string | undefined) =>
  mutate<WithConnection>(
    gatehouse,
    'updateSsoConnection',
    'UpdateSsoConnectionInput',
    `... on UpdateSsoConnectionSuccess { connection { ${ALL} } }`,
    { id, force: true, ...changes },
    { token },
  );

export const deleteConnection = (gatehouse: Site, id: string, token: string | undefined) =>
  mutate(
    gatehouse,
    'deleteSsoConnection',
    'DeleteSsoConnectionInput',
    '... on DeleteSsoConnectionSuccess { id }',
    { id },
    { token },
  );

export type Tested = {
  checks?: { name: string; ok: boolean; message: string }[];
  redirectUri?: string | null;
  trialUrl?: string;
  trial?: { id: string; finished: boolean };
};

export const testConnection = (gatehouse: Site, id: string, token: string | undefined) =>
  mutate<Tested>(
    gatehouse,
    'testSsoConnection',
    'TestSsoConnectionInput',
    '... on TestSsoConnectionSuccess { checks { name ok message } redirectUri trialUrl trial { id finished } }',
    { id },
    { token },
  );

/** A connection that is there. @returns its id */
export async function connected(gatehouse: Site, input: object, token: string | undefined): Promise<string> {
  const { connection } = await createConnection(gatehouse, input, token);
  if (!connection) throw new Error('there is no connection');
  return connection.id;
}

/** A connection by which people surely come in: enabled, and as after a trial log-in. @returns its id */
export async function wayIn(gatehouse: Installation, token: string, input: object = {}): Promise<string> {
  const id = await connected(gatehouse, { enabled: true, ...input }, token);
  await tryOut(gatehouse, id);
  return id;
}

/** What a trial log-in that succeeds leaves behind. */
export const tryOut = ({ sql }: Installation, id: string) =>
  sql('UPDATE sso_connections SET tested_at = now() WHERE id = $1', [id]);

/** The connections of a portal as its admins see them; null for others. */
export async function connectionsOf({ graphql }: Site, options: RequestOptions, slug = 'demo'): Promise<Connection[] | null> {
  const { data, text } = await graphql<{ portal: { settings: { ssoConnections: Connection[] } | null } | null }>(
    `query($slug: String!) { portal(slug: $slug) { settings { ssoConnections { ${ALL} } } } }`,
    { slug },
    options,
  );
  if (!data?.portal) throw new Error(`portal answered ${text}`);
  return data.portal.settings?.ssoConnections ?? null;
}
