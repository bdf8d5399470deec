import {
  type ConnectionFragment,
  CreateSsoConnectionDocument,
  type CreateSsoConnectionInput,
  DeleteSsoConnectionDocument,
  InstallationSsoConnectionsDocument,
  SsoConnectionsDocument,
  TestSsoConnectionDocument,
  UpdateSsoConnectionDocument,
  type UpdateSsoConnectionInput,
} from '../generated/operations.ts';
import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';

/** On a public address, which nothing in these tests asks. */
export const ISSUER = 'https://1.1.1.1/tenant';

export const createConnection = (gatehouse: Site, input: Partial<CreateSsoConnectionInput>, token: string | undefined) =>
  mutate(
    gatehouse,
    CreateSsoConnectionDocument,
    // Nobody tries these out.
    { portal: 'demo', label: 'Staff account', issuer: ISSUER, clientId: 'portal', force: true, ...input },
    { token },
  );

export const updateConnection = (
  gatehouse: Site,
  id: string,
  changes: Partial<UpdateSsoConnectionInput>,
  token: string | undefined,
) => mutate(gatehouse, UpdateSsoConnectionDocument, { id, force: true, ...changes }, { token });

export const deleteConnection = (gatehouse: Site, id: string, token: string | undefined) =>
  mutate(gatehouse, DeleteSsoConnectionDocument, { id }, { token });

export const testConnection = (gatehouse: Site, id: string, token: string | undefined) =>
  mutate(gatehouse, TestSsoConnectionDocument, { id }, { token });

/** A connection that is there. @returns its id */
export async function connected(
  gatehouse: Site,
  input: Partial<CreateSsoConnectionInput>,
  token: string | undefined,
): Promise<string> {
  const { connection } = await succeed(createConnection(gatehouse, input, token));
  return connection.id;
}

/** A connection by which people surely come in: enabled, and as after a trial log-in. @returns its id */
export async function wayIn(
  gatehouse: Installation,
  token: string,
  input: Partial<CreateSsoConnectionInput> = {},
): Promise<string> {
  const id = await connected(gatehouse, { enabled: true, ...input }, token);
  await tryOut(gatehouse, id);
  return id;
}

/** What a trial log-in that succeeds leaves behind. */
export const tryOut = ({ sql }: Installation, id: string) =>
  sql('UPDATE sso_connections SET tested_at = now() WHERE id = $1', [id]);

/** The connections of a portal as its admins see them; null for others. */
export async function connectionsOf(
  { graphql }: Site,
  options: RequestOptions,
  slug = 'demo',
): Promise<ConnectionFragment[] | null> {
  const { data, text } = await graphql(SsoConnectionsDocument, { slug }, options);
  if (!data?.portal) throw new Error(`portal answered ${text}`);
  return data.portal.settings?.ssoConnections ?? null;
}

/** The connections of the installation as admins of all portals see them; null for others. */
export const connectionsOfInstallation = async ({ graphql }: Site, options: RequestOptions) =>
  (await graphql(InstallationSsoConnectionsDocument, {}, options)).data?.installation?.ssoConnections ?? null;
