import { mutate, type Site } from './mutate.ts';

export type Link = {
  kind: string | null;
  works: boolean;
  deadBecause: string | null;
  used: boolean;
  requestedAt: string | null;
  requestedFrom: { device: string; address: string } | null;
  expiresAt: string | null;
  portal: { slug: string } | null;
  email: string | null;
  form: { fullName: string; answers: { field: string; value: string | boolean }[] } | null;
  ssoAccount: { label: string; issuer: string; subject: string; fullName: string; email: string; linked: boolean } | null;
  account: { maskedEmail: string } | null;
};

/** What a mailed link says of itself; null for what is no token. */
export async function findLink({ graphql }: Site, token: string): Promise<Link | null> {
  const { data, errors, text } = await graphql<{ link: Link | null }>(
    `query($token: String!) { link(token: $token) {
      kind works deadBecause used requestedAt requestedFrom { device address } expiresAt portal { slug } email
      form { fullName answers { field value } } ssoAccount { label issuer subject fullName email linked } account { maskedEmail }
    } }`,
    { token },
  );
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

export const endLink = (site: Site, token: string) =>
  mutate<{ ended?: boolean }>(site, 'endLink', 'EndLinkInput', '... on EndLinkSuccess { ended }', { token });
