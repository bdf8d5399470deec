import * as z from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import { parseDomain } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import { InvalidInput } from '../errors.ts';
import { filled, line } from '../input.ts';
import { saying } from '../issue.ts';
import { checkProviderUrl } from '../providers/check-provider-url.ts';
import { ProviderFailure } from '../providers/provider-failure.ts';

/** @limit characters: Label of a connection and names of claims. Beyond: InvalidInput. */
export const LONGEST_NAME = 100;
/** @limit characters: Issuer of a connection. Beyond: InvalidInput. */
export const LONGEST_ISSUER = 500;
/** @limit characters: Client id of a connection. Beyond: InvalidInput. */
export const LONGEST_ID = 256;
/** @limit characters: Client secret of a connection. Beyond: InvalidInput. */
export const LONGEST_SECRET = 2_000;
/** @limit characters: One scope of a connection. Beyond: InvalidInput. */
export const LONGEST_SCOPE = 100;
/** @limit characters: One domain of a connection. Beyond: InvalidInput. */
export const LONGEST_DOMAIN = 253; // RFC 1035, 2.3.4, without the root
/** @limit scopes: Scopes of a connection. Beyond: InvalidInput. */
export const MOST_SCOPES = 20;
/** @limit domains: `emailDomains` and `verifiedDomains` of a connection. Beyond: InvalidInput. */
export const MOST_DOMAINS = 100;

/** RFC 6749, appendix A */
const PRINTABLE = /^[\x20-\x7e]+$/;
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

const shortName = line(LONGEST_NAME);

const printable = (longest: number) =>
  filled(longest)
    .refine(
      (text) => PRINTABLE.test(text),
      saying('BAD_CHARACTERS', 'Must contain only printable ASCII characters and no line break.'),
    )
    .refine((text) => text === text.trim(), 'Must not start or end with a space.');

const issuer = filled(LONGEST_ISSUER, 'Enter a URL such as https://login.example.com.')
  .refine(
    isIssuer,
    saying(
      'NOT_A_URL',
      'This is not an issuer such as https://login.example.com: a URL without user name, query and fragment.',
    ),
  )
  .refine((text) => !text.includes('/.well-known/'), 'Enter the issuer without /.well-known/openid-configuration at the end.');

const domains = z
  .array(
    filled(LONGEST_DOMAIN).transform((text, context) => {
      const domain = parseDomain(text);
      if (!domain) {
        context.addIssue({ code: 'custom', ...saying('NOT_A_DOMAIN', 'This is not a domain such as example.com.') });
      }
      return domain ?? z.NEVER;
    }),
  )
  .max(MOST_DOMAINS, `Must have at most ${MOST_DOMAINS} entries.`)
  .transform((named) => [...new Set(named)]);

const scopes = z
  .array(filled(LONGEST_SCOPE).regex(SCOPE, 'This is not a scope such as email.'))
  .max(MOST_SCOPES, `Must have at most ${MOST_SCOPES} entries.`)
  .refine((named) => named.includes('openid'), 'Must include openid: without it the provider does not tell who logs in.')
  .transform((named) => [...new Set(named)]);

export const connectionFields = {
  label: shortName,
  issuer,
  clientId: printable(LONGEST_ID),
  clientSecret: printable(LONGEST_SECRET).nullish(),
  scopes: scopes.nullish(),
  claims: z.object({ name: shortName.nullish(), email: shortName.nullish(), groups: shortName.nullish() }).nullish(),
  verifiedDomains: domains.nullish(),
  emailDomains: domains.nullish(),
  approval: z.enum(['TRUST', 'RULES', 'EXISTING_ONLY']).nullish(),
  enabled: z.boolean().nullish(),
  force: z.boolean().nullish(),
};

/** An issuer is compared exactly, so a text that a URL parser changes is not an issuer. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  const isAddress = url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  return isAddress && /^https?:\/\/[\x21-\x7e]+$/.test(text) && !/[?#\\]/.test(text);
}

/** The installation registers nobody and offers all its connections to all admins. */
export function checkNotOfPortals(given: { approval?: unknown; emailDomains?: readonly string[] | null | undefined }): void {
  const named = [
    ...(given.approval == null ? [] : ['approval']),
    ...(given.emailDomains == null || given.emailDomains.length === 0 ? [] : ['emailDomains']),
  ];
  const message = 'A connection of the installation has no such setting. Leave it out.';
  if (named.length > 0) throw new InvalidInput(named.map((name) => ({ path: [name], code: 'NOT_ACCEPTED', message })));
}

export async function checkIssuer(app: App, portal: Pick<Portal, 'id' | 'slug'> | null, issuer: string): Promise<void> {
  try {
    await checkProviderUrl(app, { issuer, portal });
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    throw new InvalidInput([{ path: ['issuer'], code: 'NOT_PERMITTED', message: error.detail }]);
  }
}
