import {
  ApiTokensDocument,
  CreateApiTokenDocument,
  type CreateApiTokenInput,
  RevokeApiTokenDocument,
} from '../generated/operations.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { present } from './present.ts';

export const createApiToken = (gatehouse: Site, input: Partial<CreateApiTokenInput>, session: string | undefined) =>
  mutate(gatehouse, CreateApiTokenDocument, { name: 'Chat bot', roles: [{ role: 'OWNER' }], ...input }, { token: session });

/** @returns the id and the token, which goes where a session goes */
export async function apiToken(
  gatehouse: Site,
  session: string | undefined,
  input: Partial<CreateApiTokenInput> = {},
): Promise<{ id: string; token: string }> {
  const created = await succeed(createApiToken(gatehouse, input, session));
  return { id: created.apiToken.id, token: created.token };
}

export const revokeApiToken = (gatehouse: Site, id: string, session: string | undefined) =>
  mutate(gatehouse, RevokeApiTokenDocument, { id }, { token: session });

export async function apiTokensSeenBy({ graphql }: Site, session: string | undefined, ended = false) {
  const { data, text } = await graphql(ApiTokensDocument, { ended }, { token: session });
  return present(data?.apiTokens?.edges, `API tokens in ${text}`).map(({ node }) => node);
}

/** Whether a token works: whether it may list portals. */
export async function works({ graphql }: Site, token: string): Promise<boolean> {
  const { errors } = await graphql('{ portals { totalCount } }', {}, { token });
  return errors.length === 0;
}

export const expire = ({ sql }: Installation, id: string) =>
  sql(`UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE id = $1`, [id]);
