import { EndLinkDocument, LinkDocument, type LinkQuery } from '../generated/operations.ts';
import type { RequestOptions } from './graphql.ts';
import { mutate, type Site } from './mutate.ts';

type Link = NonNullable<LinkQuery['link']>;

/** What a mailed link says of itself; null for what is no token. */
export async function findLink({ graphql }: Site, token: string, options: RequestOptions = {}): Promise<Link | null> {
  const { data, errors, text } = await graphql(LinkDocument, { token }, options);
  if (data?.link === undefined || errors.length > 0) throw new Error(`link answered ${text}`);
  return data.link;
}

/** What tells whether it works: all that a test of dead links looks at. */
export async function stateOf(
  site: Site,
  token: string,
): Promise<Pick<Link, 'kind' | 'works' | 'deadBecause' | 'used'> | null> {
  const link = await findLink(site, token);
  if (!link) return null;
  const { kind, works, deadBecause, used } = link;
  return { kind, works, deadBecause, used };
}

export const endLink = (site: Site, token: string) => mutate(site, EndLinkDocument, { token });
